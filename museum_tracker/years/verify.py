"""Proving what was frozen: every hash, every link of the chain, every list of objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.models import ChangeItem
from museum_tracker.years.models import FrozenList, ReportingYear, YearClose
from museum_tracker.years.queries import frozen_bytes
from museum_tracker.years.rules.packing import Damaged, hash_of, unpack_numbers
from museum_tracker.years.rules.states import YearState


def verify(session: Session) -> list[Message]:
    """Check the whole chain of closes and restatements and every frozen list; each fault in one sentence."""
    faults: list[Message] = []
    previous = ""
    proved: dict[str, int | None] = {}
    for row in session.scalars(sa.select(YearClose).options(undefer(YearClose.content)).order_by(YearClose.id)):
        faults += _check_close(session, row, previous, proved)
        previous = row.hash
    faults += _missing_closes(session)
    return faults


def count_proved(session: Session) -> tuple[int, int]:
    """How many snapshots and lists there are to prove."""
    closes = session.scalar(sa.select(sa.func.count()).select_from(YearClose)) or 0
    lists = session.scalar(sa.select(sa.func.count()).select_from(FrozenList)) or 0
    return closes, lists


def _check_close(session: Session, row: YearClose, previous: str, proved: dict[str, int | None]) -> Iterator[Message]:
    name = name_of(row)
    if hash_of(row.content) != row.hash:
        yield Message(N_("%(close)s: the content is not what was frozen."), {"close": name})
        return
    content = json.loads(row.content)
    if not row.previous_hash == content["previous"] == previous:
        yield Message(N_("%(close)s: the chain is broken before it."), {"close": name})
    if (content["year"], content["number"]) != (row.year, row.number):
        yield Message(N_("%(close)s: it is kept under another year or number."), {"close": name})
    if row.hash not in _hashes_in_history(session, row.year):
        yield Message(N_("%(close)s: the history of deeds names another hash."), {"close": name})
    yield from _check_lists(session, name, content, proved)


def _check_lists(
    session: Session, name: Message, content: dict[str, Any], proved: dict[str, int | None]
) -> Iterator[Message]:
    for code, measures in content["figures"].items():
        for measure, kept in measures.items():
            if _count(session, kept[4], proved) != kept[0]:
                figure = f"{measure}, {code}"
                yield Message(
                    N_("%(close)s: the list behind “%(figure)s” is damaged."), {"close": name, "figure": figure}
                )
    if _count(session, content["pieces"], proved) is None:
        yield Message(N_("%(close)s: the list of pieces is damaged."), {"close": name})
    for bridge in content.get("bridges", ()):
        for part in bridge["parts"]:
            if _count(session, part["list"], proved) is None:
                figure = f"{bridge['measure']}, {bridge['population']}"
                yield Message(
                    N_("%(close)s: a list behind the opening of “%(figure)s” is damaged."),
                    {"close": name, "figure": figure},
                )
    for measure, kept in content.get("days", {}).items():
        if _count(session, kept, proved) is None:
            yield Message(
                N_("%(close)s: the days behind “%(figure)s” are damaged."), {"close": name, "figure": measure}
            )


def _count(session: Session, sha256: str, proved: dict[str, int | None]) -> int | None:
    """How many numbers a list holds; None where its bytes are not what was frozen."""
    if sha256 not in proved:
        try:
            proved[sha256] = len(unpack_numbers(frozen_bytes(session, sha256), sha256))
        except Damaged:
            proved[sha256] = None
    return proved[sha256]


def _hashes_in_history(session: Session, year: int) -> set[str]:
    query = sa.select(ChangeItem.after).where(ChangeItem.entity == "reporting_year", ChangeItem.entity_id == year)
    return {after["hash"] for after in session.scalars(query) if after and "hash" in after}


def _missing_closes(session: Session) -> Iterator[Message]:
    kept = sa.select(YearClose.year).where(YearClose.number == 0)
    query = sa.select(ReportingYear.year).where(
        ReportingYear.state == YearState.CLOSED, ReportingYear.year.not_in(kept)
    )
    for year in session.scalars(query):
        yield Message(N_("The year %(year)s is closed, but what was frozen is gone."), {"year": str(year)})


def name_of(row: YearClose) -> Message:
    """A close or a restatement by its name."""
    if not row.number:
        return Message(N_("Close of the year %(year)s"), {"year": str(row.year)})
    return Message(
        N_("Restatement %(number)s of the year %(year)s"), {"year": str(row.year), "number": str(row.number)}
    )
