"""Draw a model's picture with numpy alone: no display, no graphics driver, the same on every computer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from museum_tracker.media.kinds.model3d.limits import TooMuchOverlap
from museum_tracker.media.kinds.model3d.shading import CREASE, face_normals
from museum_tracker.media.kinds.model3d.surfaces import CLAY, to_shown

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

GROUND = (244, 242, 237)
PLAIN = np.array(CLAY, dtype=float)
LIGHT = np.array([0.4, 0.7, 0.8]) / np.linalg.norm([0.4, 0.7, 0.8])
AMBIENT, DIFFUSE = 0.38, 0.72
EDGE = 1e-5
MOST_WORK = 200_000_000  # pixels looked at in all; layers of large triangles are drawn smaller
SMALLEST_SIDE = 200
SAMPLE = 20_000
BATCH_PIXELS, BATCH_FACES = 1_000_000, 200_000
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
    """The picture being drawn: for each pixel how near, which triangle of which surface, and where within it."""

    def __init__(self, side: int) -> None:
        self.side = side
        self.depth = np.full(side * side, -np.inf, dtype=np.float32)
        self.surface = np.full(side * side, -1, dtype=np.int32)
        self.face = np.zeros(side * side, dtype=np.int32)
        self.within = np.zeros((side * side, 2), dtype=np.float32)


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
    """A square picture of the surfaces, seen from a little to the right and above; angles in degrees.

    Raises:
        TooMuchOverlap
    """
    side = size * 3 // 2  # drawn larger, for smooth edges
    camera = _camera(surfaces, azimuth, elevation)
    seen = [camera.project(np.asarray(one.vertices, dtype=float)) for one in surfaces]
    furthest = max(float(np.abs(points[:, :2]).max()) for points in seen) or 1.0
    camera.scale = side / 2 / (furthest * 1.06)
    work = sum(_work(points, np.asarray(one.faces), camera.scale) for points, one in zip(seen, surfaces, strict=True))
    if work > MOST_WORK:
        side, larger = int(side * (MOST_WORK / work) ** 0.5), side
        if side < SMALLEST_SIDE:
            raise TooMuchOverlap
        camera.scale *= side / larger
    frame = _Frame(side)
    for number, surface in enumerate(surfaces):
        _place(frame, number, np.asarray(surface.faces), seen[number], camera.scale)
    colour = np.tile(np.array(GROUND, np.uint8), (side * side, 1))
    for number, surface in enumerate(surfaces):
        _colour(colour, frame, number, surface, camera)
    return Image.fromarray(colour.reshape(side, side, 3)).resize((size, size), Image.Resampling.LANCZOS)


def _camera(surfaces: list[Any], azimuth: float, elevation: float) -> _Camera:
    corners = np.array([surface.bounds for surface in surfaces])
    low, high = corners[:, 0].min(axis=0), corners[:, 1].max(axis=0)
    radius = float(np.linalg.norm(high - low)) / 2 or 1.0
    around, above = np.radians(azimuth), np.radians(elevation)
    towards = np.array([np.sin(around) * np.cos(above), np.sin(above), np.cos(around) * np.cos(above)])
    right = np.cross([0, 1, 0], towards)
    right /= np.linalg.norm(right)
    return _Camera((low + high) / 2, np.array([right, np.cross(towards, right), towards]), 3.2 * radius)


def _work(seen: Floats, faces: Ints, scale: float) -> float:
    """About how many pixels the boxes around a surface's triangles hold."""
    some = faces[:: len(faces) // SAMPLE + 1]
    sides = np.ptp(seen[some][..., :2] * scale, axis=1)
    return float((sides[:, 0] * sides[:, 1]).mean()) * len(faces)


def _place(frame: _Frame, number: int, faces: Ints, seen: Floats, scale: float) -> None:
    """Find out which triangles of a surface are the nearest at which pixels."""
    points = np.column_stack((frame.side / 2 + seen[:, 0] * scale, frame.side / 2 - seen[:, 1] * scale, seen[:, 2]))
    corners = points[faces]
    low = np.clip(np.floor(corners[..., :2].min(1)), 0, frame.side - 1).astype(np.int32)
    high = np.clip(np.ceil(corners[..., :2].max(1)), 0, frame.side - 1).astype(np.int32)
    widths, heights = (high - low + 1).T
    areas = widths.astype(np.int64) * heights
    planes = _planes(corners, low)
    drawable = np.nonzero(np.isfinite(planes[0]).all(axis=1) & np.isfinite(planes[1]).all(axis=1))[0]
    order = drawable[np.argsort(areas[drawable], kind="stable")]
    begin = 0
    while begin < len(order):
        reach = np.cumsum(areas[order[begin : begin + BATCH_FACES]])
        batch = order[begin : begin + max(1, int(np.searchsorted(reach, BATCH_PIXELS)))]
        begin += len(batch)
        owner = np.repeat(batch.astype(np.int32), areas[batch])
        step = (np.arange(len(owner)) - np.repeat(np.cumsum(areas[batch]) - areas[batch], areas[batch])).astype(
            np.int32
        )
        down, across = np.divmod(step, widths[owner])
        _keep_nearest(frame, number, owner, (low, planes), (across, down))


def _planes(corners: Floats, low: Ints) -> tuple[Floats, Floats]:
    """For each triangle how the weights of its second and third corner change over the pixels, and its depth with them.

    Six and three numbers a triangle, reckoned from the corner of its box so that single precision is enough.
    """
    first, second, third = corners[:, 0], corners[:, 1], corners[:, 2]
    one, two = second - first, third - first
    area = one[:, 0] * two[:, 1] - two[:, 0] * one[:, 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        right = np.column_stack((two[:, 1], -one[:, 1])) / area[:, None]
        down = np.column_stack((-two[:, 0], one[:, 0])) / area[:, None]
        x, y = (first[:, :2] - low - 0.5).T
        start = -right * x[:, None] - down * y[:, None]
        deep = np.column_stack((one[:, 2], two[:, 2], first[:, 2]))
        weights: Floats = np.column_stack((right, down, start)).astype(np.float32)
    return weights, deep.astype(np.float32)


def _keep_nearest(
    frame: _Frame, number: int, owner: Ints, triangles: tuple[Ints, tuple[Floats, Floats]], place: tuple[Ints, Ints]
) -> None:
    """Of some candidate pixels keep those inside their triangle and nearer than what was there."""
    (low, (weights, deep)), (across, down) = triangles, place
    mine = weights[owner]
    one = mine[:, 0] * across + mine[:, 2] * down + mine[:, 4]
    two = mine[:, 1] * across + mine[:, 3] * down + mine[:, 5]
    inside = np.nonzero((one >= -EDGE) & (two >= -EDGE) & (one + two <= 1 + EDGE))[0]
    owner, one, two = owner[inside], one[inside], two[inside]
    pixels = (low[owner, 1] + down[inside]) * frame.side + low[owner, 0] + across[inside]
    far = deep[owner]
    depth = far[:, 2] + one * far[:, 0] + two * far[:, 1]
    nearer = np.nonzero(depth > frame.depth[pixels])[0]
    nearer = nearer[np.argsort(depth[nearer], kind="stable")]  # of several at one pixel the last written stays
    pixels = pixels[nearer]
    frame.depth[pixels] = depth[nearer]
    frame.surface[pixels] = number
    frame.face[pixels] = owner[nearer]
    frame.within[pixels, 0] = one[nearer]
    frame.within[pixels, 1] = two[nearer]


def _colour(colour: NDArray[np.uint8], frame: _Frame, number: int, surface: Any, camera: _Camera) -> None:
    """Paint the pixels at which a surface is the nearest."""
    pixels = np.nonzero(frame.surface == number)[0]
    if not len(pixels):
        return
    faces = np.asarray(surface.faces)
    smooth, flat = face_normals(np.asarray(surface.vertices), faces)
    owner = frame.face[pixels]
    three = faces[owner]
    within = frame.within[pixels]
    spread = np.column_stack((1 - within.sum(1), within))[..., None]
    turn = camera.turn.T.astype(np.float32)
    shade = _shade(smooth.astype(np.float32)[three] @ turn, flat.astype(np.float32)[owner] @ turn, spread)
    painted = paint_of(surface).colours(three, spread) * shade[:, None]
    colour[pixels] = np.clip(painted, 0, 255).astype(np.uint8)


def _shade(smooth: Floats, flat: Floats, spread: Floats) -> Floats:
    """Brightness of pixels: smooth over curved surfaces, flat at corners sharper than a crease."""
    across = flat[:, None, :]
    crease = (smooth * across).sum(2, keepdims=True) < CREASE
    facing = (np.where(crease, across, smooth) * spread).sum(1)
    facing /= np.linalg.norm(facing, axis=1, keepdims=True) + 1e-12
    facing *= np.sign(facing[:, 2:3] + 1e-9)
    shade: Floats = AMBIENT + DIFFUSE * np.clip(facing @ LIGHT, 0, 1)
    return shade


def paint_of(surface: Any) -> Paint:
    """How a surface is coloured, as `surfaces.settle` has left it: factors are shares of light."""
    look = surface.visual
    material = getattr(look, "material", None)
    factor = getattr(material, "baseColorFactor", None)
    tint = None if factor is None else _shown_factor(factor)
    picture = getattr(material, "baseColorTexture", None)
    uv = getattr(look, "uv", None)
    if picture is not None and uv is not None and len(uv) == len(surface.vertices):
        texture = picture.convert("RGB")
        texture.thumbnail((TEXTURE_LONGEST, TEXTURE_LONGEST))
        return Paint(np.full(3, 255.0) if tint is None else tint, uv=np.asarray(uv), texture=np.asarray(texture))
    if material is not None:
        return Paint(PLAIN if tint is None else tint)
    if look.kind == "vertex" and look.defined:
        return Paint(PLAIN, vertex=np.asarray(look.vertex_colors)[:, :3].astype(float))
    return Paint(PLAIN)


def _shown_factor(factor: Any) -> Floats:
    told = np.asarray(factor)
    return to_shown(told[:3] / (255 if told.dtype.kind in "ui" else 1.0))
