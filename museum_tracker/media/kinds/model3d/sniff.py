"""Recognise 3D models by their bytes; many are plain text, so their grammar is looked at."""

from __future__ import annotations

import re
import struct
import zipfile
from pathlib import PurePosixPath

from museum_tracker.core.zips import has_bearable_list
from museum_tracker.media.kinds.base import HEAD, Format, Glance


def _model(name: str, mime: str, label: str, *others: str) -> Format:
    return Format(name, "model3d", mime, name, label, others)


GLB = _model("glb", "model/gltf-binary", "GLB", "vrm")
GLTF = _model("gltf", "model/gltf+json", "glTF")
OBJ = _model("obj", "model/obj", "OBJ")
PLY = _model("ply", "model/ply", "PLY")
STL = _model("stl", "model/stl", "STL")
DAE = _model("dae", "model/vnd.collada+xml", "COLLADA")
THREEMF = Format("threemf", "model3d", "model/3mf", "3mf", "3MF")
XYZ = _model("xyz", "text/plain", "XYZ", "txt", "asc", "pts")
ARCHIVE = Format("modelzip", "model3d", "application/zip", "zip", "ZIP")
FORMATS = (GLB, GLTF, OBJ, PLY, STL, DAE, THREEMF, XYZ, ARCHIVE)

MODEL_EXTENSIONS = ("gltf", "glb", "obj", "dae", "ply", "stl", "3mf")
_OBJ_WORDS = (
    rb"v|vt|vn|vp|f|l|p|o|g|s|sp|mg|usemtl|mtllib|usemap|maplib|cstype|deg|bmat|step|curv2?|surf|parm|trim|hole|scrv|con|"
    rb"end|bevel|[cd]_interp|lod|shadow_obj|trace_obj|ctech|stech"
)
_OBJ_LINE = re.compile(rb"#|(?:%b)(?:\s|$)" % _OBJ_WORDS)
_VERTEX = re.compile(rb"^v\s+-?[\d.]", re.MULTILINE)
_NUMBERS = re.compile(rb"-?\d[\d.eE+-]*(?:[\s,;]+-?\d[\d.eE+-]*){2,}\s*")
_STL_HEADER, _STL_FACET = 84, 50
_SAMPLE_LINES = 40
_FACETS_LOOKED_AT = 12
_SMALLEST = 1e-7


def sniff_model(glance: Glance) -> Format | None:
    """The 3D format of a file, or None."""
    head = glance.head
    if head[:4] == b"glTF":
        return GLB if len(head) >= 12 and head[4:8] in {b"\1\0\0\0", b"\2\0\0\0"} else None
    if head.startswith((b"ply\n", b"ply\r")):
        return PLY if b"format " in head[:200] else None
    if head[:4] == b"PK\3\4":
        return _sniff_archive(glance)
    if _is_binary_stl(glance):
        return STL
    return None if b"\0" in head else _sniff_text(head)


def _is_binary_stl(glance: Glance) -> bool:
    """A binary STL has no signature: its length matches the facets that it claims, or its first facets are such."""
    if glance.size < _STL_HEADER + _STL_FACET:
        return False
    (facets,) = struct.unpack_from("<I", glance.head, 80)
    if facets and glance.size == _STL_HEADER + _STL_FACET * facets:
        return True
    there = min(_FACETS_LOOKED_AT, (len(glance.head) - _STL_HEADER) // _STL_FACET)
    return there >= _FACETS_LOOKED_AT // 2 and all(
        _is_facet(struct.unpack_from("<12f", glance.head, _STL_HEADER + _STL_FACET * number)) for number in range(there)
    )


def _is_facet(numbers: tuple[float, ...]) -> bool:
    """Whether twelve numbers can be a direction of length one (or none) and three different corners."""
    direction, corners = numbers[:3], (numbers[3:6], numbers[6:9], numbers[9:])
    sensible = all(number == 0 or _SMALLEST < abs(number) < 1 / _SMALLEST for number in numbers)
    length = sum(number * number for number in direction) if sensible else -1
    return (length == 0 or abs(length - 1) < 0.05) and len(set(corners)) == len(corners)


def _sniff_text(head: bytes) -> Format | None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:5].lower() == b"solid" and b"facet" in text[:4000].lower():
        return STL
    if text[:1] == b"{":
        return GLTF if _looks_like_gltf(text) else None
    if text[:1] == b"<":
        return DAE if b"<COLLADA" in text[:4096] else None
    text = text.replace(b"\\\r\n", b" ").replace(b"\\\n", b" ")
    lines = [line.strip() for line in text.splitlines()[:-1] or text.splitlines()]
    lines = [line for line in lines if line][:_SAMPLE_LINES]
    if not lines:
        return None
    if _VERTEX.search(text) and all(_OBJ_LINE.match(line) for line in lines):
        return OBJ
    return XYZ if len(lines) >= 3 and all(_NUMBERS.fullmatch(line) for line in lines) else None


def _looks_like_gltf(text: bytes) -> bool:
    """The parts of a glTF stand in any order: `asset` may come after megabytes of nodes."""
    if re.search(rb'"asset"\s*:\s*\{[^{}]*"version"', text):
        return True
    return (
        len(text) >= HEAD // 2 and len(re.findall(rb'"(?:bufferViews|accessors|meshes|nodes|buffers)"\s*:', text)) >= 1
    )


def _sniff_archive(glance: Glance) -> Format | None:
    if not has_bearable_list(glance.path):
        return None
    try:
        with zipfile.ZipFile(glance.path) as archive:
            names = [name.replace("\\", "/") for name in archive.namelist()[:10_000]]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if any(name.lower().startswith("3d/") and name.lower().endswith(".model") for name in names):
        return THREEMF
    extensions = {PurePosixPath(name).suffix.lower().lstrip(".") for name in names}
    return ARCHIVE if extensions & set(MODEL_EXTENSIONS) else None
