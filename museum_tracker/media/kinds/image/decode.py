"""Decode a picture fully and strictly into upright sRGB, through libvips or, where it cannot, through Pillow."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import openjpeg
import pyvips
from PIL import Image, ImageOps

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.kinds.base import CutShort, Format, Limits
from museum_tracker.media.kinds.image import jp2
from museum_tracker.media.kinds.image.header import Header, opened
from museum_tracker.media.kinds.image.rare import SPREAD, spread

BY_LIBVIPS = {"jpeg", "png", "tiff", "webp", "avif", "gif"}
PROFILE_IGNORED = Message(N_("The colour profile in the file cannot be used; colours were read without it."))
PROFILE = "icc-profile-data"
WHITE = 255
INTERPRETATIONS = {"L": "b-w", "LA": "b-w", "I;16": "grey16", "RGB": "srgb", "RGBA": "srgb", "CMYK": "cmyk"}
HARMLESS = "extraneous bytes before marker"  # some cameras write them; the picture is whole

pyvips.cache_set_max(0)  # else a file replaced under the same name is answered from libvips' memory
pyvips.block_untrusted_set(state=True)

Shown = tuple[pyvips.Image, list[Message]]


def by_libvips(path: Path, found: Format, header: Header, page: int, *, strict: bool = True) -> Shown:
    """One page as an upright 8-bit picture in sRGB or grey, on white where it was transparent.

    libvips decodes only while the picture is written out: damage shows itself then, as `pyvips.Error`. Strict means
    that what decoders only warn of is damage too.
    """
    options = {"page": page} if found.name == "tiff" else {}
    access = "sequential" if header.orientation == 1 else "random"
    fail_on = "warning" if strict else "error"
    picture = pyvips.Image.new_from_file(str(path), access=access, fail_on=fail_on, **options)
    if header.inks_turned:
        picture = picture.invert()
    measured = spread(picture, partial(pyvips.Image.new_from_file, str(path), access="sequential", **options))
    if measured is not None:
        return measured.autorot(), [SPREAD]
    return _shown(picture.autorot() if header.orientation != 1 else picture)


def by_pillow(path: Path, found: Format, header: Header, page: int, limits: Limits) -> Shown:
    """The same for formats that libvips lacks (JPEG 2000, HEIC, Photoshop, 8-bit Lab, Zstandard in TIFF).

    Raises:
        CutShort: part of the picture's data is missing or damaged.
    """
    with opened(path, found, limits) as picture:
        if page:
            picture.seek(page)
        try:
            picture.load()
        except (OSError, SyntaxError, ValueError, EOFError, IndexError, TypeError) as error:
            raise CutShort from error
        profile = picture.info.get("icc_profile")
        stored = _as_stored(ImageOps.exif_transpose(picture), header.depth)
    if profile and stored.interpretation != "lab":
        stored.set_type(pyvips.GValue.blob_type, PROFILE, profile)
    return _shown(stored)


def by_openjpeg(path: Path, header: Header) -> Shown:
    """JPEG 2000 of more than 8 bits: reduced to eight by Pillow its brightest tones would turn black.

    Raises:
        CutShort: part of the picture's data is missing or damaged.
    """
    try:
        numbers = openjpeg.decode(path)
    except (RuntimeError, ValueError) as error:
        raise CutShort from error
    signed = numbers.dtype.kind == "i"
    light = numbers.astype("int64") + (1 << (header.depth - 1)) if signed else numbers.astype("uint32")
    spread_out = light << (16 - header.depth) if header.depth <= 16 else light >> (header.depth - 16)
    bands = 1 if numbers.ndim == 2 else numbers.shape[2]
    mode = "CMYK" if header.mode == "CMYK" else "grey16" if bands < 3 else "rgb16"
    stored = _from_array(spread_out.astype("uint16"), mode)
    if profile := jp2.profile_of(path):
        stored.set_type(pyvips.GValue.blob_type, PROFILE, profile)
    return _shown(stored)


def _as_stored(picture: Image.Image, depth: int) -> pyvips.Image:
    """Pillow's picture handed to libvips with its colours as they are; `depth` are the bits that its numbers use."""
    if picture.mode in {"I;16", "I;16B", "I;16L", "I"}:
        # Pillow would clip 16-bit grey at 255; files of fewer bits leave the upper ones unused.
        grey = np.asarray(picture).astype("uint32") << (16 - min(max(depth, 8), 16))
        return _from_array(grey.clip(0, 65535).astype("uint16"), "I;16")
    if picture.mode == "LAB":
        numbers = np.asarray(picture)
        lightness, hues = numbers[..., :1] * np.float32(100 / WHITE), numbers[..., 1:].view("int8")
        return _from_array(np.concatenate([lightness, hues.astype("float32")], axis=2), "lab")
    if picture.mode not in INTERPRETATIONS:
        picture = picture.convert(_plain_mode(picture))
    return _from_array(np.asarray(picture), picture.mode)


def _plain_mode(picture: Image.Image) -> str:
    if picture.mode == "1":
        return "L"
    clear = picture.mode in {"PA", "RGBa", "La"} or "transparency" in picture.info
    return "RGBA" if clear else "RGB"


def _from_array(array: np.ndarray, mode: str) -> pyvips.Image:
    height, width = array.shape[:2]
    form = {"uint8": "uchar", "uint16": "ushort", "float32": "float"}[array.dtype.name]
    bands = 1 if array.ndim == 2 else array.shape[2]
    image = pyvips.Image.new_from_memory(array.tobytes(), width, height, bands, form)
    return image.copy(interpretation=INTERPRETATIONS.get(mode, mode))


def _shown(picture: pyvips.Image) -> Shown:
    """In 8 bits of sRGB or grey, on white."""
    picture, notes = _to_srgb(_without_further_bands(picture))
    if picture.hasalpha():
        picture = picture.flatten(background=WHITE)
    if picture.format != "uchar":
        picture = picture.cast("uchar")
    return picture, notes


def _without_further_bands(picture: pyvips.Image) -> pyvips.Image:
    """Scans in several kinds of light hold more than three colours and one for transparency: only these are shown."""
    most = {"srgb": 4, "rgb16": 4, "cmyk": 5, "b-w": 2, "grey16": 2}.get(picture.interpretation, picture.bands)
    return picture if picture.bands <= most else picture.extract_band(0, n=most - 1)


def _to_srgb(picture: pyvips.Image) -> Shown:
    notes = []
    if picture.get_typeof(PROFILE):
        try:
            # In eight bits at once: the transform else keeps 16, which a cast would clip to white.
            return _fitting(picture).icc_transform(
                "srgb", embedded=True, intent="relative", black_point_compensation=True, depth=8
            ), []
        except pyvips.Error:
            notes = [PROFILE_IGNORED]
    grey = picture.interpretation in {"b-w", "grey16"}
    return picture.colourspace("b-w" if grey else "srgb"), notes


def _fitting(picture: pyvips.Image) -> pyvips.Image:
    """The picture in the colours that its profile is about: some decoders make grey of three colours, inks of four."""
    space = bytes(picture.get(PROFILE))[16:20]
    colours = picture.bands - picture.hasalpha()
    if space == b"GRAY" and colours == 3:
        grey = picture.extract_band(0)
        grey = grey.bandjoin(picture.extract_band(3)) if picture.hasalpha() else grey
        return grey.copy(interpretation="grey16" if picture.format == "ushort" else "b-w")
    if space == b"RGB " and colours == 1:
        bands = [picture.extract_band(0)] * 3 + ([picture.extract_band(1)] if picture.hasalpha() else [])
        joined = bands[0].bandjoin(bands[1:])
        return joined.copy(interpretation="rgb16" if picture.format == "ushort" else "srgb")
    if space == b"CMYK" and picture.bands == 4:
        return picture.copy(interpretation="cmyk")
    return picture
