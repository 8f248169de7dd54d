"""`museum-tracker serve`: the web server and its workers, started and ended together."""

from __future__ import annotations

import gc
import signal
import socket
from types import FrameType
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

import config
from museum_tracker import create_app
from museum_tracker.accounts.queries import has_people
from museum_tracker.accounts.setup import needs_code, setup_code
from museum_tracker.cli.base import Failed, command, say
from museum_tracker.cli.database import bring_up_to_date
from museum_tracker.cli.logs import start_logging
from museum_tracker.cli.processes import Workers
from museum_tracker.cli.receiving import create_server
from museum_tracker.core.i18n import N_
from museum_tracker.media.services import ensure_storage
from museum_tracker.media.stores import storage_of

PORT_TAKEN = N_("Port %(port)s is taken by another program. Choose another one, such as: --port %(other)s")


@command(
    "serve",
    help=N_(
        "Start the web server and its worker. The database is brought up to date first, after a backup. "
        "Ctrl+C ends both."
    ),
    example="museum-tracker serve --host 0.0.0.0 --port 8074",
)
@click.option("--host", help=N_("Address to listen on; 0.0.0.0 opens the museum to its network."))
@click.option("--port", type=click.IntRange(0, 65535), help=N_("Port to listen on; 0 takes a free one."))
@click.option("--workers", type=click.IntRange(0, 32), help=N_("Worker processes; 0 when they run elsewhere."))
@click.option("--no-backup", is_flag=True, help=N_("PostgreSQL without pg_dump: a backup exists elsewhere."))
def serve(*, host: str | None, port: int | None, workers: int | None, no_backup: bool) -> None:
    """Serve the museum until stopped."""
    given = {"host": host, "port": port, "workers": workers}
    settings = config.load().with_(**{name: value for name, value in given.items() if value is not None})
    require_port(settings)
    if bring_up_to_date(settings, accept_no_backup=no_backup):
        say(N_("The database is up to date now."))
    run(settings)


def require_port(settings: config.Settings) -> None:
    """Refuse before anything is touched when the port is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except socket.gaierror:
            raise Failed(N_("There is no address %(host)s on this machine."), host=settings.host) from None
        except OSError:
            raise Failed(PORT_TAKEN, port=str(settings.port), other=str(settings.port + 1)) from None


def require_storage(app: Flask, settings: config.Settings) -> None:
    """Refuse to start when files are on record but their folder is not the museum's: its disk may be missing."""
    with Session(app.extensions["engine"]) as session:
        ensure_storage(session, storage_of(settings))


def run(settings: config.Settings) -> None:
    """Run server and workers until Ctrl+C or a signal ends both."""
    start_logging(settings, "web")
    app = create_app(settings)
    gc.freeze()  # what stands now stays: no request waits while all of it is looked through for garbage
    try:
        require_storage(app, settings)
        _run_together(app, settings, _listen(app, settings))
    finally:
        app.extensions["engine"].dispose()
    say(N_("Stopped."))


def _run_together(app: Flask, settings: config.Settings, server: Any) -> None:
    workers = Workers(settings)
    signal.signal(signal.SIGINT, _stop)  # a shell that starts it in the background had it ignored
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "SIGBREAK"):
        signal.signal(signal.SIGBREAK, _stop)
    workers.start()
    try:
        _greet(app, settings, server)
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl+C must not cut the clean end short
        server.close()
        workers.end()


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt


def _listen(app: Flask, settings: config.Settings) -> Any:
    try:
        return create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident="Museum Tracker",
            url_scheme="https" if settings.https else "http",
            clear_untrusted_proxy_headers=False,  # Flask believes them only as far as `trusted_proxies` says
        )
    except OSError:
        raise Failed(PORT_TAKEN, port=str(settings.port), other=str(settings.port + 1)) from None


def _greet(app: Flask, settings: config.Settings, server: Any) -> None:
    port = getattr(server, "effective_port", settings.port)
    shown = "localhost" if settings.host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else settings.host  # noqa: S104
    scheme = "https" if settings.https else "http"
    say(N_("Museum Tracker is ready: %(address)s – Ctrl+C ends it."), address=f"{scheme}://{shown}:{port}")
    if _is_new(app.extensions["engine"]) and needs_code(settings, remote="127.0.0.1", forwarded=False):
        say(N_("Setup code for the first administrator: %(code)s"), code=setup_code(app.config["SECRET_KEY"]))


def _is_new(engine: sa.Engine) -> bool:
    with Session(engine) as session:
        return not has_people(session)
