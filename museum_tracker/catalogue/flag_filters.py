"""Conditions that are answered by yes or no."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.registry import Filter, Select
from museum_tracker.core.i18n import N_, translate

Condition = sa.ColumnElement[bool]
NO = frozenset({"0", "khong"})


def flag_filter(name: str, label: str, condition: Condition | Callable[[], Condition]) -> Filter:
    """A condition of a list, or its contrary; one that depends on the day is given as a function."""

    def apply(select: Select, value: str) -> Select:
        holds = condition if isinstance(condition, sa.ColumnElement) else condition()
        return select.where(sa.not_(holds) if value in NO else holds)

    def describe(session: Session, value: str, locale: str) -> str:
        del session
        return translate(N_("no") if value in NO else N_("yes"), locale)

    return Filter(name=name, label=label, apply=apply, describe=describe)
