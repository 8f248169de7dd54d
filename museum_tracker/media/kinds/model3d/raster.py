"""Draw a model's picture with numpy alone: no display, no graphics driver, the same on every computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

GROUND = (244, 242, 237)
PLAIN = np.array([196.0, 192.0, 184.0])
LIGHT = np.array([0.4, 0.7, 0.8]) / np.linalg.norm([0.4, 0.7, 0.8])
AMBIENT, DIFFUSE = 0.38, 0.72
CREASE = 0.8  # cosine of the angle beyond which an edge is drawn sharp
UNSAID = (102, 102, 102)  # what trimesh answers for a material that names no colour
BATCH_PIXELS, BATCH_FACES = 2_000_000, 200_000
TEXTURE_LONGEST = 2048


@dataclass
class Paint:
    """How a surface is coloured: by a texture, per vertex, or plainly."""

    plain: Floats
    vertex: Floats | None = None
    uv: Floats | None = None
    texture: NDArray[np.uint8] | None = None

    def colours(self, corners: Ints, weights: Floats) -> Floats:
        """RGB (0–255) of pixels, given the three corners each lies between and their weights."""
        if self.uv is not None and self.texture is not None:
            places = (self.uv[corners] * weights).sum(1) % 1
            height, width, _ = self.texture.shape
            rows = np.clip(((1 - places[:, 1]) * height).astype(int), 0, height - 1)
            columns = np.clip((places[:, 0] * width).astype(int), 0, width - 1)
            return self.texture[rows, columns] * (self.plain / 255)
        if self.vertex is not None:
            return (self.vertex[corners] * weights).sum(1)
        return np.broadcast_to(self.plain, (len(corners), 3))


class _Frame:
    """The picture being drawn, with the depth of each pixel."""

    def __init__(self, side: int) -> None:
        self.side = side
        self.depth = np.full(side * side, -np.inf, dtype=np.float32)
        self.colour = np.tile(np.array(GROUND, np.uint8), (side * side, 1))


@dataclass
class _Batch:
    """Some triangles of one surface: their corners' numbers, places in the picture, normals and paint."""

    faces: Ints
    corners: Floats
    smooth: Floats
    flat: Floats
    paint: Paint


@dataclass
class _Camera:
    """Where the model is looked at from."""

    centre: Floats
    turn: Floats
    distance: float
    scale: float = 1.0

    def project(self, points: Floats) -> Floats:
        """Points as seen: x, y (relative to the middle) and depth towards the viewer."""
        seen = (points - self.centre) @ self.turn.T
        seen[:, :2] *= (self.distance / (self.distance - seen[:, 2]))[:, None]
        return seen


def render(surfaces: list[Any], *, size: int = 800, azimuth: float = 30, elevation: float = 18) -> Image.Image:
    """A square picture of the surfaces, seen from a little to the right and above; angles in degrees."""
    side = size * 2 if size <= 1024 else size  # drawn at twice the size, for smooth edges
    camera = _camera(surfaces, azimuth, elevation)
    furthest = max(float(np.abs(camera.project(np.asarray(one.vertices))[:, :2]).max()) for one in surfaces) or 1.0
    camera.scale = side / 2 / (furthest * 1.06)
    frame = _Frame(side)
    for surface in surfaces:
        _draw(frame, surface, camera)
    picture = Image.fromarray(frame.colour.reshape(side, side, 3))
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _camera(surfaces: list[Any], azimuth: float, elevation: float) -> _Camera:
    corners = np.array([surface.bounds for surface in surfaces])
    low, high = corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
    radius = float(np.linalg.norm(high - low)) / 2 or 1.0
    around, above = np.radians(azimuth), np.radians(elevation)
    towards = np.array([np.sin(around) * np.cos(above), np.sin(above), np.cos(around) * np.cos(above)])
    right = np.cross([0, 1, 0], towards)
    right /= np.linalg.norm(right)
    return _Camera((low + high) / 2, np.array([right, np.cross(towards, right), towards]), 3.2 * radius)


def _draw(frame: _Frame, surface: Any, camera: _Camera) -> None:
    seen = camera.project(np.asarray(surface.vertices, dtype=float))
    points = np.empty_like(seen)
    points[:, 0] = frame.side / 2 + seen[:, 0] * camera.scale
    points[:, 1] = frame.side / 2 - seen[:, 1] * camera.scale
    points[:, 2] = seen[:, 2]
    faces = np.asarray(surface.faces)
    smooth, flat = (normals @ camera.turn.T for normals in _normals(np.asarray(surface.vertices), faces))
    paint = paint_of(surface)
    corners = points[faces]
    left, top = (np.clip(np.floor(corners[..., axis].min(1)), 0, frame.side - 1).astype(int) for axis in (0, 1))
    right, foot = (np.clip(np.ceil(corners[..., axis].max(1)), 0, frame.side - 1).astype(int) for axis in (0, 1))
    widths, heights = right - left + 1, foot - top + 1
    areas = widths * heights
    drawable = np.nonzero(np.abs(_cross(corners)) > 1e-12)[0]
    order = drawable[np.argsort(areas[drawable])]
    begin = 0
    while begin < len(order):
        reach = np.cumsum(areas[order[begin : begin + BATCH_FACES]])
        end = begin + max(1, int(np.searchsorted(reach, BATCH_PIXELS)))
        batch = order[begin:end]
        begin = end
        owner = np.repeat(np.arange(len(batch)), areas[batch])
        step = np.arange(len(owner)) - np.repeat(np.cumsum(areas[batch]) - areas[batch], areas[batch])
        x = left[batch][owner] + step % widths[batch][owner]
        y = top[batch][owner] + step // widths[batch][owner]
        _fill(frame, _Batch(faces[batch], corners[batch], smooth, flat[batch], paint), owner, x, y)


def _fill(frame: _Frame, batch: _Batch, owner: Ints, x: Ints, y: Ints) -> None:
    """Colour the pixels of a batch of triangles that lie inside them and nearer than what was drawn before."""
    weights = _weights(batch.corners[owner], x + 0.5, y + 0.5)
    inside = (weights >= -1e-6).all(axis=1)
    owner, weights, pixels = owner[inside], weights[inside], (y * frame.side + x)[inside]
    depth = (weights * batch.corners[owner, :, 2]).sum(1)
    nearer = depth > frame.depth[pixels]
    owner, weights, pixels, depth = owner[nearer], weights[nearer], pixels[nearer], depth[nearer]
    order = np.argsort(depth, kind="stable")  # of several at one pixel the last written, the nearest, stays
    last = np.full(frame.side * frame.side, -1)
    last[pixels[order]] = order
    keep = last[last >= 0]
    owner, weights, pixels = owner[keep], weights[keep], pixels[keep]
    frame.depth[pixels] = depth[keep]
    three = batch.faces[owner]
    spread = weights[..., None]
    shade = _shade(batch.smooth[three], batch.flat[owner], spread)
    frame.colour[pixels] = np.clip(batch.paint.colours(three, spread) * shade[:, None], 0, 255).astype(np.uint8)


def _shade(smooth: Floats, flat: Floats, spread: Floats) -> Floats:
    """Brightness of pixels: smooth over curved surfaces, flat at corners sharper than a crease."""
    across = flat[:, None, :]
    crease = (smooth * across).sum(2, keepdims=True) < CREASE
    facing = (np.where(crease, across, smooth) * spread).sum(1)
    facing /= np.linalg.norm(facing, axis=1, keepdims=True) + 1e-12
    facing *= np.sign(facing[:, 2:3] + 1e-9)
    shade: Floats = AMBIENT + DIFFUSE * np.clip(facing @ LIGHT, 0, 1)
    return shade


def _cross(corners: Floats) -> Floats:
    first, second, third = corners[:, 0], corners[:, 1], corners[:, 2]
    across: Floats = (second[:, 0] - first[:, 0]) * (third[:, 1] - first[:, 1]) - (third[:, 0] - first[:, 0]) * (
        second[:, 1] - first[:, 1]
    )
    return across


def _weights(corners: Floats, x: Floats, y: Floats) -> Floats:
    """Barycentric weights of points in their triangles."""
    across = _cross(corners)
    first, second, third = corners[:, 0], corners[:, 1], corners[:, 2]
    one = ((x - first[:, 0]) * (third[:, 1] - first[:, 1]) - (third[:, 0] - first[:, 0]) * (y - first[:, 1])) / across
    two = ((second[:, 0] - first[:, 0]) * (y - first[:, 1]) - (x - first[:, 0]) * (second[:, 1] - first[:, 1])) / across
    return np.stack([1 - one - two, one, two], axis=1)


def _normals(vertices: Floats, faces: Ints) -> tuple[Floats, Floats]:
    """Normals of vertices and of faces (without scipy trimesh needs 90 s for those of 100,000 faces)."""
    flat = np.cross(vertices[faces[:, 1]] - vertices[faces[:, 0]], vertices[faces[:, 2]] - vertices[faces[:, 0]])
    sums = [np.bincount(faces.ravel(), np.repeat(flat[:, axis], 3), len(vertices)) for axis in range(3)]
    return _unit(np.stack(sums, axis=1)), _unit(flat)


def _unit(vectors: Floats) -> Floats:
    lengths: Floats = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-12
    return vectors / lengths


def paint_of(surface: Any) -> Paint:
    """How trimesh says that a surface is coloured."""
    look = surface.visual
    material = getattr(look, "material", None)
    factor = getattr(material, "baseColorFactor", None)
    picture = getattr(material, "baseColorTexture", None)
    picture = getattr(material, "image", None) if picture is None else picture
    uv = getattr(look, "uv", None)
    if picture is not None and uv is not None and len(uv) == len(surface.vertices):
        texture = picture.convert("RGB")
        texture.thumbnail((TEXTURE_LONGEST, TEXTURE_LONGEST))
        return Paint(_rgb(factor, np.full(3, 255.0)), uv=np.asarray(uv), texture=np.asarray(texture))
    if material is not None:
        colour = factor if factor is not None else getattr(material, "main_color", None)
        unsaid = colour is None or tuple(colour[:3]) == UNSAID
        return Paint(PLAIN if unsaid else _rgb(colour, PLAIN))
    if look.kind == "vertex" and look.defined:
        return Paint(PLAIN, vertex=np.asarray(look.vertex_colors)[:, :3].astype(float))
    if look.kind == "face" and look.defined:
        return Paint(PLAIN, vertex=_from_faces(surface))
    return Paint(PLAIN)


def _rgb(colour: Any, default: Floats) -> Floats:
    if colour is None:
        return default
    values = np.asarray(colour, dtype=float)[:3]
    return values if np.asarray(colour).dtype.kind in "ui" or values.max() > 1.01 else values * 255


def _from_faces(surface: Any) -> Floats:
    """Vertex colours as the average of the faces around."""
    faces = np.asarray(surface.faces)
    colours = np.asarray(surface.visual.face_colors)[:, :3].astype(float)
    count = np.maximum(np.bincount(faces.ravel(), minlength=len(surface.vertices)), 1)
    sums = [
        np.bincount(faces.ravel(), np.repeat(colours[:, axis], 3), len(surface.vertices)) / count for axis in range(3)
    ]
    return np.stack(sums, axis=1)
