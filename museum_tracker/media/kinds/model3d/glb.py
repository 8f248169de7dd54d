"""GLB containers: read and write their two chunks, and make large textures smaller without touching the geometry."""

from __future__ import annotations

import io
import json
import struct
from typing import Any

from PIL import Image

MAGIC = b"glTF"
SHRINKABLE = {"image/png", "image/jpeg", "image/webp"}


def read_glb(data: bytes) -> tuple[dict[str, Any], bytes]:
    """The JSON and the binary chunk.

    Raises:
        ValueError: not a GLB of version 2.
    """
    if len(data) < 20 or data[:4] != MAGIC:
        raise ValueError("not a GLB")
    _, version, length = struct.unpack_from("<4sII", data)
    if version != 2 or length > len(data):
        raise ValueError("not a whole GLB of version 2")
    document: dict[str, Any] | None = None
    binary, at = b"", 12
    while at + 8 <= length:
        size, name = struct.unpack_from("<I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        at += 8 + size
        if name == b"JSON":
            document = json.loads(body)
        elif name == b"BIN\0":
            binary = body
    if not isinstance(document, dict):
        raise ValueError("GLB without JSON")
    return document, binary


def write_glb(document: dict[str, Any], binary: bytes) -> bytes:
    """A GLB of the two chunks."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    total = 28 + len(text) + len(binary)
    return b"".join(
        (
            struct.pack("<4sII", MAGIC, 2, total),
            struct.pack("<I4s", len(text), b"JSON"),
            text,
            struct.pack("<I4s", len(binary), b"BIN\0"),
            binary,
        )
    )


def is_plain(document: dict[str, Any]) -> bool:
    """Whether a GLB needs nothing outside itself and no decoder: it can be packed for the web as it is."""
    outside = any(
        not one["uri"].startswith("data:")
        for part in ("buffers", "images")
        for one in document.get(part, [])
        if "uri" in one
    )
    compressed = {"KHR_draco_mesh_compression", "EXT_meshopt_compression"} & set(document.get("extensionsUsed", []))
    return not outside and not compressed


def shrink_textures(data: bytes, *, longest: int = 2048, quality: int = 85) -> bytes:
    """The same GLB with textures no longer than `longest` pixels, opaque PNG made JPEG; geometry stays bit by bit."""
    document, binary = read_glb(data)
    pictures = {image["bufferView"]: image for image in document.get("images", []) if "bufferView" in image}
    out = bytearray()
    for number, view in enumerate(document.get("bufferViews", [])):
        if view.get("buffer", 0) != 0:
            continue
        start = view.get("byteOffset", 0)
        content = binary[start : start + view["byteLength"]]
        if number in pictures and pictures[number].get("mimeType") in SHRINKABLE:
            content = _smaller(content, pictures[number], longest, quality)
        out += b"\0" * (-len(out) % 4)
        view["byteOffset"], view["byteLength"] = len(out), len(content)
        out += content
    if document.get("buffers"):
        document["buffers"][0]["byteLength"] = len(out)
    return write_glb(document, bytes(out))


def _smaller(content: bytes, entry: dict[str, Any], longest: int, quality: int) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        clear = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
        if max(picture.size) <= longest and (picture.format != "PNG" or clear):
            return content
        copy = picture.convert("RGBA" if clear else "RGB")
    copy.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    if clear:
        copy.save(written, "PNG", optimize=True)
    else:
        copy.save(written, "JPEG", quality=quality, subsampling=0)
    entry["mimeType"] = "image/png" if clear else "image/jpeg"
    return written.getvalue()
