"""Colour profiles made on the spot: sRGB, Adobe RGB, ProPhoto, grey of a gamma, and the inks of a printing press."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pyvips
from PIL import ImageCms

D50 = (0.9642, 1.0, 0.8249)


def srgb() -> bytes:
    """The colours of screens."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def inks() -> bytes:
    """A press with its four inks, by tables."""
    return bytes(pyvips.Image.profile_load("cmyk"))


def rgb(name: str, primaries: Sequence[Sequence[float]], gamma: float) -> bytes:
    """Three primaries (XYZ under D50) and one gamma."""
    colours = [(f"{letter}XYZ", _xyz(primary)) for letter, primary in zip("rgb", primaries, strict=True)]
    return _profile(b"RGB ", name, [*colours, *((f"{letter}TRC", _gamma(gamma)) for letter in "rgb")])


def adobe_rgb() -> bytes:
    """The colours of most museum masters."""
    red, green, blue = (0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)
    return rgb("Adobe RGB (1998)", (red, green, blue), 2.2)


def prophoto() -> bytes:
    """Wider than the eye sees."""
    return rgb("ProPhoto", ((0.79767, 0.28804, 0), (0.13519, 0.71188, 0), (0.03134, 0.00009, 0.82491)), 1.8)


def grey(gamma: float) -> bytes:
    """Grey with a gamma."""
    return _profile(b"GRAY", f"Gray gamma {gamma}", [("kTRC", _gamma(gamma))])


def _profile(space: bytes, name: str, tags: list[tuple[str, bytes]]) -> bytes:
    told = name.encode()
    described = b"desc\0\0\0\0" + struct.pack(">I", len(told) + 1) + told + b"\0" + bytes(12 + 67)
    tags = [("desc", described), ("cprt", b"text\0\0\0\0CC0\0"), ("wtpt", _xyz(D50)), *tags]
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for signature, data in tags:
        padded = data + b"\0" * (-len(data) % 4)
        table += signature.encode() + struct.pack(">II", at, len(data))
        body, at = body + padded, at + len(padded)
    head = struct.pack(
        ">I4sI4s4s4s6H4s", at, b"lcms", 0x02400000, b"mntr", space, b"XYZ ", 2026, 1, 1, 0, 0, 0, b"acsp"
    )
    head = head.ljust(68, b"\0") + b"".join(map(_fixed, D50))
    return head.ljust(128, b"\0") + table + body


def _fixed(number: float) -> bytes:
    return struct.pack(">i", round(number * 65536))


def _xyz(values: Sequence[float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, values))


def _gamma(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
