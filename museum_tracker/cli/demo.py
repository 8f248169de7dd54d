"""`museum-tracker demo`: demonstration data in a home of its own, then the server."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import click

import config
from museum_tracker.accounts.demo_accounts import DemoAccount, create_demo_accounts, renew_demo_passwords
from museum_tracker.accounts.permissions import ROLE_LABELS, Role
from museum_tracker.cli.base import Failed, Progress, command, say, text
from museum_tracker.cli.database import bring_up_to_date
from museum_tracker.cli.serve import require_port, run
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.core.i18n import N_
from museum_tracker.demo.build import BEGUN, build
from museum_tracker.demo.stage import standing_at

MARKER = "museum-tracker-demo.txt"
HIRED = BEGUN - dt.timedelta(days=5)
READY = "ready\n"
BUILDING = "building\n"


@command(
    "demo",
    help=N_(
        "Show the software with demonstration data: a made-up museum in instance/demo, apart from all real data. "
        "Then serve it; Ctrl+C ends."
    ),
    example="museum-tracker demo\nmuseum-tracker demo --reset --no-serve",
)
@click.option("--no-serve", is_flag=True, help=N_("Only make the data."))
@click.option("--host", help=N_("Address to listen on; elsewhere than on this machine the passwords are random."))
@click.option("--port", type=click.IntRange(0, 65535), help=N_("Port to listen on; 0 takes a free one."))
@click.option("--reset", is_flag=True, help=N_("Throw the demonstration away and make it afresh."))
def demo(*, no_serve: bool, host: str | None, port: int | None, reset: bool) -> None:
    """Make the demonstration and serve it."""
    settings = demo_settings(config.load(), host=host, port=port)
    if not no_serve:
        require_port(settings)
    accounts = prepare(settings, reset=reset)
    if settings.host not in {"127.0.0.1", "localhost", "::1"} or no_serve:
        _print_accounts(accounts)
    if not no_serve:
        run(settings)


def demo_settings(settings: config.Settings, *, host: str | None = None, port: int | None = None) -> config.Settings:
    """Settings of the demonstration: a home inside `instance/demo` with its own SQLite database."""
    own = settings.with_(home=settings.instance / "demo", database_url="", storage_url="", secret_key="", demo=True)
    if host is not None:
        own = own.with_(host=host)
    return own if port is None else own.with_(port=port)


def prepare(settings: config.Settings, *, reset: bool) -> list[DemoAccount]:
    """Make the demonstration if it is not there; an unfinished one is made afresh. Answers its accounts."""
    marker = settings.home / MARKER
    ready = marker.is_file() and marker.read_text(encoding="utf-8") == READY
    if reset or not ready:
        _clear(settings.home)
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.write_text(BUILDING, encoding="utf-8")
        _make(settings)
        marker.write_text(READY, encoding="utf-8")
    bring_up_to_date(settings)
    engine = make_engine(settings.database)
    try:
        with session_scope(engine, write=True) as session:
            accounts = renew_demo_passwords(session, settings)
            session.commit()
    finally:
        engine.dispose()
    return accounts


def _make(settings: config.Settings) -> None:
    bring_up_to_date(settings)
    engine = make_engine(settings.database)
    try:
        with standing_at(HIRED), session_scope(engine, write=True) as session:
            create_demo_accounts(session, settings)
            session.commit()
        with Progress(text(N_("Making the demonstration data"))) as progress:
            build(settings, engine, progress=progress)
    finally:
        engine.dispose()


def _clear(home: Path) -> None:
    # Only a folder that bears the demonstration's own mark is ever deleted.
    if not home.exists() or not any(home.iterdir()):
        return
    if not (home / MARKER).is_file():
        raise Failed(N_("The folder %(folder)s is not a demonstration; nothing was touched."), folder=str(home))
    try:
        shutil.rmtree(home)
    except PermissionError:  # Windows keeps files that a program has open
        raise Failed(N_("The demonstration is still running elsewhere: end it there first (Ctrl+C).")) from None


def _print_accounts(accounts: list[DemoAccount]) -> None:
    say(N_("Accounts of the demonstration"))
    for account in accounts:
        click.echo(f"  {account.username:<10} {account.password:<16} {text(ROLE_LABELS[Role(account.role)])}")
