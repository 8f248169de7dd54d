"""What a GLB leaves unsaid, said before it goes to a browser: clay for what has no material, and normals.

Without them a browser shows a white blob. Geometry and textures are left as they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from museum_tracker.media.kinds.model3d.glb import read_glb, write_glb
from museum_tracker.media.kinds.model3d.shading import crease_corners, face_normals
from museum_tracker.media.kinds.model3d.surfaces import CLAY, ROUGHNESS, WHITE, to_light

FLOAT, BYTES = 5126, 5121
TYPES = {5120: "i1", 5121: "u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}
TRIANGLES = 4
CREASED_AT_MOST = 200_000  # faces; denser scans are smooth by themselves
DIMMED = 0.55  # the light around a model in the browser is brighter than the poster's
TELLING = ("baseColorTexture", "baseColorFactor", "metallicRoughnessTexture")


class _Writer:
    """A GLB to which data is added."""

    def __init__(self, glb: bytes) -> None:
        self.document, binary = read_glb(glb)
        self.binary = bytearray(binary)
        self.made: dict[str, int] = {}

    def read(self, number: int) -> NDArray[Any] | None:
        """The numbers of an accessor, a row each; None when they lie elsewhere than in the GLB's own buffer."""
        accessor = self.document["accessors"][number]
        if "bufferView" not in accessor or "sparse" in accessor:
            return None
        view = self.document["bufferViews"][accessor["bufferView"]]
        if view.get("buffer", 0) != 0 or "extensions" in view:
            return None
        kind, width = np.dtype(TYPES[accessor["componentType"]]), WIDTHS[accessor["type"]]
        start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
        step = view.get("byteStride", kind.itemsize * width)
        return np.ndarray((accessor["count"], width), kind, self.binary, start, (step, kind.itemsize))

    def add(self, rows: NDArray[Any], like: dict[str, Any], *, indices: bool = False) -> int:
        """Add rows as an accessor that is described like another; answers its number."""
        self.binary += b"\0" * (-len(self.binary) % 4)
        width = rows.shape[1] * rows.itemsize
        stride = width if indices else width + -width % 4
        data = np.zeros((len(rows), stride), "u1")
        data[:, :width] = np.ascontiguousarray(rows).view("u1").reshape(len(rows), width)
        view = {"buffer": 0, "byteOffset": len(self.binary), "byteLength": data.size}
        if not indices:
            view["byteStride"] = stride
        self.document["bufferViews"].append(view)
        self.binary += data.tobytes()
        kept: dict[str, Any] = {key: like[key] for key in ("componentType", "type", "normalized") if key in like}
        kept |= {"bufferView": len(self.document["bufferViews"]) - 1, "count": len(rows)}
        self.document["accessors"].append(kept)
        return len(self.document["accessors"]) - 1

    def material(self, name: str, **colour: Any) -> int:
        """A matt material of our own; one of each name."""
        if name not in self.made:
            surface = {"metallicFactor": 0.0, "roughnessFactor": ROUGHNESS, **colour}
            self.document.setdefault("materials", []).append({"pbrMetallicRoughness": surface, "doubleSided": True})
            self.made[name] = len(self.document["materials"]) - 1
        return self.made[name]

    def written(self) -> bytes:
        """The GLB with what was added."""
        if self.document.get("buffers"):
            self.document["buffers"][0]["byteLength"] = len(self.binary)
        return write_glb(self.document, bytes(self.binary))


def dress(glb: bytes, *, painted_as_shown: bool, upright: list[list[int]] | None = None) -> bytes:
    """The same GLB with a material and normals for every surface.

    `painted_as_shown`: colours of vertices are as screens show them (trimesh writes them so), not shares of light.
    `upright` are the rows by which the whole is turned.
    """
    writer = _Writer(glb)
    if upright is not None:
        _turn(writer.document, upright)
    for mesh in writer.document.get("meshes") or []:
        for part in mesh.get("primitives", []):
            if part.get("mode", TRIANGLES) != TRIANGLES or "POSITION" not in part.get("attributes", {}):
                continue
            _clothe(writer, part)
            if painted_as_shown and "COLOR_0" in part["attributes"]:
                _lighten(writer, part)
            if "NORMAL" not in part["attributes"] and "targets" not in part:
                _smooth(writer, part)
    return writer.written()


def _turn(document: dict[str, Any], rows: list[list[int]]) -> None:
    """Hang every scene on one node that turns it; the geometry stays as it is."""
    turned = np.eye(4)
    turned[:3, :3] = rows
    if (turned == np.eye(4)).all():
        return
    for scene in document.get("scenes", []):
        document.setdefault("nodes", []).append(
            {"children": scene.get("nodes", []), "matrix": turned.T.ravel().tolist()}
        )
        scene["nodes"] = [len(document["nodes"]) - 1]


def _clothe(writer: _Writer, part: dict[str, Any]) -> None:
    number = part.get("material")
    material = writer.document["materials"][number] if isinstance(number, int) else {}
    told = material.get("pbrMetallicRoughness", {})
    if any(name in told for name in TELLING) or material.get("extensions") or "emissiveTexture" in material:
        return
    if "COLOR_0" in part["attributes"]:
        part["material"] = writer.material("painted")
    else:
        clay = [round(float(share), 4) for share in to_light(CLAY) * DIMMED]
        part["material"] = writer.material("clay", baseColorFactor=[*clay, 1.0])


def _lighten(writer: _Writer, part: dict[str, Any]) -> None:
    number = part["attributes"]["COLOR_0"]
    accessor, colours = writer.document["accessors"][number], writer.read(number)
    if colours is None or accessor["componentType"] != BYTES:
        return
    light = colours.astype(float)
    light[:, :3] = to_light(light[:, :3]) * WHITE
    exact = (light * 257).round().astype("<u2")  # in 16 bits: dark tones are close together in light
    like = {"componentType": 5123, "type": accessor["type"], "normalized": True}
    part["attributes"]["COLOR_0"] = writer.add(exact, like)


def _smooth(writer: _Writer, part: dict[str, Any]) -> None:
    """Normals by the poster's rule: smooth over curved surfaces, sharp at creases, where vertices are doubled."""
    positions = writer.read(part["attributes"]["POSITION"])
    indices = writer.read(part["indices"]) if "indices" in part else None
    if positions is None or ("indices" in part and indices is None):
        return
    corners = np.arange(len(positions)) if indices is None else indices[:, 0].astype(np.int64)
    faces = corners[: len(corners) // 3 * 3].reshape(-1, 3)
    if not len(faces) or faces.max() >= len(positions):
        return
    smooth, flat = face_normals(positions.astype(float), faces)
    if len(faces) > CREASED_AT_MOST:
        _set_normals(writer, part, smooth)
        return
    creased, origin, normals = crease_corners(smooth, flat, faces)
    if len(origin) > len(positions):
        for name, number in list(part["attributes"].items()):
            rows = writer.read(number)
            if rows is None:
                return
            like = writer.document["accessors"][number]
            doubled = writer.add(rows[origin], like)
            for bound in ("min", "max"):
                if bound in like:
                    writer.document["accessors"][doubled][bound] = like[bound]
            part["attributes"][name] = doubled
        like = {"componentType": 5125, "type": "SCALAR"}
        part["indices"] = writer.add(creased.reshape(-1, 1).astype("<u4"), like, indices=True)
    _set_normals(writer, part, normals)


def _set_normals(writer: _Writer, part: dict[str, Any], normals: NDArray[Any]) -> None:
    part["attributes"]["NORMAL"] = writer.add(normals.astype("<f4"), {"componentType": FLOAT, "type": "VEC3"})
