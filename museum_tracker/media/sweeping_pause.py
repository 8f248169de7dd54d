"""After older records were put back nobody sweeps until a person has confirmed: they may not name newer files."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.queries import museum_identity
from museum_tracker.core import clock
from museum_tracker.core.i18n import N_, Message, restored, stored
from museum_tracker.core.museum import Setting
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.media.storage import Storage

SETTING = "sweeping_paused"
NOTE = "museum-tracker-newest.json"
RESTORED = N_("a backup was put back (%(backup)s)")
OLDER = N_("the records are older than the files, or another museum's: a database was exchanged")
CONFIRMED = N_("Confirmed after a restore that files no record names may go to the trash")


@dataclass(frozen=True)
class Pause:
    """Since when nobody sweeps, and why."""

    since: dt.datetime
    why: Message


def pause_sweeping(session: Session, why: Message) -> None:
    """Sweep nothing until somebody confirms."""
    value = {"since": clock.now().isoformat(), "msgid": why.msgid, "values": stored(why.values)}
    session.merge(Setting(key=SETTING, value=value))
    session.flush()


def find_pause(session: Session) -> Pause | None:
    """Whether sweeping pauses."""
    kept = session.get(Setting, SETTING)
    if kept is None:
        return None
    return Pause(dt.datetime.fromisoformat(kept.value["since"]), restored(kept.value["msgid"], kept.value["values"]))


def confirm_sweeping(session: Session, storage: Storage, *, by: User, request_id: str = "") -> ChangeSet | None:
    """Let sweeping go on, in the name of who looked; None when it did not pause."""
    kept = session.get(Setting, SETTING)
    if kept is None:
        return None
    session.delete(kept)
    change = begin_deed(session, by=by, action=CONFIRMED, request_id=request_id)
    _write_note(session, storage)
    return change


def may_sweep(session: Session, storage: Storage) -> bool:
    """Whether files may be swept now; pauses by itself when the records are older than those seen last.

    However an older database came back (a copied file, a server's own backup), its newest change is older than the
    one that was noted beside the files.
    """
    if find_pause(session) is not None:
        return False
    noted = _read_note(storage)
    museum, newest = _records(session)
    if noted is not None and (noted["museum"] != museum or noted["newest"] > newest):
        pause_sweeping(session, Message(OLDER))
        return False
    if noted is None or noted["newest"] != newest:
        _write_note(session, storage)
    return True


def _records(session: Session) -> tuple[str, int]:
    newest = session.scalar(sa.select(sa.func.max(ChangeSet.id))) or 0
    return museum_identity(session.connection()), newest


def _read_note(storage: Storage) -> dict[str, Any] | None:
    try:
        with storage.open(NOTE) as file:
            found: dict[str, Any] = json.load(file)
    except (FileNotFoundError, ValueError):
        return None
    return found if isinstance(found.get("newest"), int) and "museum" in found else None


def _write_note(session: Session, storage: Storage) -> None:
    museum, newest = _records(session)
    path = storage.new_staged_path()
    try:
        path.write_text(json.dumps({"museum": museum, "newest": newest}), encoding="utf-8")
        storage.put(NOTE, path)
    finally:
        path.unlink(missing_ok=True)
