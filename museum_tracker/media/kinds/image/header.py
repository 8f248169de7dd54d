"""Read what a picture says about itself without decoding it: size, colour, pages, camera."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageCms, TiffImagePlugin, UnidentifiedImageError

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import DamagedMetadata, Format, Limits, TooManyPixels, Unusable
from museum_tracker.media.kinds.image import jp2

MEGAPIXEL = 1_000_000
MOST_PAGES = 500
SUBFILE_TYPE, BITS_PER_SAMPLE, PHOTOMETRIC, SUB_FILES, DNG_VERSION = 254, 258, 262, 330, 50706
SENSOR_PATTERNS = {32803, 34892}
DEPTH_OF_MODE = {"1": 1, "I;16": 16, "I;16B": 16, "I;16L": 16, "I": 16, "F": 32}
TRANSPARENT_MODES = {"RGBA", "LA", "PA", "RGBa", "La"}


class CameraRaw(Unusable):
    """The file is a camera's raw data, not a finished picture."""

    msgid = N_("This is a camera's raw file. Develop it and send the TIFF or JPEG; keep the raw file beside it.")


class NotOpened(Unusable):
    """Pillow does not know what to do with the file."""


@dataclass
class Header:
    """What the file says: stored size in pixels, bits per channel, pages, and what the camera noted."""

    width: int
    height: int
    mode: str
    depth: int
    orientation: int = 1
    pages: list[int] = field(default_factory=lambda: [0])
    frames: int = 1
    profile: str = ""
    transparent: bool = False
    dpi: float | None = None
    camera: dict[str, str] = field(default_factory=dict)
    private: dict[str, Any] = field(default_factory=dict)
    variant: str = ""
    inks_turned: bool = False

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as the picture is looked at."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


@contextlib.contextmanager
def opened(path: Path, found: Format, limits: Limits) -> Iterator[Image.Image]:
    """The picture opened by Pillow with the museum's pixel limit; every complaint becomes a clear reason."""
    if found.name == "heic":
        pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = limits.megapixels * MEGAPIXEL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path) as picture:
                if found.name == "jp2" and (profile := jp2.profile_of(path)):
                    picture.info["icc_profile"] = profile
                yield picture
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise TooManyPixels(megapixels=_claimed_megapixels(error), limit=limits.megapixels) from error
        except UnidentifiedImageError as error:
            raise NotOpened from error
        except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError) as error:
            if isinstance(error, OSError) and error.errno:
                raise  # the disk's fault, not the picture's
            raise Unusable from error


def read_header(path: Path, found: Format, limits: Limits) -> Header:
    """What the picture says about itself.

    Raises:
        TooManyPixels, DamagedMetadata, CameraRaw, Unusable
    """
    if found.name == "tiff" and _is_raw(path):
        raise CameraRaw
    with opened(path, found, limits) as picture:
        header = Header(
            width=picture.width,
            height=picture.height,
            mode=picture.mode,
            depth=_depth(path, picture, found),
            profile=_profile_name(picture.info.get("icc_profile")),
            transparent=picture.mode in TRANSPARENT_MODES or "transparency" in picture.info,
            dpi=_dpi(picture),
            variant="MPO" if picture.format == "MPO" else "",
        )
        _read_camera(picture, header)
        if found.name == "tiff":
            header.pages = _document_pages(picture)
            if header.orientation >= 5:  # of a TIFF alone Pillow tells the sides as they are looked at
                header.width, header.height = header.height, header.width
        elif found.name in {"gif", "webp", "avif", "png", "jpeg"}:
            header.frames = getattr(picture, "n_frames", 1)
    if header.width * header.height > limits.megapixels * MEGAPIXEL:
        raise TooManyPixels(megapixels=header.width * header.height // MEGAPIXEL, limit=limits.megapixels)
    return header


def _is_raw(path: Path) -> bool:
    """Whether a TIFF is a camera's raw data: says so, holds its sensor's pattern, or shows only a small preview."""
    with path.open("rb") as file:
        head = file.read(16)
        if head[8:10] == b"CR":
            return True
        with contextlib.suppress(Exception):  # what is not a TIFF after all is told apart when it is opened
            tags = TiffImagePlugin.ImageFileDirectory_v2(head if head[2:4] in {b"+\0", b"\0+"} else head[:8])
            file.seek(tags.next)
            tags.load(file)
            preview = bool(tags.get(SUBFILE_TYPE, 0) & 1) and SUB_FILES in tags
            return DNG_VERSION in tags or tags.get(PHOTOMETRIC) in SENSOR_PATTERNS or preview
    return False


def _claimed_megapixels(error: Exception) -> int:
    claimed = re.search(r"\((\d+) pixels\)", str(error))
    return int(claimed[1]) // MEGAPIXEL if claimed else 0


def _document_pages(picture: Image.Image) -> list[int]:
    """Indexes of the real pages of a TIFF: reduced copies of a pyramid and thumbnails are not pages."""
    pages = []
    for index in range(min(getattr(picture, "n_frames", 1), MOST_PAGES)):
        picture.seek(index)
        if index == 0 or not picture.tag_v2.get(SUBFILE_TYPE, 0) & 1:  # type: ignore[attr-defined]
            pages.append(index)
    picture.seek(0)
    return pages


def _depth(path: Path, picture: Image.Image, found: Format) -> int:
    """Bits per channel as stored (Pillow shows some 16-bit pictures as 8-bit)."""
    if found.name == "tiff":
        bits = picture.tag_v2.get(BITS_PER_SAMPLE, 1)  # type: ignore[attr-defined]
        return int(bits[0] if isinstance(bits, tuple) else bits)
    if found.name == "png":
        with path.open("rb") as file:
            return max(1, file.read(25)[24])
    if found.name == "jp2":
        return jp2.depth_of(path)
    if found.name in {"avif", "heic"}:
        return _boxed_depth(path)
    return int(picture.info.get("bit_depth") or DEPTH_OF_MODE.get(picture.mode, 8))


def _boxed_depth(path: Path) -> int:
    """Bits per channel of AVIF and HEIC, from the box that tells the channels of the picture."""
    with path.open("rb") as file:
        head = file.read(64 * 1024)
    at = head.find(b"pixi")
    return head[at + 9] if 0 <= at < len(head) - 9 and 8 <= head[at + 9] <= 16 else 8


def _profile_name(profile: bytes | None) -> str:
    if not profile:
        return ""
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip()[:100]
    except (ImageCms.PyCMSError, OSError, ValueError):
        return "?"


def _dpi(picture: Image.Image) -> float | None:
    dpi = picture.info.get("dpi")
    try:
        value = float(dpi[0]) if dpi else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return round(value, 1) if 1 < value < 100_000 else None


def _read_camera(picture: Image.Image, header: Header) -> None:
    """What the camera noted; the place is kept apart, because a find-spot is nobody's business outside."""
    if picture.format == "PNG" and "exif" not in picture.info:
        return  # asking for it would decode the whole picture
    try:
        exif = picture.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (SyntaxError, ValueError, TypeError, KeyError, IndexError, OSError, EOFError, RecursionError) as error:
        raise DamagedMetadata from error
    orientation = exif.get(ExifTags.Base.Orientation, 1)
    header.orientation = orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1
    for name, value in (
        ("maker", exif.get(ExifTags.Base.Make)),
        ("model", exif.get(ExifTags.Base.Model)),
        ("taken_at", details.get(ExifTags.Base.DateTimeOriginal)),
        ("lens", details.get(ExifTags.Base.LensModel)),
    ):
        if isinstance(value, str) and (text := _printable(value)):
            header.camera[name] = text
    if gps:
        header.private["gps"] = _coordinates(gps) or "?"


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:100]


def _coordinates(gps: dict[int, Any]) -> list[float] | None:
    """Latitude and longitude in degrees, south and west negative; None when they cannot be read."""
    try:
        places = []
        for value, reference, negative in ((gps[2], gps.get(1), "S"), (gps[4], gps.get(3), "W")):
            degrees, minutes, seconds = (float(part) for part in value)
            angle = degrees + minutes / 60 + seconds / 3600
            places.append(round(-angle if reference == negative else angle, 6))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return places
