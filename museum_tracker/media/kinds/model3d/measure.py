"""Facts about a model's shape: faces, size, unit, whether its surface is closed, its textures."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from museum_tracker.media.rules import CM_OF_UNIT

UNIT_NAMES = {
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("mm", "millimeter", "millimeters", "millimetre"), "mm"),
    **dict.fromkeys(("cm", "centimeter", "centimeters", "centimetre"), "cm"),
    **dict.fromkeys(("in", "inch", "inches"), "in"),
    **dict.fromkeys(("ft", "foot", "feet"), "ft"),
}
UNIT_OF_METRES = {1.0: "m", 0.001: "mm", 0.01: "cm", 0.0254: "in", 0.3048: "ft"}
GRID = 1 << 20  # positions are compared on a grid of a millionth of the model's size


def shape_facts(surfaces: list[Any], units: str | None) -> dict[str, Any]:
    """Faces, vertices, meshes, extent (x, y, z in the file's unit and, where the unit is known, in cm), closedness."""
    corners = np.array([mesh.bounds for mesh in surfaces])
    low, high = corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
    extent = high - low
    unit = unit_of(units or "")
    closed = all(is_closed(mesh.vertices, mesh.faces, low, extent) for mesh in surfaces)
    return {
        "faces": int(sum(len(mesh.faces) for mesh in surfaces)),
        "vertices": int(sum(len(mesh.vertices) for mesh in surfaces)),
        "meshes": len(surfaces),
        "extents": [round(float(side), 6) for side in extent],
        "unit": unit,
        "extents_cm": [round(float(side) * CM_OF_UNIT[unit], 3) for side in extent] if unit else None,
        "watertight": closed,
        "volume": round(float(sum(abs(_volume(mesh)) for mesh in surfaces)), 9) if closed else None,
    }


def unit_of(told: str) -> str:
    """The short name of a unit; readers also tell it as a share of a metre ("0.01 * meters"). "" when it is unknown."""
    share, times, _metres = told.partition(" * meter")
    if not times:
        return UNIT_NAMES.get(told.lower(), "")
    return next((unit for size, unit in UNIT_OF_METRES.items() if math.isclose(float(share), size)), "")


def is_closed(vertices: Any, faces: Any, low: Any, extent: Any) -> bool:
    """Whether every edge borders exactly two faces, once vertices split along texture seams are joined again."""
    scale = (GRID - 1) / max(float(np.max(extent)), 1e-30)
    cells = ((np.asarray(vertices) - low) * scale).round().astype(np.int64).clip(0, GRID)
    keys = (cells[:, 0] << 42) | (cells[:, 1] << 21) | cells[:, 2]
    _, joined = np.unique(keys, return_inverse=True)
    corners = joined.ravel()[np.asarray(faces)]
    whole = (corners[:, 0] != corners[:, 1]) & (corners[:, 1] != corners[:, 2]) & (corners[:, 2] != corners[:, 0])
    corners = corners[whole]
    if not len(corners):
        return False
    edges = np.sort(corners[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, counts = np.unique(edges[:, 0] * (int(edges.max()) + 1) + edges[:, 1], return_counts=True)
    return bool((counts == 2).all())


def _volume(mesh: Any) -> float:
    """Volume in the file's cubic units: the sum of the tetrahedra between each face and the middle."""
    triangles = np.asarray(mesh.vertices)[np.asarray(mesh.faces)] - np.asarray(mesh.bounds).mean(axis=0)
    return float(np.einsum("ij,ij->", triangles[:, 0], np.cross(triangles[:, 1], triangles[:, 2])) / 6)


def texture_facts(surfaces: list[Any]) -> list[dict[str, int]]:
    """Width and height of every picture laid on the surfaces, largest first."""
    sizes = set()
    for mesh in surfaces:
        material = getattr(mesh.visual, "material", None)
        for name in ("baseColorTexture", "image", "normalTexture", "metallicRoughnessTexture", "occlusionTexture"):
            picture = getattr(material, name, None)
            if picture is not None and hasattr(picture, "size"):
                sizes.add((id(picture), picture.size))
    return [
        {"width": size[0], "height": size[1]} for _, size in sorted(sizes, key=lambda one: (-one[1][0], -one[1][1]))
    ]


def has_colours(surfaces: list[Any]) -> bool:
    """Whether colour is painted on vertices or faces rather than by a texture."""
    return any(mesh.visual.kind in {"vertex", "face"} and mesh.visual.defined for mesh in surfaces)
