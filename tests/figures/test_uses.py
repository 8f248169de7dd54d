"""What counts by a population is named in as few lines as it needs."""

from __future__ import annotations

from museum_tracker.core.i18n import Message
from museum_tracker.figures.uses import Use, in_lines

TARGET = Use(Message("Share digitized"), "/chi-tieu/1")
CLOSES = Message("Closed years")


def test_uses_of_one_heading_share_a_line_and_others_stand_alone() -> None:
    years = [Use(Message("Close"), f"/nam/{year}", CLOSES, str(year)) for year in (2024, 2025)]
    assert in_lines([years[0], TARGET, years[1], TARGET]) == [[TARGET], [TARGET], years]
    assert in_lines([]) == []
