"""What exporters write a little wrong, put right before a model is read; the original stays as it came."""

from __future__ import annotations

import struct

import numpy as np

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import Unusable
from museum_tracker.media.kinds.model3d.bundle import Bundle
from museum_tracker.media.kinds.model3d.glb import read_glb, write_glb

BOM = b"\xef\xbb\xbf"
STL_HEADER, STL_FACET = 84, 50
WHOLE = {5120: ("i1", 127), 5121: ("u1", 255), 5122: ("<i2", 32767), 5123: ("<u2", 65535)}
FLOAT = 5126


class ModelDamaged(Unusable):
    """The model cannot be read."""

    msgid = N_("The model is damaged and cannot be read. Export it again from the scanning software, or copy it again.")


class CutOff(ModelDamaged):
    """A model holds fewer faces than it says."""

    msgid = N_("The model is cut off: it says it has %(told)s faces and holds %(there)s. Export or copy it again.")


def mended(bundle: Bundle) -> bytes:
    """The model's bytes as its reader wants them.

    Raises:
        CutOff
    """
    data = bundle.data.removeprefix(BOM)
    if bundle.extension == "obj" and b"\n" not in data:
        return data.replace(b"\r", b"\n")
    if bundle.extension == "stl" and b"\0" in data[: STL_HEADER + STL_FACET]:
        return _counted(data)
    return _with_true_positions(data) if bundle.extension == "glb" else data


def _counted(stl: bytes) -> bytes:
    """A binary STL that counts its facets rightly: some exporters write another number, or something behind them."""
    told, there = struct.unpack_from("<I", stl, 80)[0], (len(stl) - STL_HEADER) // STL_FACET
    if told > there:
        raise CutOff(told=told, there=there)
    if (len(stl) - STL_HEADER) % STL_FACET == 0:
        told = there
    return stl[:80] + struct.pack("<I", told) + stl[STL_HEADER : STL_HEADER + STL_FACET * told]


def _with_true_positions(glb: bytes) -> bytes:
    """Positions written as shares of a whole number (KHR_mesh_quantization), which trimesh takes for metres."""
    document, binary = read_glb(glb)
    wanted = {
        part.get("attributes", {}).get("POSITION") for mesh in document.get("meshes", []) for part in mesh["primitives"]
    }
    accessors, views = document.get("accessors", []), document.get("bufferViews", [])
    shares = [one for number, one in enumerate(accessors) if number in wanted and one.get("normalized")]
    if not shares:
        return glb
    out = bytearray(binary)
    for accessor in shares:
        positions = _positions(binary, accessor, views[accessor["bufferView"]])
        out += b"\0" * (-len(out) % 4)
        views.append({"buffer": 0, "byteOffset": len(out), "byteLength": positions.nbytes})
        accessor.update(bufferView=len(views) - 1, byteOffset=0, componentType=FLOAT, normalized=False)
        out += positions.tobytes()
    document["buffers"][0]["byteLength"] = len(out)
    return write_glb(document, bytes(out))


def _positions(binary: bytes, accessor: dict[str, int], view: dict[str, int]) -> np.ndarray:
    kind, most = WHOLE[accessor["componentType"]]
    width = np.dtype(kind).itemsize
    start, step = view.get("byteOffset", 0) + accessor.get("byteOffset", 0), view.get("byteStride", 3 * width)
    stored = np.ndarray((accessor["count"], 3), kind, binary, start, (step, width))
    return np.maximum(stored.astype("<f4") / most, -1)
