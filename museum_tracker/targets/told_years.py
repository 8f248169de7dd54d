"""Of which year an entered value is: last year's never reads as this one's."""

from __future__ import annotations

from collections.abc import Sequence

from museum_tracker.core.i18n import N_, Message
from museum_tracker.targets.models import IndicatorValue, Target

NOTHING = N_("nothing entered for %(this)s yet")
NOTHING_SINCE = N_("nothing entered for %(this)s yet; %(year)s: %(value)s")
STALE = N_("entered for %(year)s; nothing entered for %(this)s yet")


def says_nothing_entered(told: Message | None) -> bool:
    """Whether these words say that the year asked about has no value."""
    return told is not None and told.msgid in {NOTHING, NOTHING_SINCE, STALE}


def year_told(
    target: Target, latest: IndicatorValue | None, entered: Sequence[IndicatorValue], asked: int, shown: int
) -> Message | None:
    """Of which year a value is that was not entered for the year asked about; None where that needs no word.

    `latest` is the value shown, of the year `shown`; `entered` are all values of the target, oldest first.
    """
    this = {"this": str(asked)}
    if target.ended_reason:
        return None
    if shown != asked:
        return Message(N_("result of %(year)s, the last year of the target"), {"year": str(shown)}) if latest else None
    if latest is not None:
        return _year_of(latest, asked)
    earlier = [value for value in entered if value.year < asked and value.value is not None]
    if not earlier or earlier[-1].value is None:
        return Message(NOTHING, this)
    values = {**this, "year": str(earlier[-1].year), "value": earlier[-1].value}
    return Message(NOTHING_SINCE, values)


def _year_of(latest: IndicatorValue, asked: int) -> Message | None:
    """Of which earlier year a shown value is: what is done stays done, all else waits for its new value."""
    if latest.year >= asked:
        return None
    if latest.done:
        return Message(N_("entered for %(year)s"), {"year": str(latest.year)})
    return Message(STALE, {"year": str(latest.year), "this": str(asked)})
