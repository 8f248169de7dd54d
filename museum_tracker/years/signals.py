"""What frozen rows refuse: nobody changes or deletes them, whichever way the session is asked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.years.models import FrozenList, YearClose, YearStep

FROZEN = (YearClose, FrozenList, YearStep)
TABLES = frozenset(model.__tablename__ for model in FROZEN)


class Immutable(Refusal):
    """Frozen figures were about to be changed or deleted."""

    msgid = N_("What was frozen when a year was closed is never changed or deleted; a restatement is issued beside it.")
    status = 409


def protect() -> None:
    """Refuse every change of frozen rows through any session, one by one or many at once."""
    for model in FROZEN:
        for event in ("before_update", "before_delete"):
            if not sa.event.contains(model, event, _refuse_row):
                sa.event.listen(model, event, _refuse_row)
    if not sa.event.contains(Session, "do_orm_execute", _refuse_statement):
        sa.event.listen(Session, "do_orm_execute", _refuse_statement)


def _refuse_row(mapper: Mapper[Any], connection: sa.Connection, target: Any) -> None:
    del mapper, connection
    session = sa.orm.object_session(target)
    if session is None or session.is_modified(target) or target in session.deleted:
        raise Immutable


def _refuse_statement(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    table = getattr(state.statement, "table", None)
    if getattr(table, "name", "") in TABLES:
        raise Immutable
