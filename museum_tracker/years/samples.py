"""What a sample found, in numbers and in words: for its page and for its minutes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from museum_tracker.core.i18n import N_, Message
from museum_tracker.targets.rules.words import Percent
from museum_tracker.years.models import SampleItem, YearSample
from museum_tracker.years.rules.sampling import Direction, Outcome, Rate, rate_of

# A member is written as a name, then perhaps what he or she is: "Nguyễn Thị Hoa – thủ kho".
ROLE_AFTER = re.compile(r"\s*[,;(]\s*|\s+[–—-]\s+")


@dataclass(frozen=True)
class Way:
    """One way of a sample: its lines in order, how many found what, and the rate that agrees."""

    direction: Direction
    items: tuple[SampleItem, ...]
    found: Counter[Outcome]
    rate: Rate


@dataclass(frozen=True)
class Member:
    """Somebody who checked the sample: the name, and what he or she is where that was written."""

    name: str
    role: str = ""


def ways_of(sample: YearSample) -> list[Way]:
    """Both ways of a sample."""
    ways = []
    for direction in Direction:
        items = tuple(item for item in sample.items if item.direction is direction)
        ways.append(Way(direction, items, Counter(item.outcome for item in items), rate_among(items)))
    return ways


def rate_among(items: list[SampleItem] | tuple[SampleItem, ...]) -> Rate:
    """The rate of lines that agree, among those that were checked."""
    checked = [item.outcome for item in items if item.outcome is not Outcome.PENDING]
    return rate_of(checked.count(Outcome.AGREES), len(checked))


def rate_message(rate: Rate) -> Message:
    """How many lines agree, the rate and its interval, in a sentence."""
    if rate.share is None:
        return Message(N_("No line is checked yet."))
    msgid = N_(
        "%(agree)s of %(checked)s lines agree: %(share)s%%. With 95%% confidence the share of the whole lies between "
        "%(low)s%% and %(high)s%%."
    )
    shares = {"share": Fraction(rate.agree, rate.checked), "low": Fraction(rate.low), "high": Fraction(rate.high)}
    tenths = {name: Percent(share).value for name, share in shares.items()}
    return Message(msgid, {"agree": rate.agree, "checked": rate.checked, **tenths})


def place_message(item: SampleItem) -> Message:
    """Where a line is looked for."""
    if item.place_count:
        msgid = N_("%(place)s: object no. %(count)s, counted from the left, top to bottom")
        return Message(msgid, {"place": item.place, "count": item.place_count})
    return Message("%(place)s", {"place": item.place}) if item.place else Message(N_("place not recorded"))


def members_of(sample: YearSample) -> list[Member]:
    """Those who checked, one a line as they were entered; nobody while the minutes are not signed."""
    found = []
    for line in filter(None, (text.strip(" -–•\t") for text in sample.members.splitlines())):
        name, *role = ROLE_AFTER.split(line, maxsplit=1)
        found.append(Member(name.strip(), role[0].strip(" )") if role else ""))
    return found
