"""Pictures that few programs write: measured values, rare depths, turned and many-banded TIFF, raw files of cameras."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
from PIL import Image

from museum_tracker.media.kinds.base import Limits, Unusable
from museum_tracker.media.kinds.image.convert import convert
from museum_tracker.media.sniff import recognise

RAMP = np.tile(np.arange(256, dtype="uint8"), (64, 1))


def by_vips(values: Any, form: str, interpretation: str = "b-w") -> pyvips.Image:
    bands = values.shape[2] if values.ndim == 3 else 1
    made = pyvips.Image.new_from_memory(np.ascontiguousarray(values).tobytes(), 256, 64, bands, form)
    return made.copy(interpretation=interpretation)


def colours(form: str, dtype: str) -> pyvips.Image:
    return by_vips(np.dstack([RAMP, RAMP[:, ::-1], RAMP // 2]).astype(dtype), form, "srgb")


def shown(picture: pyvips.Image | bytes, folder: Path) -> tuple[Any, Any]:
    """The facts and the pixels of what is shown of a TIFF."""
    path = folder / "a.tif"
    if isinstance(picture, bytes):
        path.write_bytes(picture)
    else:
        picture.tiffsave(str(path))
    out = folder / "out"
    out.mkdir()
    made = convert(path, recognise(path, name="a.tif"), out, Limits())
    with Image.open(out / "1-web.jpg") as web:
        return made, np.asarray(web.convert("RGB")).astype(int)


MEASURED = {
    "shares of one": by_vips((RAMP / 255).astype("float32"), "float"),
    "colours as numbers": by_vips(RAMP.astype("float32"), "float"),
    "32 bits": by_vips(RAMP.astype("int32") * 1000, "int"),
    "below nought": by_vips(RAMP.astype("int16") - 100, "short"),
}


@pytest.mark.parametrize("case", MEASURED)
def test_measured_values_are_spread_from_black_to_white_and_that_is_said(tmp_path, case):
    made, pixels = shown(MEASURED[case], tmp_path)
    assert np.abs(pixels[32, :, 0] - RAMP[0]).max() < 12
    assert [note.msgid[:30] for note in made.notes] == ["The file holds measured values"]


@pytest.mark.parametrize(
    "picture",
    [
        colours("float", "float32"),
        colours("uchar", "uint8").colourspace("lab"),
        colours("uchar", "uint8").colourspace("labs"),
    ],
    ids=["floating point", "Lab as fractions", "Lab in 16 bits"],
)
def test_colours_that_pillow_does_not_open_are_true(tmp_path, picture):
    made, pixels = shown(picture, tmp_path)
    assert np.abs(pixels[32] - np.dstack([RAMP, RAMP[:, ::-1], RAMP // 2])[32]).max() < 24
    assert made.facts["depth"] in {16, 32}


def test_bands_beyond_the_colours_are_not_taken_for_transparency(tmp_path):
    five = colours("uchar", "uint8").bandjoin([by_vips(RAMP // 4, "uchar"), by_vips(RAMP * 0, "uchar")])
    _, pixels = shown(five, tmp_path)
    assert np.abs(pixels[32, 200] - [200, 55, 100]).max() < 12


def test_twelve_bits_are_as_bright_as_eight(tmp_path):
    values = RAMP.astype("uint32").reshape(-1, 2) * 16
    packed = np.stack([values[:, 0] >> 4, (values[:, 0] & 15) << 4 | values[:, 1] >> 8, values[:, 1] & 255], axis=-1)
    made, pixels = shown(tiff(packed.astype("uint8").tobytes(), {258: 12}), tmp_path)
    assert made.facts["depth"] == 12
    assert np.abs(pixels[32, :, 0] - RAMP[0]).max() < 12


def test_a_turned_tiff_tells_its_sides_as_they_are_looked_at(tmp_path):
    written = io.BytesIO()
    Image.fromarray(RAMP).save(written, "TIFF", tiffinfo={274: 6})
    made, pixels = shown(written.getvalue(), tmp_path)
    assert (made.facts["width"], made.facts["height"]) == (64, 256)
    assert pixels.shape[:2] == (256, 64)


RAW = {
    "Canon's": lambda: b"II*\0\x10\0\0\0CR\x02\0" + bytes(200),
    "a preview, with the picture in a file within": lambda: tiff(RAMP.tobytes(), {254: 1, 330: 8}),
    "a sensor's pattern": lambda: tiff(RAMP.tobytes(), {262: 32803}),
    "a digital negative": lambda: tiff(RAMP.tobytes(), {50706: 1}),
}


@pytest.mark.parametrize("case", RAW)
def test_a_cameras_raw_file_is_refused_as_such(tmp_path, case):
    with pytest.raises(Unusable, match="raw file"):
        shown(RAW[case](), tmp_path)


def tiff(data: bytes, tags: dict[int, int]) -> bytes:
    """A grey TIFF of 256 × 64, unpacked, with tags of our choice."""
    told = {256: 256, 257: 64, 258: 8, 259: 1, 262: 1, 273: 0, 277: 1, 278: 64, 279: len(data)} | tags
    told[273] = 8 + 2 + 12 * len(told) + 4
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, told[tag]) for tag in sorted(told))
    return b"II*\0" + struct.pack("<IH", 8, len(told)) + entries + bytes(4) + data
