"""The colours of surfaces in one reading, so that the poster and the browser show the same.

Files other than glTF tell colours as screens show them; glTF tells shares of light. A surface that says nothing is of
clay: it is easier to judge than white metal, which glTF means by saying nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray
from trimesh.visual import ColorVisuals, TextureVisuals
from trimesh.visual.material import PBRMaterial, SimpleMaterial

CLAY = (196, 192, 184)
ROUGHNESS = 0.9
GAMMA = 2.2
PLACEHOLDER_LONGEST = 2  # trimesh puts a tiny picture in the place of one that did not come
UNSAID = (102, 102, 102)  # what trimesh answers for a material that names no colour
WHITE = 255

Levels = NDArray[np.float64]


def to_light(shown: Any) -> Levels:
    """Levels 0–255 as screens show them, as shares 0–1 of light."""
    return np.asarray((np.asarray(shown, dtype=float) / WHITE) ** GAMMA)


def to_shown(light: Any) -> Levels:
    """Shares 0–1 of light as levels 0–255 of a screen."""
    return np.asarray(np.clip(np.asarray(light, dtype=float), 0, 1) ** (1 / GAMMA) * WHITE)


def settle(surface: Any, *, in_light: bool) -> Any:
    """The surface with its colours told as the rest reads them; `in_light` is glTF's way of telling them."""
    if not isinstance(surface, trimesh.Trimesh) or _keep_painted(surface):
        return surface
    look: Any = surface.visual
    if look.kind == "face" and look.defined:
        return _painted_by_corner(surface)
    material = getattr(look, "material", None)
    if material is not None and not in_light:
        surface.visual = _settled(surface, material)
    return surface


def _settled(surface: Any, material: Any) -> Any:
    """The look of a surface of another format than glTF: its picture, else its colour, else nothing."""
    picture = getattr(material, "image", None) or getattr(material, "baseColorTexture", None)
    uv = getattr(surface.visual, "uv", None)
    matt = {"metallicFactor": 0.0, "roughnessFactor": ROUGHNESS, "doubleSided": True}
    if picture is not None and max(picture.size) > PLACEHOLDER_LONGEST and uv is not None:
        return TextureVisuals(uv=uv, material=PBRMaterial(baseColorTexture=picture, **matt))
    colour = getattr(material, "baseColorFactor", None)
    if isinstance(material, SimpleMaterial):
        absent = picture is not None and max(picture.size) <= PLACEHOLDER_LONGEST
        colour = None if absent else material.diffuse
    if colour is None or tuple(np.asarray(colour)[:3].astype(int)) == UNSAID:
        return ColorVisuals(surface)
    told = np.asarray(colour, dtype=float)
    share = told / WHITE if told.max() > 1.01 or np.asarray(colour).dtype.kind in "ui" else told
    light = [*(share[:3] ** GAMMA), share[3] if len(share) > 3 else 1.0]
    return TextureVisuals(material=PBRMaterial(baseColorFactor=light, **matt))


def _keep_painted(surface: Any) -> bool:
    """Colours that glTF paints on vertices beside a material: trimesh loses them when it moves a surface."""
    painted = getattr(surface.visual, "vertex_attributes", {}).get("color")
    material = getattr(surface.visual, "material", None)
    if painted is None or len(painted) != len(surface.vertices) or getattr(material, "baseColorTexture", None):
        return False
    colours = np.asarray(painted)
    light = colours.astype(float) / (np.iinfo(colours.dtype).max if colours.dtype.kind == "u" else 1)
    light[:, :3] *= _factor(material)
    shown = np.column_stack([to_shown(light[:, :3]), light[:, 3:] * WHITE]).round().clip(0, WHITE)
    surface.visual = ColorVisuals(surface, vertex_colors=shown.astype(np.uint8))
    return True


def _factor(material: Any) -> Levels:
    factor = getattr(material, "baseColorFactor", None)
    if factor is None:
        return np.ones(3)
    told = np.asarray(factor)
    return np.asarray(told[:3] / (WHITE if told.dtype.kind in "ui" else 1.0), dtype=float)


def _painted_by_corner(surface: Any) -> trimesh.Trimesh:
    """Colours of faces as colours of vertices: a vertex between two colours is doubled, so that neither runs over."""
    faces, told = np.asarray(surface.faces), np.asarray(surface.visual.face_colors)
    kinds, of_face = np.unique(told, axis=0, return_inverse=True)
    pairs = faces.astype(np.int64) * len(kinds) + of_face.ravel()[:, None]
    apart, corners = np.unique(pairs.ravel(), return_inverse=True)
    vertices = np.asarray(surface.vertices)[apart // len(kinds)]
    painted = trimesh.Trimesh(vertices, corners.reshape(-1, 3), process=False, metadata=surface.metadata)
    painted.visual = ColorVisuals(painted, vertex_colors=kinds[apart % len(kinds)])
    return painted
