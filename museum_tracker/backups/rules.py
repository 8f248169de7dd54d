"""When a backup is due, when the last one is too old, and which older ones may go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

DEFAULT_KEEP = 10
DEFAULT_ALLOWED_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class BackupPlan:
    """What a museum decides about its backups: where to, how often, how many stay, how old the last one may be.

    `every_days` 0 makes none by itself; `allowed_days` 0 never warns.
    """

    place: str = ""
    every_days: int = 0
    hour: int = 22
    keep: int = DEFAULT_KEEP
    with_key: bool = False
    allowed_days: int = DEFAULT_ALLOWED_DAYS


@dataclass(frozen=True)
class Snapshot:
    """One backup among those at a place.

    One that was read back is `proven`; one that was found damaged then is not `good`.
    """

    name: str
    good: bool = True
    proven: bool = False


def is_due(plan: BackupPlan, *, last: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a backup is to be begun now: its day has come and its hour; times are in the museum's zone."""
    if not plan.place or plan.every_days <= 0:
        return False
    if last is None:
        return now.hour >= plan.hour or plan.hour > 20  # the first one is not put off for a day
    days = (now.date() - last.date()).days
    return days > plan.every_days or (days == plan.every_days and now.hour >= plan.hour)


def is_too_old(plan: BackupPlan, *, last: dt.datetime | None, begun: dt.datetime, now: dt.datetime) -> bool:
    """Whether the last good backup is older than the museum allows; a museum without one counts from its beginning."""
    return plan.allowed_days > 0 and now - (last or begun) > dt.timedelta(days=plan.allowed_days)


def outdated(snapshots: Sequence[Snapshot], keep: int) -> list[str]:
    """The names of backups that may go: what is older than the last `keep` good ones; without a good one, none.

    The last one that was read back and found whole stays, too: the newer ones may yet prove damaged.
    """
    ordered = sorted(snapshots, key=lambda snapshot: snapshot.name)
    good = [snapshot.name for snapshot in ordered if snapshot.good]
    if not good:
        return []
    oldest = good[-max(1, keep) :][0]
    proven = [snapshot.name for snapshot in ordered if snapshot.good and snapshot.proven][-1:]
    return [snapshot.name for snapshot in ordered if snapshot.name < oldest and snapshot.name not in proven]
