"""Measure what a reviewer looks for: sharpness and clipped tones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GRID = 4
BLACK, WHITE = 2, 253

Grey = NDArray[np.uint8]


def sharpness(grey: Grey) -> tuple[float, float]:
    """Variance of the Laplacian of the whole picture, and of its sharpest sixteenth.

    Objects stand on plain paper: the sharpest part tells focus better than the whole.
    """
    levels = grey.astype(np.float32)
    if min(levels.shape) < 3:
        return 0.0, 0.0
    edges = levels[:-2, 1:-1] + levels[2:, 1:-1] + levels[1:-1, :-2] + levels[1:-1, 2:] - 4 * levels[1:-1, 1:-1]
    cells = [cell for row in np.array_split(edges, GRID) for cell in np.array_split(row, GRID, axis=1) if cell.size]
    return round(float(edges.var()), 1), round(max(float(cell.var()) for cell in cells), 1)


def clipping(grey: Grey) -> tuple[float, float]:
    """Shares (0–1) of the picture that are pure black and pure white, where nothing can be seen any more."""
    if not grey.size:
        return 0.0, 0.0
    dark = float(np.count_nonzero(grey <= BLACK)) / grey.size
    light = float(np.count_nonzero(grey >= WHITE)) / grey.size
    return round(dark, 4), round(light, 4)
