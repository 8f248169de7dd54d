"""What a record still lacks: named gaps that are work lists, never reasons to refuse an old book."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.lacking import MATERIAL_IN_OTHER_WORDS, NO_MATERIAL, not_given
from museum_tracker.catalogue.models import ArtifactNumber, Dimension
from museum_tracker.catalogue.queries import T
from museum_tracker.catalogue.registry import Filter, Select
from museum_tracker.catalogue.rules import STANDING_NUMBERS, NumberKind
from museum_tracker.core.db import Base
from museum_tracker.core.i18n import N_, translate

_NUMBERS = Base.metadata.tables[ArtifactNumber.__tablename__]
_DIMENSIONS = Base.metadata.tables[Dimension.__tablename__]
_registered = sa.select(_NUMBERS.c.artifact_id).where(
    _NUMBERS.c.kind == NumberKind.REGISTRATION, _NUMBERS.c.state.in_(STANDING_NUMBERS)
)

# word in the address: label, condition over artifacts
GAPS: dict[str, tuple[str, sa.ColumnElement[bool]]] = {
    "so_dang_ky": (N_("no registration number"), T.c.id.not_in(_registered)),
    "ten": (N_("no name"), (T.c.name_vi == "") & (T.c.name_en == "")),
    "chat_lieu": (N_("no material"), NO_MATERIAL),
    "chat_lieu_la": (N_("material not in the vocabulary"), MATERIAL_IN_OTHER_WORDS),
    "loai_hinh": (N_("no type"), not_given(T.c.type_id)),
    "nien_dai": (N_("no date"), (T.c.dating_text == "") & (T.c.period_text == "") & T.c.date_earliest.is_(None)),
    "nien_dai_chua_doc": (
        N_("date not read"),
        (T.c.dating_text != "") & T.c.date_earliest.is_(None) & T.c.date_latest.is_(None),
    ),
    "kich_thuoc": (N_("no dimensions"), T.c.dimensions_text == ""),
    "kich_thuoc_chua_doc": (
        N_("dimensions not read"),
        (T.c.dimensions_text != "") & T.c.id.not_in(sa.select(_DIMENSIONS.c.artifact_id)),
    ),
    "mieu_ta": (N_("no description"), T.c.description_vi == ""),
    "tinh_trang": (N_("no condition"), not_given(T.c.condition_id)),
    "xuat_xu": (
        N_("no place"),
        not_given(T.c.place_id),
    ),
    "ngay_suu_tam": (N_("date collected not known"), not_given(T.c.collected_year)),
    "ngay_dang_ky": (N_("date registered not known"), T.c.registered_earliest.is_(None)),
    "vi_tri": (N_("no location"), not_given(T.c.location_id)),
    "anh": (N_("no picture"), T.c.cover == ""),
}


def gap_filter() -> Filter:
    """The condition that lists objects lacking something; several gaps must all be there."""

    def apply(select: Select, values: tuple[str, ...]) -> Select:
        for value in values:
            select = select.where(GAPS[value][1] if value in GAPS else sa.false())
        return select

    def describe(session: Session, values: tuple[str, ...], locale: str) -> str:
        del session
        return ", ".join(translate(GAPS[value][0], locale) for value in values if value in GAPS)

    return Filter(name="thieu", label=N_("Lacking"), apply=apply, describe=describe, multiple=True)


def gaps_of(session: Session, artifact_id: int, locale: str) -> list[tuple[str, str]]:
    """The gaps of one object: word in the address and label."""
    flags: list[Any] = [sa.case((condition, 1), else_=0).label(word) for word, (_, condition) in GAPS.items()]
    row = session.execute(sa.select(*flags).where(T.c.id == artifact_id)).mappings().first()
    return [(word, translate(GAPS[word][0], locale)) for word, lacking in (row or {}).items() if lacking]
