"""Every kind of pixels, depth and profile is shown in its true colours: read beside us by Pillow and LittleCMS."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pillow_heif
import pytest
import pyvips
from openjpeg.utils import encode_array
from PIL import Image, ImageCms

from museum_tracker.media.kinds.base import Limits
from museum_tracker.media.kinds.image.convert import convert
from museum_tracker.media.sniff import recognise
from tests.factories import profiles

pytestmark = pytest.mark.one_engine

WIDE, HIGH = 192, 96
MOST_MEAN = 3.0
DOWN, ACROSS = np.mgrid[0:HIGH, 0:WIDE]
RAMP = ACROSS * 255 // (WIDE - 1)
COLOURS = np.dstack([RAMP, DOWN * 255 // (HIGH - 1), (ACROSS + DOWN) * 255 // (WIDE + HIGH - 2)]).astype("uint8")
INKS = np.dstack([COLOURS * 0.78, np.full((HIGH, WIDE, 1), 20)]).astype("uint8")
CLEAR = np.where(ACROSS < WIDE // 2, 128, 255).astype("uint8")[..., None]
STORED = {
    "L": RAMP.astype("uint8"),
    "LA": np.dstack([RAMP.astype("uint8"), CLEAR]),
    "RGB": COLOURS,
    "RGBA": np.dstack([COLOURS, CLEAR]),
    "CMYK": INKS,
}
RGB_PROFILES = {"none": None, "sRGB": profiles.srgb(), "Adobe": profiles.adobe_rgb(), "ProPhoto": profiles.prophoto()}
GREY_PROFILES = {"none": None, "gamma 2.2": profiles.grey(2.2), "gamma 1.8": profiles.grey(1.8)}
PROFILES = {
    "L": GREY_PROFILES,
    "LA": GREY_PROFILES,
    "RGB": RGB_PROFILES,
    "RGBA": RGB_PROFILES,
    "CMYK": {"none": None, "press": profiles.inks()},
}
VIPS_KINDS = {8: {"L": "b-w", "RGB": "srgb", "CMYK": "cmyk"}, 16: {"L": "grey16", "RGB": "rgb16", "CMYK": "cmyk"}}


def lab(colours: Any) -> Any:
    """CIELAB of 8-bit sRGB, by LittleCMS."""
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB", ImageCms.Intent.PERCEPTUAL
    )
    told = np.asarray(ImageCms.applyTransform(Image.fromarray(np.uint8(colours)), transform))
    return np.dstack([told[..., 0] * (100 / 255), told[..., 1:].view("int8")]).astype(float)


def seen(mode: str, profile: bytes | None) -> Any:
    """What an independent reader shows of the 8-bit pixels, on white."""
    stored, clear = STORED[mode], None
    if mode.endswith("A"):
        stored, clear, mode = stored[..., :-1].squeeze(), stored[..., -1:] / 255, mode[:-1]
    picture = Image.fromarray(stored, mode)
    profile = profile or (profiles.inks() if mode == "CMYK" else None)
    if profile:
        picture = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    shown = np.asarray(picture.convert("RGB")).astype(float)
    return shown if clear is None else shown * clear + 255 * (1 - clear)


def shown(path: Path) -> Any:
    """What we show of a file."""
    out = path.parent / "out"
    out.mkdir()
    convert(path, recognise(path, name=path.name), out, Limits())
    with Image.open(out / "1-web.jpg") as web:
        return np.asarray(web.convert("RGB"))


def difference(path: Path, expected: Any) -> float:
    """Mean distance of the colours that we show from those expected."""
    ours = shown(path)
    assert ours.shape == expected.shape
    return float(np.linalg.norm(lab(ours) - lab(expected), axis=2).mean())


def by_vips(mode: str, depth: int, profile: bytes | None) -> pyvips.Image:
    stored = STORED[mode].astype("uint16") * 257 if depth == 16 else STORED[mode]
    bands = 1 if stored.ndim == 2 else stored.shape[2]
    form = "ushort" if depth == 16 else "uchar"
    made = pyvips.Image.new_from_memory(np.ascontiguousarray(stored).tobytes(), WIDE, HIGH, bands, form)
    made = made.copy(interpretation=VIPS_KINDS[depth][mode.removesuffix("A")])
    if profile:
        made.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return made


WRITTEN: dict[str, tuple[dict[str, Any], set[str], set[int]]] = {
    "tif": ({}, set(STORED), {8, 16}),
    "png": ({}, {"L", "LA", "RGB", "RGBA"}, {8, 16}),
    "jpg": ({"Q": 98, "subsample_mode": "off"}, {"L", "RGB", "CMYK"}, {8}),
    "webp": ({"lossless": True}, {"RGB", "RGBA"}, {8}),
    "avif": ({"lossless": True}, {"RGB", "RGBA"}, {8, 16}),
}
CASES = [
    pytest.param(extension, mode, depth, profile, id=f"{extension} {mode} {depth} {profile}")
    for extension, (_, modes, depths) in WRITTEN.items()
    for mode in sorted(modes)
    for depth in sorted(depths)
    for profile in PROFILES[mode]
]


@pytest.mark.parametrize(("extension", "mode", "depth", "profile"), CASES)
def test_a_picture_is_shown_in_its_true_colours(tmp_path: Path, extension: str, mode: str, depth: int, profile: str):
    path, embedded = tmp_path / f"a.{extension}", PROFILES[mode][profile]
    options = dict(WRITTEN[extension][0]) | ({"bitdepth": 12} if (extension, depth) == ("avif", 16) else {})
    by_vips(mode, depth, embedded).write_to_file(str(path), **options)
    assert difference(path, seen(mode, embedded)) <= MOST_MEAN


@pytest.mark.parametrize("profile", RGB_PROFILES)
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_phones_heic_is_shown_in_its_true_colours(tmp_path: Path, mode: str, profile: str):
    pillow_heif.register_heif_opener()
    path = tmp_path / "a.heic"
    Image.fromarray(STORED[mode], mode).save(path, quality=-1, chroma=444, icc_profile=RGB_PROFILES[profile])
    assert difference(path, seen(mode, RGB_PROFILES[profile])) <= MOST_MEAN


def test_a_grey_heic_with_a_grey_profile_is_as_bright_as_it_says(tmp_path: Path):
    pillow_heif.register_heif_opener()
    path = tmp_path / "a.heic"
    grey = Image.fromarray(STORED["L"]).convert("RGB")
    grey.save(path, quality=-1, chroma=444, icc_profile=profiles.grey(1.8))
    assert difference(path, seen("L", profiles.grey(1.8))) <= MOST_MEAN


def with_profile(jp2: bytes, profile: bytes) -> bytes:
    """A JPEG 2000 file whose colours are named by a profile, as museum scanners write them (Pillow does not)."""
    at = jp2.index(b"jp2h") - 4
    (length,) = struct.unpack_from(">I", jp2, at)
    colour = jp2.index(b"colr", at) - 4
    (old,) = struct.unpack_from(">I", jp2, colour)
    named = struct.pack(">I4s3B", 11 + len(profile), b"colr", 2, 0, 0) + profile
    changed = jp2[:colour] + named + jp2[colour + old :]
    return changed[:at] + struct.pack(">I", length - old + len(named)) + changed[at + 4 :]


@pytest.mark.parametrize("profile", [name for name, one in RGB_PROFILES.items() if one])
def test_a_jpeg_2000_master_is_shown_by_its_profile(tmp_path: Path, profile: str):
    written = io.BytesIO()
    Image.fromarray(COLOURS).save(written, "JPEG2000")
    path = tmp_path / "a.jp2"
    path.write_bytes(with_profile(written.getvalue(), RGB_PROFILES[profile] or b""))
    assert difference(path, seen("RGB", RGB_PROFILES[profile])) <= MOST_MEAN


def codestream(depth: int) -> bytes:
    """A grey JPEG 2000 of 9–16 bits: Pillow writes 16, so the numbers and the depth in the header are moved."""
    numbers = (RAMP * ((1 << depth) - 1) / 255).round() + (1 << 15) - (1 << (depth - 1))
    written = io.BytesIO()
    Image.fromarray(numbers.astype("uint16")).save(written, "JPEG2000", no_jp2=True, irreversible=False)
    data = bytearray(written.getvalue())
    place = data.index(b"\xff\x51") + 40
    assert data[place] == 15
    data[place] = depth - 1
    return bytes(data)


@pytest.mark.parametrize("depth", range(9, 17))
def test_a_jpeg_2000_of_any_depth_is_as_bright_as_it_was_scanned(tmp_path: Path, depth: int):
    path = tmp_path / "a.j2k"
    path.write_bytes(codestream(depth))
    assert difference(path, seen("L", None)) <= MOST_MEAN


@pytest.mark.parametrize("depth", [9, 10, 12, 15, 16])
@pytest.mark.parametrize(("mode", "profile"), [("RGB", "none"), ("RGB", "Adobe"), ("RGBA", "none"), ("L", "gamma 1.8")])
def test_a_jpeg_2000_keeps_its_brightest_tones(tmp_path: Path, mode: str, profile: str, depth: int):
    """Pillow reduces more than 8 bits by rounding, so that white turns black."""
    path, embedded = tmp_path / "a.jp2", PROFILES[mode][profile]
    numbers = (STORED[mode].astype(float) * ((1 << depth) - 1) / 255).round().astype("uint16")
    words = {"L": 2, "RGB": 1, "RGBA": 0}
    written = encode_array(numbers, bits_stored=depth, photometric_interpretation=words[mode], codec_format=1)
    path.write_bytes(with_profile(written, embedded) if embedded else written)
    assert difference(path, seen(mode, embedded)) <= MOST_MEAN


@pytest.mark.parametrize("extension", ["tif", "psd"])
def test_a_picture_in_lab_is_shown_in_its_true_colours(tmp_path: Path, extension: str):
    path = tmp_path / f"a.{extension}"
    told = np.dstack([lab(COLOURS)[..., :1] * 2.55, lab(COLOURS)[..., 1:]]).round()
    numbers = np.dstack([told[..., :1], told[..., 1:] % 256]).astype("uint8")
    if extension == "tif":
        Image.fromarray(numbers, "LAB").save(path)
    else:
        path.write_bytes(psd("LAB", 8, None, np.dstack([told[..., :1], told[..., 1:] + 128]).astype("uint8")))
    assert difference(path, COLOURS.astype(float)) <= MOST_MEAN


PSD_MODES = {"L": 1, "RGB": 3, "CMYK": 4, "LAB": 9}


def psd(mode: str, depth: int, profile: bytes | None, stored: Any, *, packed: bool = False) -> bytes:
    """A Photoshop file that is one merged picture; inks are stored turned round."""
    stored = 255 - stored if mode == "CMYK" else stored
    planes = (stored if stored.ndim == 3 else stored[..., None]).transpose(2, 0, 1)
    values = planes.astype(">u2") * 257 if depth == 16 else planes.astype("u1")
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, len(planes), HIGH, WIDE, depth, PSD_MODES[mode])
    resource = struct.pack(">4sHHI", b"8BIM", 1039, 0, len(profile)) + profile if profile else b""
    resource += b"\0" * (len(resource) % 2)
    sections = struct.pack(">II", 0, len(resource)) + resource + struct.pack(">I", 0)
    if not packed:
        return head + sections + b"\0\0" + values.tobytes()
    rows = [literal(row.tobytes()) for plane in values for row in plane]
    return head + sections + b"\0\1" + b"".join(struct.pack(">H", len(row)) for row in rows) + b"".join(rows)


def literal(row: bytes) -> bytes:
    """PackBits without a single repetition."""
    return b"".join(bytes([len(row[at : at + 128]) - 1]) + row[at : at + 128] for at in range(0, len(row), 128))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize(
    ("mode", "profile"), [(mode, name) for mode in ("L", "RGB", "CMYK") for name in PROFILES[mode]]
)
def test_a_photoshop_picture_is_shown_in_its_true_colours(tmp_path: Path, mode, profile, depth, packed):
    path, embedded = tmp_path / "a.psd", PROFILES[mode][profile]
    path.write_bytes(psd(mode, depth, embedded, STORED[mode], packed=packed))
    assert difference(path, seen(mode, embedded)) <= MOST_MEAN
