"""Recognise pictures by their first bytes."""

from __future__ import annotations

import struct

from museum_tracker.media.kinds.base import Format, Glance


def _picture(name: str, mime: str, extension: str, label: str, *others: str) -> Format:
    return Format(name, "image", mime, extension, label, others)


JPEG = _picture("jpeg", "image/jpeg", "jpg", "JPEG", "jpeg", "jpe", "jfif", "mpo")
PNG = _picture("png", "image/png", "png", "PNG", "apng")
TIFF = _picture("tiff", "image/tiff", "tif", "TIFF", "tiff")
WEBP = _picture("webp", "image/webp", "webp", "WebP")
AVIF = _picture("avif", "image/avif", "avif", "AVIF", "avifs")
HEIC = _picture("heic", "image/heic", "heic", "HEIC", "heif", "hif")
JP2 = _picture("jp2", "image/jp2", "jp2", "JPEG 2000", "j2k", "jpx", "jpf", "j2c", "jpc")
GIF = _picture("gif", "image/gif", "gif", "GIF")
BMP = _picture("bmp", "image/bmp", "bmp", "BMP", "dib")
PSD = _picture("psd", "image/vnd.adobe.photoshop", "psd", "Photoshop")
PNM = _picture("pnm", "image/x-portable-anymap", "pnm", "PNM", "pgm", "ppm", "pbm")
FORMATS = (JPEG, PNG, TIFF, WEBP, AVIF, HEIC, JP2, GIF, BMP, PSD, PNM)

_SIGNATURES = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0\x08\0", TIFF),
    (b"MM\0+\0\x08", TIFF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", JP2),
    (b"\xff\x4f\xff\x51", JP2),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"8BPS\0\x01", PSD),
)
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), AVIF),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"), HEIC),
}
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}


def sniff_image(glance: Glance) -> Format | None:
    """The picture format of a file, or None."""
    head = glance.head
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    if head[:4] == b"RIFF" and head[8:16] in {b"WEBPVP8 ", b"WEBPVP8L", b"WEBPVP8X"}:
        return WEBP
    return _sniff_boxes(head) or _sniff_bmp(head) or _sniff_pnm(head)


def _sniff_boxes(head: bytes) -> Format | None:
    """AVIF and HEIC are boxes; the brands in the first box say which."""
    if head[4:8] != b"ftyp":
        return None
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length, 4))]
    found = [_BRANDS[brand] for brand in brands if brand in _BRANDS]
    return AVIF if AVIF in found else found[0] if found else None


def _sniff_bmp(head: bytes) -> Format | None:
    if head[:2] != b"BM" or len(head) < 26:
        return None
    reserved, _, header = struct.unpack_from("<III", head, 6)
    return BMP if header in _BMP_HEADERS and reserved == 0 else None


def _sniff_pnm(head: bytes) -> Format | None:
    if head[:2] not in {b"P4", b"P5", b"P6"} or head[2:3] not in {b"\n", b"\r", b" ", b"\t"}:
        return None
    words = [word for line in head[2:400].splitlines() for word in line.split(b"#")[0].split()]
    return PNM if len(words) >= 2 and words[0].isdigit() and words[1].isdigit() else None
