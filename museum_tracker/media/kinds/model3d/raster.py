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
EDGE = 1e-5
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
    """A square picture of the surfaces, seen from a little to the right and above; angles in degrees."""
    side = size * 3 // 2  # drawn larger, for smooth edges
    camera = _camera(surfaces, azimuth, elevation)
    furthest = max(float(np.abs(camera.project(np.asarray(one.vertices))[:, :2]).max()) for one in surfaces) or 1.0
    camera.scale = side / 2 / (furthest * 1.06)
    frame = _Frame(side)
    for number, surface in enumerate(surfaces):
        _place(frame, number, surface, camera)
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


def _place(frame: _Frame, number: int, surface: Any, camera: _Camera) -> None:
    """Find out which triangles of a surface are the nearest at which pixels."""
    seen = camera.project(np.asarray(surface.vertices, dtype=float))
    points = np.column_stack(
        (frame.side / 2 + seen[:, 0] * camera.scale, frame.side / 2 - seen[:, 1] * camera.scale, seen[:, 2])
    )
    corners = points[np.asarray(surface.faces)]
    low = np.clip(np.floor(corners[..., :2].min(1)), 0, frame.side - 1).astype(np.int32)
    high = np.clip(np.ceil(corners[..., :2].max(1)), 0, frame.side - 1).astype(np.int32)
    widths, heights = (high - low + 1).T
    areas = widths.astype(np.int64) * heights
    planes = _planes(corners, low)
    drawable = np.nonzero(np.isfinite(planes).all(axis=1))[0]
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


def _planes(corners: Floats, low: Ints) -> Floats:
    """For each triangle how the weights of its second and third corner and its depth change over the pixels.

    Nine numbers a triangle, reckoned from the corner of its box so that single precision is enough.
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
        found: Floats = np.column_stack((right, down, start, deep)).astype(np.float32)
    return found


def _keep_nearest(
    frame: _Frame, number: int, owner: Ints, triangles: tuple[Ints, Floats], place: tuple[Ints, Ints]
) -> None:
    """Of some candidate pixels keep those inside their triangle and nearer than what was there."""
    (low, planes), (across, down) = triangles, place
    mine = planes[owner]
    one = mine[:, 0] * across + mine[:, 2] * down + mine[:, 4]
    two = mine[:, 1] * across + mine[:, 3] * down + mine[:, 5]
    inside = np.nonzero((one >= -EDGE) & (two >= -EDGE) & (one + two <= 1 + EDGE))[0]
    owner, one, two, mine = owner[inside], one[inside], two[inside], mine[inside]
    pixels = (low[owner, 1] + down[inside]) * frame.side + low[owner, 0] + across[inside]
    depth = mine[:, 8] + one * mine[:, 6] + two * mine[:, 7]
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
    smooth, flat = _normals(np.asarray(surface.vertices), faces)
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
    beside = getattr(look, "vertex_attributes", {}).get("color")
    if beside is not None and len(beside) == len(surface.vertices):
        return Paint(PLAIN, vertex=_tinted(np.asarray(beside), _rgb(factor, np.full(3, 255.0))))
    if material is not None:
        colour = factor if factor is not None else getattr(material, "main_color", None)
        unsaid = colour is None or tuple(colour[:3]) == UNSAID
        return Paint(PLAIN if unsaid else _rgb(colour, PLAIN))
    if look.kind == "vertex" and look.defined:
        return Paint(PLAIN, vertex=np.asarray(look.vertex_colors)[:, :3].astype(float))
    if look.kind == "face" and look.defined:
        return Paint(PLAIN, vertex=_from_faces(surface))
    return Paint(PLAIN)


def _tinted(colours: Any, factor: Floats) -> Floats:
    """Vertex colours that stand beside a material, as glTF has them: linear where they are fractions."""
    shown = colours[:, :3].astype(float)
    if colours.dtype.kind == "f":
        shown = np.clip(shown, 0, 1) ** (1 / 2.2) * 255
    return np.asarray(shown * (factor / 255))


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
