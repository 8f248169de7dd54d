"""Imports made for tests: a file in, a batch out, without pages and worker."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.interop.imports.applying import Entering
from museum_tracker.interop.imports.plan import ImportPlan
from museum_tracker.interop.imports.running import open_walk
from museum_tracker.interop.imports.services import create_batch, read_file, set_plan
from museum_tracker.interop.imports.staging import stage
from museum_tracker.interop.imports.trial import try_batch
from museum_tracker.interop.imports.undoing import undo_batch
from museum_tracker.interop.models import ImportBatch, ImportRow, Outcome

OPENING = {"cutoff": "2025-12-31", "document": "Sổ đăng ký 1978"}
IN_PERIOD = {"standing": "in_period", "basis": "superior", "document": "số 15/QĐ-SVHTTDL ngày 04/05/2026"}


def make_importer(session: Session) -> User:
    """The account in whose name test imports run."""
    found = session.scalar(sa.select(User).where(User.username == "nguoi-nhap"))
    if found is None:
        found = User(username="nguoi-nhap", name="Người nhập", role=Role.CATALOGUER)
        session.add(found)
        session.flush()
    return found


def stage_file(engine: sa.Engine, settings: config.Settings, path: Path, **options: Any) -> int:
    """A batch for a file with a plan as proposed and the given options; answers its id."""
    with path.open("rb") as stream, Session(engine) as session:
        staged = stage(session, settings, stream, path.name)
    reading, views = read_file(settings, staged)
    with session_scope(engine, write=True) as session:
        batch = create_batch(session, staged, reading, views, by=make_importer(session))
        plan = replace(ImportPlan.from_json(batch.plan), **(OPENING | options))
        set_plan(session, batch, plan, today=clock.today())
        session.commit()
        return batch.id


def try_file(engine: sa.Engine, settings: config.Settings, path: Path, **options: Any) -> ImportBatch:
    """Try a file."""
    batch_id = stage_file(engine, settings, path, **options)
    return _run(engine, settings, batch_id, trial=True)


def import_file(engine: sa.Engine, settings: config.Settings, path: Path, **options: Any) -> ImportBatch:
    """Enter a file."""
    return enter_batch(engine, settings, stage_file(engine, settings, path, **options))


def enter_batch(engine: sa.Engine, settings: config.Settings, batch_id: int) -> ImportBatch:
    """Enter a staged batch, or go on with one that was stopped."""
    return _run(engine, settings, batch_id, trial=False)


def _run(engine: sa.Engine, settings: config.Settings, batch_id: int, *, trial: bool) -> ImportBatch:
    with session_scope(engine) as session:
        batch = session.get_one(ImportBatch, batch_id)
        walk = open_walk(engine, settings, batch)
        try:
            if trial:
                try_batch(session, batch, walk, commit=_commit)
            else:
                by = session.get_one(User, batch.user_id)
                Entering(session, batch, walk, by=by, commit=_commit).run()
            session.commit()
        finally:
            walk.close()
        session.refresh(batch)
        session.expunge(batch)
        return batch


def undo_file(engine: sa.Engine, batch_id: int, *, confirmed: tuple[int, ...] = ()) -> int:
    """Take a batch back; answers how many rows were left."""
    with session_scope(engine) as session:
        batch = session.get_one(ImportBatch, batch_id)
        by = session.get_one(User, batch.user_id)
        return undo_batch(session, batch, by=by, reason="nhập nhầm", confirmed=set(confirmed), commit=_commit)


def _commit(session: Session, share: float) -> None:
    del share
    session.commit()


def rows_by_outcome(engine: sa.Engine, batch_id: int) -> dict[Outcome, list[int]]:
    """The row numbers of a batch by what became of them."""
    found: dict[Outcome, list[int]] = {}
    with Session(engine) as session:
        query = sa.select(ImportRow).where(ImportRow.batch_id == batch_id).order_by(ImportRow.row)
        for row in session.scalars(query):
            found.setdefault(row.outcome, []).append(row.row)
    return found
