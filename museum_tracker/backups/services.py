"""What the museum decides about its backups, and the record of each run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.models import User
from museum_tracker.accounts.queries import museum_identity
from museum_tracker.backups.copying import Made, make_backup, require_outside
from museum_tracker.backups.errors import PlaceRelative
from museum_tracker.backups.models import GOOD, BackupRun, RunState
from museum_tracker.backups.place import Place
from museum_tracker.backups.rules import BackupPlan, is_too_old
from museum_tracker.core import clock
from museum_tracker.core.db import session_scope
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, stored
from museum_tracker.core.museum import Setting
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record

SETTING = "backups"
ENTITY, ENTITY_ID = "backups", 1
LEFT_OUT = N_("Left out, because their kept copies are damaged: %(count)s files")
UNEXPECTED = N_("Unexpected error: %(error)s")
NEVER = N_("No backup has been made yet. Everything the museum keeps lies on one disk.")
TOO_OLD = N_("The last backup is of %(date)s: older than the %(days)s days the museum allows.")


def get_plan(session: Session) -> BackupPlan:
    """The museum's plan of backups, with defaults for what it has not decided."""
    kept = session.get(Setting, SETTING)
    known = {field.name for field in fields(BackupPlan)}
    return BackupPlan(**{name: value for name, value in (kept.value if kept else {}).items() if name in known})


def save_plan(session: Session, settings: config.Settings | None, plan: BackupPlan, *, deed: ChangeSet) -> None:
    """Decide about backups; the place gets the museum's mark, so that an empty mount point is never taken for it.

    Raises:
        BackupFailed: it cannot be the place.
    """
    if plan.place:
        if not Path(plan.place).is_absolute():
            raise PlaceRelative(place=plan.place, field="place")
        require_outside(settings or config.load(), Path(plan.place))
        Place(Path(plan.place)).mark(museum_identity(session.connection()))
    before = get_plan(session)
    session.merge(Setting(key=SETTING, value=asdict(plan)))
    record(session, deed, entity=ENTITY, entity_id=ENTITY_ID, before=asdict(before), after=asdict(plan))
    session.flush()


def run_backup(
    engine: sa.Engine,
    settings: config.Settings,
    place: Place,
    *,
    by_id: int,
    plan: BackupPlan,
    with_key: bool | None = None,
    keep: int | None = None,
    commit: Callable[[Session], None],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Made:
    """Make a backup and keep what became of it, whatever that is; `commit` is the edge's.

    Raises:
        BackupFailed
    """
    with session_scope(engine, write=True) as session:
        museum = museum_identity(session.connection())
        run = BackupRun(place=str(place.folder), by_id=by_id)
        session.add(run)
        session.flush()
        run_id = run.id
        commit(session)
    try:
        made = make_backup(
            settings,
            place,
            museum=museum,
            keep=plan.keep if keep is None else keep,
            with_key=with_key,
            progress=progress,
        )
    except BaseException as error:
        said = error.message if isinstance(error, Refusal) else Message(UNEXPECTED, {"error": str(error)[:300]})
        _end(engine, run_id, RunState.FAILED, said=said, made=None, commit=commit)
        raise
    left = Message(LEFT_OUT, {"count": len(made.left_out)}) if made.left_out else None
    _end(engine, run_id, RunState.PARTLY if left else RunState.DONE, said=left, made=made, commit=commit)
    return made


def _end(
    engine: sa.Engine,
    run_id: int,
    state: RunState,
    *,
    said: Message | None,
    made: Made | None,
    commit: Callable[[Session], None],
) -> None:
    with session_scope(engine, write=True) as session:
        run = session.get_one(BackupRun, run_id)
        run.state, run.finished_at = state, clock.now()
        run.message = {"msgid": said.msgid, "values": stored(said.values)} if said else {}
        if made is not None:
            run.name, run.files, run.copied, run.octets = made.name, made.files, made.copied, made.octets
        commit(session)


def last_good(session: Session) -> BackupRun | None:
    """The last backup that came to its end."""
    query = sa.select(BackupRun).where(BackupRun.state.in_(GOOD)).order_by(BackupRun.finished_at.desc())
    return session.scalars(query.limit(1)).first()


def list_runs(session: Session, *, limit: int = 20) -> list[BackupRun]:
    """The last runs, the newest first."""
    return list(session.scalars(sa.select(BackupRun).order_by(BackupRun.id.desc()).limit(limit)))


def begun_at(session: Session) -> dt.datetime:
    """When the museum began to work with the program."""
    first = session.scalar(sa.select(sa.func.min(User.created_at)).where(User.is_system.is_(False)))
    return first or clock.now()


def told_of_age(session: Session) -> Message | None:
    """The sentence that the first pages show while the last good backup is older than the museum allows."""
    plan, last = get_plan(session), last_good(session)
    made = last.finished_at if last else None
    if not is_too_old(plan, last=made, begun=begun_at(session), now=clock.now()):
        return None
    return Message(NEVER) if made is None else Message(TOO_OLD, {"date": made.date(), "days": plan.allowed_days})
