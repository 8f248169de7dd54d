"""How surfaces catch light: normals of vertices and faces, and where an edge is sharp."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]

CREASE = 0.85  # cosine of the angle beyond which an edge is drawn sharp; the corner of a box has 0.82
STEPS = 127  # directions closer than a step are one


def face_normals(vertices: Floats, faces: Ints) -> tuple[Floats, Floats]:
    """Normals of vertices and of faces (without scipy trimesh needs 90 s for those of 100,000 faces)."""
    flat = np.cross(vertices[faces[:, 1]] - vertices[faces[:, 0]], vertices[faces[:, 2]] - vertices[faces[:, 0]])
    sums = [np.bincount(faces.ravel(), np.repeat(flat[:, axis], 3), len(vertices)) for axis in range(3)]
    return unit(np.stack(sums, axis=1)), unit(flat)


def unit(vectors: Floats) -> Floats:
    """Directions of length one."""
    lengths: Floats = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-12
    return vectors / lengths


def crease_corners(smooth: Floats, flat: Floats, faces: Ints) -> tuple[Ints, Ints, Floats]:
    """Faces with vertices doubled at creases: the faces, of which vertex each is a copy, and the normal of each."""
    count = len(smooth)
    sharp = (smooth[faces] * flat[:, None, :]).sum(2) < CREASE
    if not sharp.any():
        return faces, np.arange(count), smooth
    face_of = np.nonzero(sharp)[0]
    steps = (flat[face_of] * STEPS).round().astype(np.int64) + STEPS
    keys = ((faces[sharp].astype(np.int64) * 256 + steps[:, 0]) * 256 + steps[:, 1]) * 256 + steps[:, 2]
    _, first, place = np.unique(keys, return_index=True, return_inverse=True)
    fresh = faces.astype(np.int64)
    fresh[sharp] = count + place.ravel()
    origin = np.concatenate([np.arange(count), faces[sharp][first]])
    return fresh, origin, np.concatenate([smooth, flat[face_of][first]])
