"""The conditions, counted properties and columns that every list of objects has from the start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue import worded_filters
from museum_tracker.catalogue.columns import wire_columns
from museum_tracker.catalogue.flag_filters import flag_filter
from museum_tracker.catalogue.gaps import gap_filter
from museum_tracker.catalogue.lacking import (
    MATERIAL_IN_OTHER_WORDS,
    NO_MATERIAL,
    NOTHING,
    OTHER_WORDS,
    chosen_among,
    either,
)
from museum_tracker.catalogue.models import ArtifactMaterial, ArtifactNumber
from museum_tracker.catalogue.queries import T
from museum_tracker.catalogue.registry import FILTERS, Column, Facet, Filter, Select, add_column, add_facet, add_filter
from museum_tracker.catalogue.restriction import restricted_ids
from museum_tracker.catalogue.rules import (
    DIGITIZATION_LEVELS,
    ENUM_LABELS,
    ArtifactKind,
    ClassificationState,
    Custody,
    DocumentaryHeritage,
    Holding,
    InventoryState,
    LegalClass,
    NumberState,
)
from museum_tracker.catalogue.sight import COLUMN_NEEDS
from museum_tracker.catalogue.terms import (
    LOCATIONS,
    TERMS,
    below,
    ids_of,
    location_labels,
    locations_below,
    term_labels,
    term_name,
)
from museum_tracker.core.db import Base
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, translate

Labels = Callable[[Session, Any, str], dict[Any, str]]
MATERIALS = Base.metadata.tables[ArtifactMaterial.__tablename__]
NUMBERS = Base.metadata.tables[ArtifactNumber.__tablename__]

# The conditions that a population can be made of: what the record itself says of the object.
OF_RECORD = frozenset(
    {
        "chat_lieu", "loai_hinh", "thoi_ky", "dia_danh", "phuong_thuc", "nam_suu_tam", "tu_nam", "den_nam",
        "dien_quan_ly", "phap_ly", "nhom", "tieu_bieu", "phang",
    }
)  # fmt: skip

# name in the address, label, column, its words, order of the facet
STATES: tuple[tuple[str, str, str, type[StrEnum], int], ...] = (
    ("kiem_ke", N_("Inventory state"), "inventory_state", InventoryState, 30),
    ("phan_loai", N_("Classification"), "classification_state", ClassificationState, 35),
    ("luu_giu", N_("Custody"), "custody", Custody, 60),
    ("dien_quan_ly", N_("Holding"), "holding", Holding, 65),
    ("phap_ly", N_("Legal class"), "legal_class", LegalClass, 70),
    ("di_san_tu_lieu", N_("Documentary heritage"), "documentary_heritage", DocumentaryHeritage, 72),
    ("nhom", N_("Kind"), "kind", ArtifactKind, 75),
)
TERM_COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("loai_hinh", N_("Type"), "type_id", 15),
    ("thoi_ky", N_("Period"), "period_id", 20),
    ("dia_danh", N_("Geographic place"), "place_id", 55),
    ("phuong_thuc", N_("Way of acquisition"), "acquisition_method_id", 80),
    ("tinh_trang", N_("Condition"), "condition_id", 85),
)


def wire_builtin() -> None:
    """Register everything that lists have from the start."""
    for name, label, column, words, order in STATES:
        _state(name, label, T.c[column], words, order)
    for name, label, column, order in TERM_COLUMNS:
        _term(name, label, T.c[column], order)
    _materials()
    _level()
    _location()
    _years()
    _others()
    worded_filters.register()
    for name in OF_RECORD:
        add_filter(replace(FILTERS[name], of_record=True))
    wire_columns()


def _name_of_nothing(value: str, locale: str) -> str:
    words = {NOTHING: N_("not given"), OTHER_WORDS: N_("in other words")}
    return translate(words[value], locale) if value in words else value


def _describe_words(words: type[StrEnum]) -> Callable[[Session, Any, str], str]:
    def describe(session: Session, values: tuple[str, ...], locale: str) -> str:
        del session
        return ", ".join(_word(words, value, locale) for value in values)

    return describe


def _word(words: type[StrEnum], value: Any, locale: str) -> str:
    known = value in _members(words)
    return translate(ENUM_LABELS[words(value)], locale) if known else _name_of_nothing(str(value), locale)


@cache
def _members(words: type[StrEnum]) -> frozenset[StrEnum]:
    return frozenset(words)


def _state(name: str, label: str, column: sa.Column[Any], words: type[StrEnum], order: int) -> None:
    def apply(select: Select, values: tuple[str, ...]) -> Select:
        return select.where(column.in_([words(value) for value in values if value in set(words)]))

    def label_of(value: Any, locale: str) -> str:
        return _word(words, value, locale)

    add_filter(Filter(name=name, label=label, apply=apply, describe=_describe_words(words), multiple=True))
    add_facet(Facet(name=name, label=label, expr=column, label_of=label_of, order=order))
    add_column(Column(name=name, label=label, expr=column, show=label_of, order=order, default=name == "kiem_ke"))


def _describe_named(labels: Labels) -> Callable[[Session, Any, str], str]:
    def describe(session: Session, values: tuple[str, ...], locale: str) -> str:
        names = labels(session, ids_of(values), locale)
        return ", ".join(
            [*names.values(), *(_name_of_nothing(v, locale) for v in values if v in {NOTHING, OTHER_WORDS})]
        )

    return describe


def _term(name: str, label: str, column: sa.Column[Any], order: int) -> None:
    def apply(select: Select, values: tuple[str, ...]) -> Select:
        tree = below(ids_of(values))
        return select.where(either(column, values, column.in_(sa.select(tree.c.id))))

    def expr(locale: str) -> sa.ColumnElement[Any]:
        return sa.select(term_name(locale)).where(TERMS.c.id == column).correlate(T).scalar_subquery()

    add_filter(Filter(name=name, label=label, apply=apply, describe=_describe_named(term_labels), multiple=True))
    add_facet(Facet(name=name, label=label, expr=column, labels=term_labels, order=order))
    add_column(Column(name=name, label=label, expr=expr, order=order))


def _materials() -> None:
    def apply(select: Select, values: tuple[str, ...]) -> Select:
        tree = below(ids_of(values))
        of_these = T.c.id.in_(sa.select(MATERIALS.c.artifact_id).where(MATERIALS.c.term_id.in_(sa.select(tree.c.id))))
        return select.where(chosen_among(values, of_these, NO_MATERIAL, MATERIAL_IN_OTHER_WORDS))

    rows = sa.select(MATERIALS.c.artifact_id, MATERIALS.c.term_id.label("value"))
    label = N_("Material")
    add_filter(Filter(name="chat_lieu", label=label, apply=apply, describe=_describe_named(term_labels), multiple=True))
    add_facet(Facet(name="chat_lieu", label=label, rows=rows, labels=term_labels, order=10))


def _level() -> None:
    def label_of(value: Any, locale: str) -> str:
        text = str(value)
        return translate(DIGITIZATION_LEVELS[int(text)], locale) if text in {"0", "1", "2", "3"} else text

    def describe(session: Session, values: tuple[str, ...], locale: str) -> str:
        del session
        return ", ".join(label_of(value, locale) for value in values)

    def apply(select: Select, values: tuple[str, ...]) -> Select:
        return select.where(T.c.digitization_level.in_(ids_of(values)))

    column, label = T.c.digitization_level, N_("Digitization level")
    add_filter(Filter(name="muc_so_hoa", label=label, apply=apply, describe=describe, multiple=True))
    add_facet(Facet(name="muc_so_hoa", label=label, expr=column, label_of=label_of, order=40, sort_by_value=True))
    add_column(Column(name="muc_so_hoa", label=label, expr=column, show=label_of, order=40))


def _location() -> None:
    def apply(select: Select, values: tuple[str, ...]) -> Select:
        tree = locations_below(ids_of(values))
        return select.where(either(T.c.location_id, values, T.c.location_id.in_(sa.select(tree.c.id))))

    def expr(locale: str) -> sa.ColumnElement[Any]:
        del locale
        name = sa.case((LOCATIONS.c.code == "", LOCATIONS.c.name), else_=LOCATIONS.c.code + " · " + LOCATIONS.c.name)
        return sa.select(name).where(LOCATIONS.c.id == T.c.location_id).correlate(T).scalar_subquery()

    label, needs, describe = N_("Location"), COLUMN_NEEDS["location_id"], _describe_named(location_labels)
    add_filter(Filter(name="vi_tri", label=label, apply=apply, describe=describe, multiple=True, needs=needs))
    add_facet(Facet(name="vi_tri", label=label, expr=T.c.location_id, labels=location_labels, order=45, needs=needs))
    add_column(Column(name="vi_tri", label=label, expr=expr, order=45, needs=needs))


def _years() -> None:
    def apply(select: Select, values: tuple[str, ...]) -> Select:
        column = T.c.collected_year
        return select.where(either(column, values, column.in_(ids_of(values))))

    def describe(session: Session, values: tuple[str, ...], locale: str) -> str:
        del session
        return ", ".join(_name_of_nothing(value, locale) for value in values)

    label = N_("Year collected")
    add_filter(Filter(name="nam_suu_tam", label=label, apply=apply, describe=describe, multiple=True))
    add_facet(
        Facet(
            name="nam_suu_tam",
            label=label,
            expr=T.c.collected_year,
            label_of=_name_of_nothing,
            order=50,
            sort_by_value=True,
        )
    )
    for name, label_, condition in (
        ("tu_nam", N_("Made from year"), lambda year: T.c.date_latest >= year),
        ("den_nam", N_("Made until year"), lambda year: T.c.date_earliest <= year),
    ):
        add_filter(_year_bound(name, label_, condition))


def _year_bound(name: str, label: str, condition: Callable[[int], sa.ColumnElement[bool]]) -> Filter:
    def apply(select: Select, value: str) -> Select:
        digits = value.removeprefix("-")
        return select.where(condition(int(value)) if digits.isdecimal() and len(digits) < 7 else sa.false())

    return Filter(name=name, label=label, apply=apply, describe=_as_written)


def _as_written(session: Session, value: str, locale: str) -> str:
    del session, locale
    return value


def _describe_whole(session: Session, value: str, locale: str) -> str:
    del locale
    ids = ids_of([value])
    row = session.execute(sa.select(T.c.number, T.c.name_vi).where(T.c.id.in_(ids))).first()
    return " · ".join(part for part in row if part) if row else value


def _how_many(session: Session, values: tuple[str, ...], locale: str) -> str:
    del session
    return number(len(values), locale)


def _others() -> None:
    repeated = T.c.id.in_(
        sa.select(NUMBERS.c.artifact_id).where(NUMBERS.c.state == NumberState.DUPLICATE, NUMBERS.c.shelved.is_(False))
    )
    add_filter(
        flag_filter("tieu_bieu", N_("Representative object"), T.c.representative.is_(True)),
        flag_filter("phang", N_("Flat object"), T.c.flat.is_(True)),
        flag_filter("du_muc", N_("Full level of digitization reached"), T.c.full_level_reached.is_(True)),
        flag_filter("trung_so", N_("Repeated number"), repeated),
        flag_filter("co_anh", N_("With a picture"), T.c.cover != ""),
        flag_filter("han_che", N_("Use restricted"), lambda: T.c.id.in_(restricted_ids())),
        gap_filter(),
        Filter(
            name="thuoc",
            label=N_("Part of"),
            apply=lambda select, value: select.where(T.c.parent_id.in_(ids_of([value]))),
            describe=_describe_whole,
        ),
        Filter(
            name="ma",
            label=N_("Chosen objects"),
            apply=lambda select, values: select.where(T.c.id.in_(ids_of(values))),
            describe=_how_many,
            multiple=True,
        ),
    )
