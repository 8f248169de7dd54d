"""A large photograph from the stored original to ready, and the tiles it is looked at in, against bare libvips.

    python -m tests.bench.bench_pictures --megapixels 100

Ours reads the original back for its SHA-256, measures it and makes the pyramid, the web copy and two thumbnails, as
the worker's child process does; bare libvips writes the pyramid alone; Pillow makes one web copy, for its memory.
Tiles are asked for as a signed-in reader does; on the other side a bare Flask application lets libvips cut and encode
the same tiles. iipsrv (C++) is not among the tests' tools: its numbers are in performance.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import tempfile
import time
from pathlib import Path

import pyvips
from flask import Flask
from PIL import Image

from museum_tracker import create_app
from museum_tracker.media.kinds.base import Limits
from museum_tracker.media.kinds.image.pyramid import Level, levels_of, read_tile
from museum_tracker.media.preparing import RECIPE
from museum_tracker.media.staging import hash_file
from museum_tracker.media.storage import derived_key
from museum_tracker.media.stores import storage_of
from tests.bench.bench_search import sign_in
from tests.bench.measuring import medians, milliseconds, run_child, table
from tests.bench.museum import temporary_museum

GOAL = 1.6
MEMORY_GOAL = 0.2
TILES_GOAL = 2.0
BARE = """
import sys, pyvips
picture = pyvips.Image.new_from_file(sys.argv[1], access="sequential")
picture.tiffsave(sys.argv[2], tile=True, tile_width=512, tile_height=512, pyramid=True, compression="jpeg", Q=88,
                 bigtiff=True)
"""
PILLOW = """
import sys
from PIL import Image
Image.MAX_IMAGE_PIXELS = None
with Image.open(sys.argv[1]) as picture:
    picture.thumbnail((2048, 2048))
    picture.save(sys.argv[2], quality=85)
"""


def make_master(path: Path, megapixels: float) -> Path:
    """A photograph of noise over soft shapes, uncompressed as masters are."""
    side = max(int((megapixels * 1_000_000) ** 0.5), 64)
    soft = pyvips.Image.gaussnoise(side // 32, side // 32, mean=120, sigma=60).resize(32)
    grain = pyvips.Image.gaussnoise(soft.width, soft.height, mean=0, sigma=6)
    bands = (soft + grain).bandjoin([soft * 0.9 + grain, soft * 0.7 + grain])
    bands.cast("uchar").copy(interpretation="srgb").tiffsave(str(path), bigtiff=True)
    return path


def compare_master(master: Path, folder: Path, turns: int) -> Path:
    """Print the median of what each way costs, taken in turns; answer our pyramid."""
    out = folder / "ours"
    out.mkdir()
    limits = json.dumps(dataclasses.asdict(Limits()))
    environ = {"VIPS_CONCURRENCY": "2", "MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1"}
    start = time.perf_counter(), time.process_time()
    hash_file(master)
    hashing = time.perf_counter() - start[0], time.process_time() - start[1]
    convert = ("-m", "museum_tracker.media.convert_file", str(master), "tiff", str(out), limits)
    alone = ("-c", BARE, str(master), str(folder / "bare.tif"))
    copied = ("-c", PILLOW, str(master), str(folder / "pillow.jpg"))
    runs = [[run_child(*side, environ=environ) for side in (convert, alone, copied)] for _ in range(turns)]
    ours, bare, pillow = (sorted(side, key=lambda run: run.cpu)[turns // 2] for side in zip(*runs, strict=True))
    wall, cpu = ours.wall + hashing[0], ours.cpu + hashing[1]
    rows = [("original to ready", f"{cpu:.2f} s", f"{wall:.2f} s", f"{ours.peak_mib:.0f} MiB")]
    rows += [
        (name, f"{one.cpu:.2f} s", f"{one.wall:.2f} s", f"{one.peak_mib:.0f} MiB")
        for name, one in (("libvips, pyramid alone", bare), ("Pillow, one web copy", pillow))
    ]
    table(("", "cpu", "clock", "peak memory"), rows)
    print(f"to ready / bare pyramid: {cpu / bare.cpu:.2f} by cpu, {wall / bare.wall:.2f} by clock (goal {GOAL})")
    print(f"memory / Pillow's: {ours.peak_mib / pillow.peak_mib:.2f} (goal {MEMORY_GOAL})")
    return out / "pyramid-1.tif"


def cut_by_libvips(path: Path, level: Level, place: int, column: int, row: int) -> pyvips.Image:
    """The same tile, decoded by libvips; `place` counts the levels from the largest."""
    page = pyvips.Image.new_from_file(str(path), page=place)
    left, top = column * level.tile, row * level.tile
    return page.crop(left, top, min(level.tile, page.width - left), min(level.tile, page.height - top))


def compare_tiles(pyramid: Path, rounds: int) -> float:
    """Print the time of an inner tile on both sides and whether their pictures are the same."""
    levels = levels_of(pyramid)
    level = levels[-1]
    column, row = level.columns // 2, level.rows // 2
    jpeg = read_tile(pyramid, level, column, row)
    assert jpeg is not None
    theirs = cut_by_libvips(pyramid, level, 0, column, row)
    same = (pyvips.Image.new_from_buffer(jpeg, "") - theirs).abs().max() == 0
    bare = Flask("tiles")
    bare.add_url_rule("/tile", view_func=lambda: cut_by_libvips(pyramid, level, 0, column, row).jpegsave_buffer(Q=88))
    with temporary_museum() as museum:
        app = create_app(museum.settings)
        storage, sha256 = storage_of(museum.settings), "ab" * 32
        kept = storage.local_path(derived_key(sha256, RECIPE, "pyramid-1.tif"))
        kept.parent.mkdir(parents=True)
        shutil.copy(pyramid, kept)
        browser, other = sign_in(app, museum.engine), bare.test_client()
        url = f"/tep/{sha256}/manh/1/{len(levels) - 1}/{column}_{row}.jpg"
        assert browser.get(url).status_code == 200
        works = {"ours": lambda: browser.get(url).data, "libvips": lambda: other.get("/tile").data}
        found = medians(works, rounds=rounds, clock=time.perf_counter)
        app.extensions["engine"].dispose()
    ratio = found["libvips"] / found["ours"]
    print(f"an inner tile: ours {milliseconds(found['ours'])}, signed in; Flask and libvips", end=" ")
    print(f"{milliseconds(found['libvips'])}; {ratio:.1f} times as fast (goal {TILES_GOAL} against iipsrv)")
    print("its picture is the pyramid's own, bit by bit" if same else "THE TILE DIFFERS FROM THE PYRAMID")
    return ratio


def run(megapixels: float, rounds: int, turns: int = 1) -> float:
    """Make a photograph and compare both ways with it."""
    Image.MAX_IMAGE_PIXELS = None
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        pyramid = compare_master(make_master(folder / "master.tif", megapixels), folder, turns)
        return compare_tiles(pyramid, rounds)


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megapixels", type=float, default=100)
    parser.add_argument("--rounds", type=int, default=60, help="how often a tile is asked for")
    parser.add_argument("--turns", type=int, default=5, help="how often the photograph is made ready")
    asked = parser.parse_args(arguments)
    run(asked.megapixels, asked.rounds, asked.turns)


if __name__ == "__main__":
    main()
