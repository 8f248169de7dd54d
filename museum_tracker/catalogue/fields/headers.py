"""Recognising which field a table's column holds, from its title in Vietnamese or English."""

from __future__ import annotations

import re

from museum_tracker.core.text import fold

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def header_key(title: str) -> str:
    """What is compared of a column title: 'Số đăng ký (1)' and 'so_dang_ky' are one."""
    title = re.sub(r"[(\[].*?[)\]]", " ", title) if not title.strip().startswith(("(", "[")) else title
    return _BETWEEN.sub(" ", fold(_CAMEL.sub(" ", title))).strip()
