"""The columns that every list of objects can show from the start."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.fields.dates import show_days, show_years
from museum_tracker.catalogue.queries import T
from museum_tracker.catalogue.registry import Column, add_column
from museum_tracker.core.i18n import N_


def wire_columns() -> None:
    """Register the columns that lists have from the start."""
    add_column(
        Column(name="so_luong", label=N_("Pieces"), expr=T.c.quantity, order=90, numeric=True),
        Column(name="chat_lieu", label=N_("Material"), expr=T.c.material_text, order=10, default=True),
        Column(name="nien_dai", label=N_("Dating"), expr=_dating(), show=_show_dating, order=21, default=True),
        Column(name="kich_thuoc", label=N_("Dimensions"), expr=T.c.dimensions_text, order=92),
        Column(name="ngay_suu_tam", label=N_("Date collected"), expr=_days("collected"), show=_show_days, order=51),
        Column(name="ngay_dang_ky", label=N_("Date registered"), expr=_days("registered"), show=_show_days, order=52),
        Column(
            name="noi_phat_hien", label=N_("Find-spot"), expr=T.c.find_place, order=56, needs=Permission.VIEW_FIND_SPOTS
        ),
        Column(name="cap_nhat", label=N_("Last change"), expr=T.c.updated_at, order=95),
    )


def _joined(*columns: sa.ColumnElement[Any]) -> sa.ColumnElement[str]:
    """Several columns in one text, parted by strokes: a list's column is one expression."""
    texts = [sa.func.coalesce(sa.cast(column, sa.String), "") for column in columns]
    joined: sa.ColumnElement[str] = texts[0]
    for text in texts[1:]:
        joined = joined + "|" + text
    return joined


def _dating() -> sa.ColumnElement[str]:
    words = sa.func.coalesce(sa.func.nullif(T.c.dating_text, ""), T.c.period_text)
    return _joined(T.c.date_earliest, T.c.date_latest, words)


def _show_dating(value: Any, locale: str) -> str:
    earliest, latest, words = str(value).split("|", 2)
    return words or show_years(int(earliest) if earliest else None, int(latest) if latest else None, locale)


def _days(name: str) -> sa.ColumnElement[str]:
    return _joined(T.c[f"{name}_earliest"], T.c[f"{name}_latest"], T.c[f"{name}_text"])


def _show_days(value: Any, locale: str) -> str:
    earliest, latest, words = str(value).split("|", 2)
    return (
        show_days(earliest, latest, locale)
        if earliest and earliest == latest
        else words or show_days(earliest, latest, locale)
    )
