"""The parts of a report that people write, in the order of the usual office form."""

from __future__ import annotations

from dataclasses import dataclass

from museum_tracker.core.i18n import N_

MOST_CHARACTERS = 60_000
CAUSE, REMEDY = "cause", "remedy"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part with a text of its own; `chapter` is its Roman numeral, `hint` helps the person who writes."""

    key: str
    chapter: str
    title: str
    hint: str = ""


PARTS: tuple[Part, ...] = (
    Part(
        key="bases",
        chapter="",
        title=N_("Legal bases"),
        hint=N_("One basis a line, such as “Căn cứ Luật Di sản văn hóa ngày 23/11/2024”; may be left empty."),
    ),
    Part(
        key="leadership",
        chapter="I",
        title=N_("Leadership and direction"),
        hint=N_("Documents issued, meetings, how the plan was assigned and followed."),
    ),
    Part(key="collecting", chapter="II", title=N_("Research and collecting")),
    Part(key="inventory", chapter="II", title=N_("Inventory and classification")),
    Part(
        key="care",
        chapter="II",
        title=N_("Conservation"),
        hint=N_("Objects given care, stores cleaned and checked, training."),
    ),
    Part(key="digitizing", chapter="II", title=N_("Digitization")),
    Part(
        key="display",
        chapter="II",
        title=N_("Display, guiding, education"),
        hint=N_("Exhibitions with place and days, groups guided, programmes for schools."),
    ),
    Part(key="visitors", chapter="II", title=N_("Visitors")),
    Part(key="partners", chapter="II", title=N_("Private museums and cooperation")),
    Part(key="strengths", chapter="III", title=N_("Strengths")),
    Part(key="weaknesses", chapter="III", title=N_("Weaknesses and limits")),
    Part(key="causes", chapter="III", title=N_("Causes")),
    Part(
        key="next",
        chapter="IV",
        title=N_("Directions and tasks of the next period"),
        hint=N_("The work of the next period, by task."),
    ),
    Part(key="proposals", chapter="V", title=N_("Proposals"), hint=N_("To the department, to the province.")),
)
PART_OF: dict[str, Part] = {part.key: part for part in PARTS}


def cause_key(code: str) -> str:
    """Where the cause of an unmet target is written."""
    return f"{CAUSE}:{code}"


def remedy_key(code: str) -> str:
    """Where the remedy for an unmet target is written."""
    return f"{REMEDY}:{code}"


def target_of(key: str) -> str | None:
    """The target that a text explains; None for a part of the report."""
    head, _, code = key.partition(":")
    return code if head in {CAUSE, REMEDY} and code else None


def is_known(key: str) -> bool:
    """Whether a text may be written under a key."""
    return key in PART_OF or target_of(key) is not None
