"""People's names as signs: the letters in the round face beside a name."""

from __future__ import annotations


def initials(name: str) -> str:
    """First letters of the first and the last part of a name: "Nguyễn Thị Lan" gives NL."""
    parts = name.split()
    letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [part[0] for part in parts]
    return "".join(letters).upper()
