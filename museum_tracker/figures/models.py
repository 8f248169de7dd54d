"""Facts, populations, and what is kept ready from them: where each object stands, and the sums."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from museum_tracker.core.db import Base, Json, code, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.core.i18n import Message, Named
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.measures import Measure, Reason
from museum_tracker.figures.rules.populations import PopulationState
from museum_tracker.figures.rules.versions import basis_of


class Fact(Base):
    """Something that became true of an object on a day; never changed and never deleted, only voided by another fact.

    `effective_on` and `effective_latest` are both ends of a rough date; only a latest end means "by then".
    `definition_id` names the digitization definition that a level was measured by.
    """

    __tablename__ = "facts"
    __table_args__ = (sa.Index("ix_facts_effective_on", "effective_on"), {"sqlite_autoincrement": True})

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    kind: Mapped[FactKind] = mapped_column(enum_of(FactKind))
    level: Mapped[int | None]
    definition_id: Mapped[int | None]
    effective_on: Mapped[dt.date | None]
    effective_latest: Mapped[dt.date | None]
    effective_text: Mapped[short_text]
    opening: Mapped[flag]
    recorded_at: Mapped[moment]
    change_set_id: Mapped[int] = mapped_column(sa.ForeignKey("change_sets.id"), index=True)
    voids_id: Mapped[int | None] = mapped_column(sa.ForeignKey("facts.id"))
    values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


class Population(Base):
    """One version of a named denominator: which objects a figure is about, by which document, from which day on.

    `filter` gives for each field the words that belong, and under "query" the conditions of a list of objects; `bit`
    is its place in the masks of standings, None once it is no longer counted. `name` is Vietnamese, for a shipped
    population a message id. Both ends of its days are included; None is open.
    """

    __tablename__ = "populations"
    __table_args__ = (sa.UniqueConstraint("code", "version"),)

    id: Mapped[pk]
    code: Mapped[code]
    name: Mapped[str] = mapped_column(sa.String(200))
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    filter: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    document: Mapped[short_text]
    note: Mapped[long_text]
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
    bit: Mapped[int | None] = mapped_column(unique=True)
    state: Mapped[PopulationState] = mapped_column(enum_of(PopulationState), default=PopulationState.READY)

    @property
    def ready(self) -> bool:
        """Whether every object has been asked; until then its figures are "đang tính"."""
        return self.state is PopulationState.READY

    def label(self, locale: str) -> str:
        """The population's name in a language."""
        return self.title.text(locale)

    @property
    def title(self) -> Message:
        """The population's name, in both languages."""
        return Named(self.name, name_en=self.name_en)

    @property
    def basis(self) -> Message:
        """By which document it counts, or that it is the museum's own way of counting."""
        return basis_of(self.document)

    @property
    def pinned(self) -> str:
        """The word that asks for this version, whatever the day."""
        return f"{self.code}@{self.version}"

    def covers(self, day: dt.date) -> bool:
        """Whether this version was meant for a day."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)


class FigureRule(Base):
    """A choice of the museum about counting, such as the evidence that the 100% goal reads.

    Who recounts objects shares these rows, who changes what is counted takes them alone: nobody counts by old rules
    after the new ones are committed.
    """

    __tablename__ = "figure_rules"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    value: Mapped[list[str]] = mapped_column(Json, default=list)


class Standing(Base):
    """Where one object stands: one short row, recomputed from its facts in the transaction that changes them.

    Bits: `mask` populations, `stocks` and `flows` measures that count it, `opening` stocks that rest on old books,
    `opening_evidence` the evidence itself. Days are numbers (20261122, 0 = not known, none = has it not); an
    eventful object has no days here, its steps are `StandingEntry` rows.
    """

    __tablename__ = "standings"

    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), primary_key=True, autoincrement=False)
    pieces: Mapped[int]
    holding: Mapped[str] = mapped_column(sa.String(32))
    mask: Mapped[int] = mapped_column(sa.BigInteger)
    stocks: Mapped[int]
    flows: Mapped[int]
    opening: Mapped[int]
    opening_evidence: Mapped[int]
    eventful: Mapped[bool]
    present_first: Mapped[int | None]
    present_last: Mapped[int | None]
    collected_first: Mapped[int | None]
    collected_last: Mapped[int | None]
    merged_first: Mapped[int | None]
    merged_last: Mapped[int | None]
    registered_first: Mapped[int | None]
    registered_last: Mapped[int | None]
    marked_first: Mapped[int | None]
    marked_last: Mapped[int | None]
    classified_first: Mapped[int | None]
    classified_last: Mapped[int | None]
    dossier_first: Mapped[int | None]
    dossier_last: Mapped[int | None]
    level_1_first: Mapped[int | None]
    level_1_last: Mapped[int | None]
    level_2_first: Mapped[int | None]
    level_2_last: Mapped[int | None]
    level_3_first: Mapped[int | None]
    level_3_last: Mapped[int | None]
    full_first: Mapped[int | None]
    full_last: Mapped[int | None]
    inventoried_first: Mapped[int | None]
    inventoried_last: Mapped[int | None]


class StandingEntry(Base):
    """One step of an object that came and went: which figure rose or fell, when, why, in which populations."""

    __tablename__ = "standing_entries"
    __table_args__ = (sa.Index("ix_standing_entries_measure", "measure", "last", "first"),)

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    measure: Mapped[Measure] = mapped_column(enum_of(Measure))
    reason: Mapped[Reason] = mapped_column(enum_of(Reason))
    first: Mapped[int]
    last: Mapped[int]
    opening: Mapped[bool]
    sign: Mapped[int]
    mask: Mapped[int] = mapped_column(sa.BigInteger)


class Tally(Base):
    """A folded sum: so many objects and pieces of the same populations entered a figure in a span, for one reason.

    `mask` are the populations as bits. `grain` is day, month (`first` and `last` are months, `first` 0 where the date
    is not known to the month) or total (both 0); each grain holds every entry.
    """

    __tablename__ = "tallies"
    __table_args__ = ({"sqlite_with_rowid": False},)

    grain: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    measure: Mapped[Measure] = mapped_column(enum_of(Measure), primary_key=True)
    last: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[Reason] = mapped_column(enum_of(Reason), primary_key=True)
    opening: Mapped[bool] = mapped_column(primary_key=True)
    mask: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    objects: Mapped[int]
    pieces: Mapped[int]


class TallyDelta(Base):
    """A change of a sum, by days, waiting to be folded: writers only append here, so none waits for another.

    `turn` names the folding that has claimed it.
    """

    __tablename__ = "tally_deltas"

    id: Mapped[pk]
    measure: Mapped[Measure] = mapped_column(enum_of(Measure))
    last: Mapped[int]
    first: Mapped[int]
    reason: Mapped[Reason] = mapped_column(enum_of(Reason))
    opening: Mapped[bool]
    mask: Mapped[int] = mapped_column(sa.BigInteger)
    objects: Mapped[int]
    pieces: Mapped[int]
    turn: Mapped[int | None] = mapped_column(sa.BigInteger)


class FigureCheck(Base):
    """One run of the checker: how many objects were recounted, and every difference from what was kept."""

    __tablename__ = "figure_checks"

    id: Mapped[pk]
    started_at: Mapped[moment]
    finished_at: Mapped[moment_or_none]
    objects: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    differences: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
