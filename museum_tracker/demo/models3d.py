"""3D models of invented objects: turned pieces as GLB with colours, made from the same outlines as the pictures."""

from __future__ import annotations

import json
import struct

import numpy as np

from museum_tracker.demo.shapes import SURFACES, Floats, decoration, grain, radius

RINGS, SIDES = 96, 96
FLOAT, UNSIGNED = 5126, 5125


def model(outline: str, surface: str, *, height_m: float, seed: int) -> bytes:
    """A GLB of an invented turned piece, in metres, the same for the same arguments (18,334 triangles)."""
    heights = np.linspace(0, 1, RINGS)
    angles = np.linspace(0, 2 * np.pi, SIDES, endpoint=False)
    reach = radius(outline, heights)[:, None] * height_m
    x, z = reach * np.cos(angles), reach * np.sin(angles)
    y = np.broadcast_to(heights[:, None] * height_m, x.shape)
    points = np.stack([x, y, z], -1).reshape(-1, 3).astype(np.float32)
    return _glb(points, _normals(reach, angles, height_m), _colours(heights, angles, surface, seed), _triangles())


def _normals(reach: Floats, angles: Floats, height_m: float) -> np.ndarray:
    slope = np.gradient(reach[:, 0], height_m / (RINGS - 1))[:, None]
    whole = (RINGS, SIDES)
    parts = [np.broadcast_to(part, whole) for part in (np.cos(angles), -slope, np.sin(angles))]
    out = np.stack(parts, -1)
    return (out / np.linalg.norm(out, axis=-1, keepdims=True)).reshape(-1, 3).astype(np.float32)


def _colours(heights: Floats, angles: Floats, surface: str, seed: int) -> np.ndarray:
    skin = SURFACES[surface]
    mix = decoration(heights[:, None], angles[None, :], seed)[..., None]
    shade = np.array(skin.colour) * (1 - mix) + np.array(skin.bands) * mix
    shade = shade * grain((RINGS, SIDES), skin.grain, seed)[..., None] / 255
    linear = np.clip(shade, 0, 1) ** 2.2
    return np.concatenate([linear, np.ones((RINGS, SIDES, 1))], -1).reshape(-1, 4).astype(np.float32)


def _triangles() -> np.ndarray:
    ring, side = np.mgrid[0 : RINGS - 1, 0:SIDES]
    a, b = ring * SIDES + side, ring * SIDES + (side + 1) % SIDES
    c, d = a + SIDES, b + SIDES
    skin = np.concatenate([np.stack([a, c, b], -1).reshape(-1, 3), np.stack([b, c, d], -1).reshape(-1, 3)])
    middle = np.stack([np.zeros(SIDES - 2, int), np.arange(1, SIDES - 1), np.arange(2, SIDES)], -1)
    return np.concatenate([skin, middle]).astype(np.uint32)


def _glb(points: np.ndarray, normals: np.ndarray, colours: np.ndarray, triangles: np.ndarray) -> bytes:
    blocks = [points.tobytes(), normals.tobytes(), colours.tobytes(), triangles.tobytes()]
    starts = np.cumsum([0, *map(len, blocks)])
    places = zip(starts, blocks, strict=False)
    views = [{"buffer": 0, "byteOffset": int(at), "byteLength": len(block)} for at, block in places]
    lows, highs = points.min(0).tolist(), points.max(0).tolist()
    accessors = [
        {"bufferView": 0, "componentType": FLOAT, "count": len(points), "type": "VEC3", "min": lows, "max": highs},
        {"bufferView": 1, "componentType": FLOAT, "count": len(points), "type": "VEC3"},
        {"bufferView": 2, "componentType": FLOAT, "count": len(points), "type": "VEC4"},
        {"bufferView": 3, "componentType": UNSIGNED, "count": triangles.size, "type": "SCALAR"},
    ]
    primitive = {"attributes": {"POSITION": 0, "NORMAL": 1, "COLOR_0": 2}, "indices": 3, "material": 0}
    look = {"pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.6}, "doubleSided": True}
    document = {
        "asset": {"version": "2.0", "generator": "Museum Tracker demo"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "minh-hoa"}],
        "meshes": [{"primitives": [primitive]}],
        "materials": [look],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": int(starts[-1])}],
    }
    text = json.dumps(document).encode()
    text += b" " * (-len(text) % 4)
    data = b"".join(blocks)
    parts = struct.pack("<II", len(text), 0x4E4F534A) + text + struct.pack("<II", len(data), 0x004E4942) + data
    return struct.pack("<4sII", b"glTF", 2, 12 + len(parts)) + parts
