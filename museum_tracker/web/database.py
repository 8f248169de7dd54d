"""One session a request: opened at first use, undone at the end unless the view committed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app, g
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from museum_tracker.core.db import make_engine

BeforeCommit = Callable[[Session], None]


def init_app(app: Flask) -> None:
    """Give the application its engine and close each request's session."""
    settings = app.config["SETTINGS"]
    app.extensions["engine"] = make_engine(settings.database)
    app.teardown_appcontext(_close)


def current_engine() -> Engine:
    """The engine of the running application."""
    engine: Engine = current_app.extensions["engine"]
    return engine


def current_session() -> Session:
    """The session of this request; only views commit it."""
    if "session" not in g:
        g.session = Session(current_engine(), expire_on_commit=False)
        event.listen(g.session, "before_commit", _before_commit)
    session: Session = g.session
    return session


def add_before_commit(app: Flask, look: BeforeCommit) -> None:
    """Have a feature look at what a request has written before it is kept; raising keeps nothing of it."""
    app.extensions.setdefault("before_commit", []).append(look)


def _before_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a part of the change: only the whole is looked at
    looks: list[BeforeCommit] = current_app.extensions.get("before_commit", [])
    for look in looks:
        look(session)


def _close(error: BaseException | None) -> None:
    del error
    session = g.pop("session", None)
    if session is not None:
        session.close()
