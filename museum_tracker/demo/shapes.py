"""Shapes of invented objects: outlines of turned pieces, from which both pictures and 3D models are made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[Any]

# Radius at heights from foot (0) to rim (1), as shares of the height.
OUTLINES: dict[str, tuple[tuple[float, float], ...]] = {
    "jar": ((0, 0.21), (0.06, 0.2), (0.3, 0.34), (0.55, 0.42), (0.78, 0.33), (0.9, 0.18), (0.95, 0.19), (1, 0.22)),
    "vase": ((0, 0.16), (0.1, 0.15), (0.4, 0.26), (0.62, 0.24), (0.78, 0.1), (0.92, 0.11), (1, 0.17)),
    "bowl": ((0, 0.3), (0.08, 0.3), (0.14, 0.34), (0.45, 0.72), (0.8, 0.95), (1, 1.02)),
    "dish": ((0, 0.8), (0.2, 0.85), (0.4, 1.6), (0.75, 2.2), (1, 2.4)),
    "drum": ((0, 0.62), (0.18, 0.52), (0.45, 0.44), (0.6, 0.46), (0.72, 0.6), (0.88, 0.64), (0.97, 0.58), (1, 0.58)),
    "bell": ((0, 0.36), (0.05, 0.35), (0.4, 0.29), (0.75, 0.25), (0.9, 0.16), (0.96, 0.06), (1, 0.05)),
    "lime_pot": ((0, 0.3), (0.08, 0.34), (0.35, 0.46), (0.6, 0.44), (0.82, 0.24), (0.9, 0.1), (1, 0.08)),
    "incense": ((0, 0.4), (0.06, 0.42), (0.12, 0.3), (0.3, 0.42), (0.6, 0.46), (0.8, 0.34), (0.9, 0.4), (1, 0.42)),
    "kettle": ((0, 0.34), (0.05, 0.36), (0.4, 0.48), (0.7, 0.4), (0.86, 0.14), (0.94, 0.1), (1, 0.04)),
}


@dataclass(frozen=True)
class Surface:
    """How the skin of an object looks: its colour, bands drawn around it, gloss and grain."""

    colour: tuple[int, int, int]
    bands: tuple[int, int, int]
    gloss: float
    grain: float


SURFACES: dict[str, Surface] = {
    "celadon": Surface((138, 160, 138), (98, 122, 104), 0.55, 0.02),
    "brown_glaze": Surface((116, 76, 48), (70, 42, 28), 0.5, 0.03),
    "white_blue": Surface((222, 222, 212), (60, 84, 140), 0.6, 0.015),
    "terracotta": Surface((176, 108, 74), (140, 80, 54), 0.08, 0.06),
    "stoneware": Surface((104, 96, 88), (74, 66, 60), 0.2, 0.05),
    "bronze": Surface((86, 116, 96), (58, 82, 72), 0.3, 0.07),
    "brass": Surface((178, 142, 70), (132, 100, 44), 0.65, 0.03),
    "iron": Surface((92, 84, 80), (66, 52, 44), 0.15, 0.09),
    "wood": Surface((128, 88, 56), (88, 58, 36), 0.12, 0.08),
}


def radius(outline: str, heights: Floats) -> Floats:
    """Radius of a turned piece at each height (0 foot, 1 rim), smoothed between the given points."""
    points = np.array(OUTLINES[outline])
    smooth = np.linspace(0, 1, 200)
    rough = np.interp(smooth, points[:, 0], points[:, 1])
    kernel = np.hanning(33) / np.hanning(33).sum()
    padded = np.pad(rough, 16, mode="reflect", reflect_type="odd")
    return np.asarray(np.interp(heights, smooth, np.convolve(padded, kernel, mode="valid")))


def decoration(heights: Floats, angles: Floats, seed: int) -> Floats:
    """How much of the band colour each point of the skin shows (0..1): rings, waves and a frieze, varied by seed."""
    random = np.random.default_rng(seed)
    shown = np.zeros(np.broadcast(heights, angles).shape)
    for _ in range(random.integers(2, 5)):
        at, width = random.uniform(0.1, 0.9), random.uniform(0.004, 0.02)
        shown = np.maximum(shown, np.exp(-(((heights - at) / width) ** 2)))
    at, petals, swing = random.uniform(0.35, 0.65), int(random.integers(5, 16)), random.uniform(0.01, 0.05)
    wave = at + swing * np.sin(angles * petals)
    shown = np.maximum(shown, np.exp(-(((heights - wave) / 0.012) ** 2)))
    frieze = (np.abs(heights - random.uniform(0.25, 0.75)) < 0.05) * (np.sin(angles * petals * 2) > 0.35)
    return np.asarray(np.clip(np.maximum(shown, frieze * 0.8), 0, 1))


@cache
def _noise() -> Floats:
    random = np.random.default_rng(74)
    fine = random.normal(0, 1, (768, 768))
    small = Image.fromarray(random.normal(0, 1, (48, 48)).astype(np.float32))
    coarse = np.asarray(small.resize((768, 768), Image.Resampling.BICUBIC), dtype=np.float64)
    return np.asarray((fine * 0.6 + coarse * 1.4).astype(np.float32))


def grain(shape: tuple[int, ...], strength: float, seed: int) -> Floats:
    """Fine unevenness of a surface around 1, as clay and patina have it; one noise, shifted by seed."""
    shifted = np.roll(_noise(), (seed * 97 % 768, seed * 131 % 768), (0, 1))
    times = (shape[0] // 768 + 1, shape[1] // 768 + 1)
    return np.asarray(1 + strength * np.tile(shifted, times)[: shape[0], : shape[1]])
