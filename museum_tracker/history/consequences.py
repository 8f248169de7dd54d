"""What a change would move that somebody has signed: said before the change is kept, and confirmed by the person.

Features above add readers (a closed year, an issued report); every door asks the same readers when its change is whole
but not yet committed, so that what is shown is what would stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.recording import change_sets_of


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure that a change moves: as it was signed (None where only its paper holds it), as it is, as it would be."""

    label: Message
    scope: Message
    signed: Message | None
    now: Message
    then: Message


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What was signed and would be contradicted: its names with their pages, and the figures that would move.

    `main` are the figures that people know it by; `others` the same figures of further populations.
    """

    titles: tuple[tuple[Message, str], ...]
    main: tuple[Moved, ...]
    others: tuple[Moved, ...] = ()


Reader = Callable[[Session, Session, Sequence[int]], list[Consequence]]
EvidenceReader = Callable[[Session, Sequence[int]], list[Consequence]]
CONFIRMED = "xac-nhan-so-da-chot"  # the field in which a form sends what the person has confirmed
READERS: list[Reader] = []
EVIDENCE_READERS: list[EvidenceReader] = []


class Unconfirmed(Exception):
    """A change would move figures that were signed, and nobody has said yet that it shall."""

    msgid = N_("This change moves figures that were closed or issued. It has to be confirmed.")

    def __init__(self, consequences: Sequence[Consequence]) -> None:
        self.consequences = list(consequences)
        super().__init__(self.msgid)

    @property
    def token(self) -> str:
        """A short word for exactly these figures: confirming them confirms no others."""
        return hashlib.sha256("\n".join(map(_line, self.lines())).encode()).hexdigest()[:16]

    def lines(self) -> list[tuple[Message, Moved]]:
        """Every figure that would move, with the first name of what was signed."""
        return [(one.titles[0][0], moved) for one in self.consequences for moved in (*one.main, *one.others)]


def add_reader(reader: Reader) -> None:
    """Have a feature asked: given a session with the change, one without it, and its change sets, what does it move?"""
    if reader not in READERS:
        READERS.append(reader)


def add_evidence_reader(reader: EvidenceReader) -> None:
    """Have a feature asked before a large change is left to the worker to undo: which signed figures rest on it?"""
    if reader not in EVIDENCE_READERS:
        EVIDENCE_READERS.append(reader)


def require_undo_confirmed(session: Session, change_set_ids: Sequence[int], confirmed: str = "") -> None:
    """Refuse to leave undoing to the worker while signed figures rest on the changes, unless that was confirmed.

    The figures themselves are known only when the work is done: what is said is how much evidence would go.

    Raises:
        Unconfirmed: it was not.
    """
    found = [one for reader in EVIDENCE_READERS for one in reader(session, change_set_ids)]
    if found and (needed := Unconfirmed(found)).token != confirmed:
        raise needed


def consequences(session: Session, change_set_ids: Sequence[int]) -> list[Consequence]:
    """What the changes of an open transaction would move; empty when nothing that was signed is touched."""
    if not change_set_ids:
        return []
    session.flush()
    bind = session.get_bind()
    with Session(bind.engine if isinstance(bind, sa.Connection) else bind, expire_on_commit=False) as before:
        return [found for reader in READERS for found in reader(session, before, change_set_ids)]


def require_confirmed(session: Session, confirmed: str = "") -> None:
    """Refuse to go on with an open transaction that moves signed figures, unless exactly those were confirmed.

    Raises:
        Unconfirmed: they were not.
    """
    found = consequences(session, change_sets_of(session))
    if found and (needed := Unconfirmed(found)).token != confirmed:
        raise needed


def _line(pair: tuple[Message, Moved]) -> str:
    title, moved = pair
    return "|".join(part.text("en") for part in (title, moved.label, moved.scope, moved.now, moved.then))
