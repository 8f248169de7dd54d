"""The object record, its materials and its measures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from museum_tracker.catalogue.models.numbers import ArtifactNumber, sort_text
from museum_tracker.catalogue.rules import (
    ArtifactKind,
    ClassificationState,
    Custody,
    DocumentaryHeritage,
    Holding,
    InventoryState,
    LegalClass,
    RegisterBasis,
)
from museum_tracker.core.db import Base, Json, enum_of, flag, long_text, moment, moment_or_none, pk, short_text
from museum_tracker.core.dimension_groups import DimensionKind
from museum_tracker.locations.models import Location
from museum_tracker.sources.models import Source
from museum_tracker.vocabularies.models import Term

UNKNOWN_EARLIEST = 999_999
UNKNOWN_LATEST = -999_999


def _index_of_standing(name: str, *columns: str) -> sa.Index:
    """An index of the objects that are not voided: queues and stores ask for no others."""
    standing = sa.text("voided_at IS NULL")
    return sa.Index(name, *columns, sqlite_where=standing, postgresql_where=standing)


class Artifact(Base):
    """A thing the museum keeps: one register line, its description and its present state.

    Narrow columns stand before long texts, so that counting reads short rows. `date_sort` and `date_sort_desc`
    repeat the dating with a value for "unknown" that puts undated objects last in either direction. One wide index
    answers every count of states and terms; single ones beside it would make imports pay for each. It begins with
    `flat`, by which hardly anybody asks: beginning with `voided_at` it lured SQLite away from the order's index.
    """

    __tablename__ = "artifacts"
    __table_args__ = (
        sa.Index("ix_artifacts_by_number", "number_sort", "id"),
        sa.Index("ix_artifacts_by_name", "name_sort", "id"),
        sa.Index("ix_artifacts_by_date", "date_sort", "id"),
        sa.Index("ix_artifacts_by_date_desc", "date_sort_desc", "id"),
        sa.Index("ix_artifacts_by_update", "updated_at", "id"),
        sa.Index(
            "ix_artifacts_facets",
            *("flat", "voided_at", "custody", "holding", "kind", "type_id", "period_id", "inventory_state"),
            *("classification_state", "digitization_level", "location_id", "condition_id", "legal_class"),
            *("collected_year", "place_id", "acquisition_method_id", "representative", "documentary_heritage", "id"),
        ),
        sa.Index(
            "ix_artifacts_restricted",
            "id",
            sqlite_where=sa.text("use_restricted IS 1"),
            postgresql_where=sa.text("use_restricted IS true"),
        ),
        _index_of_standing("ix_artifacts_custody", "custody"),
        _index_of_standing("ix_artifacts_location", "location_id", "custody"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[pk]
    version: Mapped[int] = mapped_column(default=1)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    kind: Mapped[ArtifactKind] = mapped_column(enum_of(ArtifactKind), default=ArtifactKind.OBJECT)
    flat: Mapped[flag]
    legal_class: Mapped[LegalClass] = mapped_column(enum_of(LegalClass), default=LegalClass.OBJECT)
    holding: Mapped[Holding] = mapped_column(enum_of(Holding), default=Holding.UNDECIDED)
    register_basis: Mapped[RegisterBasis] = mapped_column(enum_of(RegisterBasis), default=RegisterBasis.NONE)
    representative: Mapped[flag]
    decision_counts: Mapped[flag]
    documentary_heritage: Mapped[DocumentaryHeritage] = mapped_column(
        enum_of(DocumentaryHeritage), default=DocumentaryHeritage.NONE
    )
    use_restricted: Mapped[flag]
    type_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    period_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    place_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    acquisition_method_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    condition_id: Mapped[int | None] = mapped_column(sa.ForeignKey("terms.id"))
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sources.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    weight_g: Mapped[float | None]
    date_earliest: Mapped[int | None]
    date_latest: Mapped[int | None]
    date_sort: Mapped[int] = mapped_column(default=UNKNOWN_EARLIEST)
    date_sort_desc: Mapped[int] = mapped_column(default=UNKNOWN_LATEST)
    collected_earliest: Mapped[dt.date | None]
    collected_latest: Mapped[dt.date | None]
    collected_year: Mapped[int | None]
    registered_earliest: Mapped[dt.date | None]
    registered_latest: Mapped[dt.date | None]
    legal_class_decided_earliest: Mapped[dt.date | None]
    legal_class_decided_latest: Mapped[dt.date | None]
    documentary_heritage_decided_earliest: Mapped[dt.date | None]
    documentary_heritage_decided_latest: Mapped[dt.date | None]
    representative_decided_earliest: Mapped[dt.date | None]
    representative_decided_latest: Mapped[dt.date | None]
    restricted_until_earliest: Mapped[dt.date | None]
    restricted_until_latest: Mapped[dt.date | None]
    voided_at: Mapped[moment_or_none]
    created_at: Mapped[moment]
    updated_at: Mapped[moment]

    # Caches, each written only by the feature that owns it.
    custody: Mapped[Custody] = mapped_column(enum_of(Custody), default=Custody.RECEIVED)
    location_id: Mapped[int | None] = mapped_column(sa.ForeignKey("locations.id"))
    inventory_state: Mapped[InventoryState] = mapped_column(enum_of(InventoryState), default=InventoryState.NONE)
    classification_state: Mapped[ClassificationState] = mapped_column(
        enum_of(ClassificationState), default=ClassificationState.NONE
    )
    digitization_level: Mapped[int] = mapped_column(default=0)
    full_level_reached: Mapped[flag]
    cover: Mapped[str] = mapped_column(sa.String(200), default="")
    number: Mapped[str] = mapped_column(sa.String(200), default="")
    number_sort: Mapped[str] = mapped_column(sort_text(), default="~")
    classification_number: Mapped[str] = mapped_column(sa.String(200), default="")

    # Words, shorter before longer.
    name_vi: Mapped[short_text]
    name_sort: Mapped[str] = mapped_column(sort_text(), default="")
    name_en: Mapped[short_text]
    count_unit: Mapped[str] = mapped_column(sa.String(100), default="")
    material_text: Mapped[short_text]
    technique: Mapped[short_text]
    period_text: Mapped[short_text]
    dating_text: Mapped[short_text]
    dimensions_text: Mapped[str] = mapped_column(sa.String(1000), default="")
    weight_text: Mapped[short_text]
    production_place: Mapped[short_text]
    find_place: Mapped[short_text]
    ethnic_group: Mapped[short_text]
    maker: Mapped[short_text]
    source_text: Mapped[str] = mapped_column(sa.String(2000), default="")
    collected_text: Mapped[short_text]
    handover_record: Mapped[short_text]
    acquisition_decision: Mapped[short_text]
    registered_text: Mapped[short_text]
    register_book: Mapped[str] = mapped_column(sa.String(100), default="")
    register_page: Mapped[str] = mapped_column(sa.String(100), default="")
    register_line: Mapped[str] = mapped_column(sa.String(100), default="")
    register_basis_text: Mapped[short_text]
    legal_class_decision: Mapped[short_text]
    legal_class_decided_text: Mapped[short_text]
    documentary_heritage_decision: Mapped[short_text]
    documentary_heritage_decided_text: Mapped[short_text]
    representative_decision: Mapped[short_text]
    representative_decided_text: Mapped[short_text]
    restriction_decision: Mapped[short_text]
    restricted_until_text: Mapped[short_text]
    condition_text: Mapped[str] = mapped_column(sa.String(2000), default="")
    rights: Mapped[str] = mapped_column(sa.String(2000), default="")
    sensitivity: Mapped[str] = mapped_column(sa.String(2000), default="")
    alternative_names: Mapped[str] = mapped_column(sa.String(2000), default="")
    description_vi: Mapped[long_text]
    description_en: Mapped[long_text]
    inscription: Mapped[long_text]
    provenance: Mapped[long_text]
    significance: Mapped[long_text]
    history_note: Mapped[long_text]
    notes: Mapped[long_text]
    raw: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    parent: Mapped[Artifact | None] = relationship(remote_side="Artifact.id", back_populates="parts")
    parts: Mapped[list[Artifact]] = relationship(back_populates="parent", order_by="Artifact.number_sort, Artifact.id")
    type: Mapped[Term | None] = relationship(foreign_keys=[type_id])
    period: Mapped[Term | None] = relationship(foreign_keys=[period_id])
    place: Mapped[Term | None] = relationship(foreign_keys=[place_id])
    acquisition_method: Mapped[Term | None] = relationship(foreign_keys=[acquisition_method_id])
    condition: Mapped[Term | None] = relationship(foreign_keys=[condition_id])
    source: Mapped[Source | None] = relationship()
    location: Mapped[Location | None] = relationship()
    numbers: Mapped[list[ArtifactNumber]] = relationship(
        order_by=ArtifactNumber.id, cascade="all, delete-orphan", back_populates="artifact"
    )
    dimensions: Mapped[list[Dimension]] = relationship(order_by="Dimension.position", cascade="all, delete-orphan")
    material_links: Mapped[list[ArtifactMaterial]] = relationship(
        order_by="ArtifactMaterial.position", cascade="all, delete-orphan"
    )

    @property
    def materials(self) -> list[Term]:
        """The materials, the chief one first."""
        return [link.term for link in self.material_links]

    @property
    def label(self) -> str:
        """How people call the object: its number and its name."""
        return " · ".join(part for part in (self.number, self.name_vi or self.name_en) if part) or f"#{self.id}"


class ArtifactMaterial(Base):
    """One material of an object; position 0 is the chief one, which classification follows."""

    __tablename__ = "artifact_materials"
    __table_args__ = (sa.Index("ix_artifact_materials_term", "term_id", "artifact_id"),)

    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), primary_key=True)
    term_id: Mapped[int] = mapped_column(sa.ForeignKey("terms.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)

    term: Mapped[Term] = relationship()


class Dimension(Base):
    """One measure of an object in centimetres, as read from the text that the curator wrote."""

    __tablename__ = "dimensions"

    id: Mapped[pk]
    artifact_id: Mapped[int] = mapped_column(sa.ForeignKey("artifacts.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[DimensionKind] = mapped_column(enum_of(DimensionKind))
    qualifier: Mapped[str] = mapped_column(sa.String(100), default="")
    min_cm: Mapped[float]
    max_cm: Mapped[float]
    text: Mapped[str] = mapped_column(sa.String(200), default="")
