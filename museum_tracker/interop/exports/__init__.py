"""Lists of objects out: one module a format."""

from __future__ import annotations

from museum_tracker.interop.exports import csv, xlsx
from museum_tracker.interop.exports.base import Format

FORMATS: tuple[Format, ...] = (xlsx.FORMAT, csv.FORMAT)


def find_format(name: str) -> Format | None:
    """The format of this name."""
    return next((format_ for format_ in FORMATS if format_.name == name), None)
