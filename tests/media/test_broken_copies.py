"""Copies that broke off are refused, though the file has its full length and decoders say nothing."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from museum_tracker.media.kinds.base import CutShort, Limits
from museum_tracker.media.kinds.image.convert import convert
from museum_tracker.media.kinds.image.wholeness import Blank
from museum_tracker.media.sniff import recognise
from tests.factories.media import jpeg

pytestmark = pytest.mark.one_engine


def written(form: str, **options: object) -> bytes:
    target = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(640, 480))) as photograph:
        photograph.convert("RGB").save(target, form, **options)
    return target.getvalue()


def look(data: bytes, name: str, folder: Path) -> None:
    path, out = folder / name, folder / "out"
    path.write_bytes(data)
    out.mkdir()
    convert(path, recognise(path, name=name), out, Limits())


FORMS = {
    "a.webp": lambda: written("WEBP", quality=90),
    "a.avif": lambda: written("AVIF", quality=90),
    "a.tif": lambda: written("TIFF"),
    "a.bmp": lambda: written("BMP"),
    "a.gif": lambda: written("GIF"),
    "a.png": lambda: written("PNG"),
    "a.jpg": lambda: written("JPEG"),
    "a.jp2": lambda: written("JPEG2000"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_copy_that_stopped_half_way_is_refused(tmp_path: Path, name: str):
    data = FORMS[name]()
    written_so_far = len(data) // 2 // 4096 * 4096
    with pytest.raises(CutShort):
        look(data[:written_so_far] + bytes(len(data) - written_so_far), name, tmp_path)


@pytest.mark.parametrize("filler", [b"\0", b"\xff"])
def test_a_jpeg_damaged_in_its_middle_is_refused(tmp_path: Path, filler: bytes):
    data = written("JPEG")
    half, fifth = len(data) // 2, len(data) // 5
    with pytest.raises(CutShort):
        look(data[:half] + filler * fifth + data[half + fifth :], "a.jpg", tmp_path)


@pytest.mark.parametrize(
    "data", [jpeg() + bytes(9000), jpeg()[:20] + b"\0\0" + jpeg()[20:]], ids=["filled up", "stray bytes"]
)
def test_a_whole_jpeg_with_rubbish_around_it_is_kept(tmp_path: Path, data: bytes):
    look(data, "a.jpg", tmp_path)


def test_a_picture_with_a_black_ground_is_whole(tmp_path: Path):
    pixels = np.zeros((600, 800, 3), "uint8")
    pixels[100:200, 100:300] = 200
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "BMP")
    look(target.getvalue(), "a.bmp", tmp_path)


@pytest.mark.parametrize("colour", ["black", "white"])
def test_a_picture_on_which_nothing_is_to_be_seen_is_refused(tmp_path: Path, colour: str):
    target = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(target, "PNG")
    with pytest.raises(Blank):
        look(target.getvalue(), "a.png", tmp_path)
