"""The bare web application: settings, session, headers, words and errors, before any feature."""

from __future__ import annotations

import datetime as dt
import hashlib
import mimetypes
import secrets
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, has_request_context, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from museum_tracker.core import clock, formats
from museum_tracker.web import bodies, database, errors, headers, navigation, routing
from museum_tracker.web.arguments import BoundedRequest
from museum_tracker.web.compiling import EXTENSIONS, OPTIONS, CompiledTemplates
from museum_tracker.web.i18n import _, current_locale, ngettext, word
from museum_tracker.web.names import initials
from museum_tracker.web.secret import secret_key

csrf = CSRFProtect()


# Windows reads these from its registry, where any program may have written nonsense; browsers then refuse our scripts.
MIME_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".glb": "model/gltf-binary",
}


def make_app(settings: config.Settings | None) -> Flask:
    """An application without features; `museum_tracker.create_app` adds them."""
    settings = settings or config.load()
    app = Flask("museum_tracker.web", template_folder="templates", static_folder="static", static_url_path="/tinh")
    app.request_class = BoundedRequest
    app.session_interface = KeptSession()
    for ending, kind in MIME_TYPES.items():
        mimetypes.add_type(kind, ending)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key(settings),
        MAX_CONTENT_LENGTH=settings.max_form_mb * config.MIB,
        MAX_FORM_MEMORY_SIZE=settings.max_form_mb * config.MIB,
        MAX_FORM_PARTS=20_000,
        PERMANENT_SESSION_LIFETIME=dt.timedelta(hours=settings.session_hours),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.https,
        REMEMBER_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=dt.timedelta(days=365),
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops, hops)  # type: ignore[method-assign]
    app.before_request(_name_request)
    bodies.init_app(app)
    csrf.init_app(app)
    for part in (routing, database, headers, errors):
        part.init_app(app)
    _prepare_templates(app, settings)
    return app


class KeptSession(SecureCookieSessionInterface):
    """The session's cookie goes with pages: what browsers may keep for long is the same for everybody, without one."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie along unless the answer is one to keep and the session says nothing new."""
        if session.modified or not response.cache_control.max_age:
            super().save_session(app, session, response)


def _name_request() -> None:
    g.request_id = secrets.token_hex(6)


def _prepare_templates(app: Flask, settings: config.Settings) -> None:
    zone = ZoneInfo(settings.timezone)
    env = app.jinja_env
    for name, value in OPTIONS.items():
        setattr(env, name, value)
    for extension in EXTENSIONS:
        env.add_extension(extension)
    env.bytecode_cache = CompiledTemplates(settings.instance / "templates")
    env.globals.update(
        _=_, ngettext=ngettext, word=word, locale=current_locale, asset=asset_url, nav_items=navigation.items
    )
    env.filters.update(
        number=lambda value, decimals=None: formats.number(value, current_locale(), decimals=decimals),
        percent=lambda value, decimals=1: formats.percent(value, current_locale(), decimals=decimals),
        date=lambda value: formats.date(value, current_locale()),
        moment=lambda value: formats.datetime(value.astimezone(zone), current_locale()),
        instant=formats.instant,
        filesize=lambda value: formats.size(value, current_locale()),
        word=word,
        initials=initials,
    )
    app.context_processor(
        lambda: {
            "settings": current_app.config["SETTINGS"],
            "request_id": g.get("request_id", ""),
            "today": clock.today(settings.timezone),
            "hx": "HX-Request" in request.headers,
        }
    )


def asset_url(path: str) -> str:
    """The address of a static file, with its fingerprint in it so that browsers may keep it for a year.

    Made once: a list shows dozens of icons, and each asks for the address of the same file.
    """
    made: dict[tuple[str, str], str] = current_app.extensions.setdefault("asset_urls", {})
    key = (request.script_root if has_request_context() else "", path)
    if key not in made:
        made[key] = url_for("static", filename=path, v=_fingerprint(Path(current_app.static_folder or "", path)))
    return made[key]


@cache
def _fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else "0"
