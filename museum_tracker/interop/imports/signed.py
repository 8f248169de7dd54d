"""What entering a file would move in figures that were closed or issued: counted row by row in the trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from museum_tracker.core.i18n import N_, Message, restored, stored
from museum_tracker.figures.rules.facts import ENUM_LABELS, FactKind, Said
from museum_tracker.years.causes import DECIDING
from museum_tracker.years.foreseen import Cited

HELD = N_("%(paper)s: %(objects)s objects of the file come into the figures of its last day")
CAME = N_("%(paper)s: %(kind)s in its period: %(objects)s")
EDITED = N_("%(paper)s: %(objects)s known objects change a field by which figures count")


class SignedTally:
    """Counts, for each close and each issued report, the objects whose evidence a file would date into it."""

    def __init__(self, cited: Sequence[Cited]) -> None:
        self._cited = list({(one.start, one.end): one for one in cited}.values())
        self._counts: list[Counter[str]] = [Counter() for _ in self._cited]

    def add(self, facts: Iterable[Said]) -> None:
        """Count an object that the file would bring, by its facts; undated evidence is of every day."""
        told = list(facts)
        for cited, counts in zip(self._cited, self._counts, strict=True):
            start, end = cited.start.isoformat(), cited.end.isoformat()
            ours = [fact for fact in told if (fact.effective_latest or fact.effective_on or "") <= end]
            if ours:
                counts["held"] += 1
            for kind in {fact.kind for fact in ours if not fact.opening and (fact.effective_on or "") >= start}:
                counts[kind] += 1

    def edit(self, changes: Iterable[str]) -> None:
        """Count a known object that the file changes, where figures count by one of the fields."""
        if DECIDING & set(changes):
            for counts in self._counts:
                counts["edited"] += 1

    def told(self) -> list[dict[str, Any]]:
        """What was counted, as the trial keeps it."""
        return [
            {"title": {"msgid": cited.title.msgid, "values": stored(cited.title.values)}, "counts": dict(counts)}
            for cited, counts in zip(self._cited, self._counts, strict=True)
            if counts
        ]


def signed_messages(kept: Iterable[dict[str, Any]]) -> list[Message]:
    """What a trial kept, in sentences."""
    found = []
    for one in kept:
        paper, counts = restored(one["title"]["msgid"], one["title"]["values"]), dict(one["counts"])
        held, edited = counts.pop("held", 0), counts.pop("edited", 0)
        if held:
            found.append(Message(HELD, {"paper": paper, "objects": held}))
        for kind, number in counts.items():
            label = Message(ENUM_LABELS[FactKind(kind)])
            found.append(Message(CAME, {"paper": paper, "kind": label, "objects": number}))
        if edited:
            found.append(Message(EDITED, {"paper": paper, "objects": edited}))
    return found
