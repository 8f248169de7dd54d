"""A scan of 1.3 million triangles from the stored file to all its copies, against the bare library calls it needs.

    python -m tests.bench.bench_models --triangles 1300000

Ours is the worker's child process: facts, the light web model, the poster and two thumbnails. The bare side loads and
measures the mesh with trimesh, writes it as GLB and lets gltfpack simplify that, in a process of its own.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import tempfile
from pathlib import Path

import numpy as np

from museum_tracker.media.kinds.base import Limits
from tests.bench.measuring import run_child, table

GOAL = 2.0
MEMORY_GOAL = 1024
FORMATS = ("stl", "ply", "glb")
BARE = """
import sys, trimesh
from museum_tracker.media.kinds.model3d.pack import simplify
scene = trimesh.load_scene(sys.argv[1])
for mesh in scene.geometry.values():
    mesh.is_watertight, mesh.volume, mesh.area, mesh.extents
faces = sum(len(mesh.faces) for mesh in scene.geometry.values())
simplify(scene.export(file_type="glb"), keep=min(1.0, 200_000 / faces), kept_in=sys.argv[2])
"""
MAKE = """
import sys, numpy, trimesh
data = numpy.load(sys.argv[1])
mesh = trimesh.Trimesh(data["vertices"], data["faces"], process=False)
for path in sys.argv[2:]:
    mesh.export(path)
"""


def scan(triangles: int) -> tuple[np.ndarray, np.ndarray]:
    """A closed, bumpy pot: vertices and faces."""
    side = max(int((triangles / 2) ** 0.5), 4)
    turn, rise = np.meshgrid(np.arange(side), np.arange(1, side))
    angle, height = turn * (2 * np.pi / side), rise * (np.pi / side)
    bumps = 1 + 0.05 * np.sin(9 * angle) * np.sin(13 * height) + np.random.default_rng(74).normal(0, 1e-4, angle.shape)
    ring = np.stack([np.cos(angle) * np.sin(height), np.sin(angle) * np.sin(height), np.cos(height)], -1)
    vertices = np.vstack([(ring * bumps[..., None]).reshape(-1, 3), [[0, 0, 1], [0, 0, -1]]])
    here = (turn + (rise - 1) * side)[:-1].ravel()
    beside = ((turn + 1) % side + (rise - 1) * side)[:-1].ravel()
    quads = [np.stack([here, here + side, beside], -1), np.stack([beside, here + side, beside + side], -1)]
    first, last, top = np.arange(side), np.arange(side) + (side - 2) * side, len(vertices) - 2
    caps = [
        np.stack([np.full(side, top), first, np.roll(first, -1)], -1),
        np.stack([np.full(side, top + 1), np.roll(last, -1), last], -1),
    ]
    return vertices, np.vstack(quads + caps)


def run(triangles: int, formats: tuple[str, ...] = FORMATS) -> dict[str, float]:
    """Print both sides for each format; answer the ratios."""
    ratios = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        vertices, faces = scan(triangles)
        np.savez(folder / "scan.npz", vertices=vertices, faces=faces)
        paths = {one: folder / f"scan.{one}" for one in formats}
        run_child("-c", MAKE, str(folder / "scan.npz"), *map(str, paths.values()))
        limits = json.dumps(dataclasses.asdict(Limits(cache=str(folder))))
        rows: list[tuple[object, ...]] = []
        for one, path in paths.items():
            out = folder / f"out-{one}"
            out.mkdir()
            bare = run_child("-c", BARE, str(path), str(folder))
            ours = run_child("-m", "museum_tracker.media.convert_file", str(path), one, str(out), limits)
            ratios[one] = ours.cpu / bare.cpu
            sides = [f"{side.cpu:.1f} s, {side.peak_mib:.0f} MiB" for side in (ours, bare)]
            rows.append((one, *sides, f"{ratios[one]:.2f}"))
            told = json.loads((out / "result.json").read_text(encoding="utf-8"))
            assert "converted" in told, told
    table((f"{len(faces):,} triangles", "all copies", "bare calls", "ratio"), rows)
    print(f"goal: {GOAL} times the bare calls, {MEMORY_GOAL} MiB")
    return ratios


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triangles", type=int, default=1_300_000)
    run(parser.parse_args(arguments).triangles)


if __name__ == "__main__":
    main()
