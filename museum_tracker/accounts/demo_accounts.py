"""Accounts of the demonstration: one per role, shown on the sign-in page only while the demonstration runs."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts import passwords
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.queries import find_user, system_user
from museum_tracker.accounts.services import create_user
from museum_tracker.accounts.setup import is_loopback
from museum_tracker.accounts.sign_ins import end_all_sign_ins

SHOWN_PASSWORD = "bao-tang-vui"  # noqa: S105 - only ever used where nobody but this machine can reach it
PEOPLE = {
    Role.CATALOGUER: ("minh", "Trần Thị Minh"),
    Role.CURATOR: ("hanh", "Nguyễn Văn Hạnh"),
    Role.DIRECTOR: ("lan", "Lê Thị Lan"),
    Role.ADMINISTRATOR: ("quantri", "Phạm Quốc Bảo"),
    Role.VIEWER: ("khach", "Khách tham quan"),
}


@dataclass(frozen=True)
class DemoAccount:
    """One account of the demonstration as the sign-in page shows it."""

    role: str
    username: str
    password: str


def create_demo_accounts(session: Session, settings: Settings) -> list[DemoAccount]:
    """Make one account per role and note them in the demonstration's own home; passwords are random on a network."""
    local = is_loopback(settings.host)
    made = []
    for role, (username, name) in PEOPLE.items():
        password = SHOWN_PASSWORD if local else secrets.token_urlsafe(9)
        _put(session, role=role, username=username, name=name, password=password)
        made.append(DemoAccount(role.value, username, password))
    settings.instance.mkdir(parents=True, exist_ok=True)
    _notes(settings).write_text(json.dumps([asdict(account) for account in made]), encoding="utf-8")
    return made


def renew_demo_passwords(session: Session, settings: Settings) -> list[DemoAccount]:
    """Make the passwords fit the address the demonstration is served on now; answers what to print."""
    known = list_demo_accounts(settings)
    fixed = bool(known) and all(account.password == SHOWN_PASSWORD for account in known)
    if known and fixed == is_loopback(settings.host):
        return known
    return create_demo_accounts(session, settings)


def list_demo_accounts(settings: Settings) -> list[DemoAccount]:
    """The demonstration's accounts; none outside a demonstration."""
    if not settings.demo or not _notes(settings).is_file():
        return []
    return [DemoAccount(**account) for account in json.loads(_notes(settings).read_text(encoding="utf-8"))]


def _put(session: Session, *, role: Role, username: str, name: str, password: str) -> None:
    password_hash = passwords.hash_password(password)
    user: User | None = find_user(session, username)
    if user is None:
        by = system_user(session)
        create_user(session, username=username, name=name, role=role, password_hash=password_hash, by=by)
    else:
        user.password_hash = password_hash
        end_all_sign_ins(session, user)
        session.flush()


def _notes(settings: Settings) -> Path:
    return settings.instance / "demo_accounts.json"
