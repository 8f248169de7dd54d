"""How many random examples a test tries: few in the suite, many when asked with --hypothesis-profile=deep."""

from __future__ import annotations

from hypothesis import settings

DEEP = "deep"


def examples(few: int, *, deep: int) -> int:
    """As many examples as were asked for."""
    return deep if settings.get_current_profile_name() == DEEP else few
