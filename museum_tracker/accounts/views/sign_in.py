"""Signing in and out, and the first run."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from config import Settings
from museum_tracker.accounts import passwords, queries, rules, services, throttle
from museum_tracker.accounts.demo_accounts import list_demo_accounts
from museum_tracker.accounts.forms import ChangePasswordForm, FirstRunForm, SignInForm
from museum_tracker.accounts.guards import public, signed_in
from museum_tracker.accounts.known_browsers import known_as, remember_browser
from museum_tracker.accounts.models import User
from museum_tracker.accounts.setup import is_loopback, is_right_code, needs_code, setup_code
from museum_tracker.accounts.sign_ins import end_all_sign_ins, end_sign_in, open_sign_in
from museum_tracker.accounts.views.blueprint import bp
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

PROXIED = ("X-Forwarded-For", "Forwarded", "X-Real-Ip")
log = logging.getLogger(__name__)
SETUP = "setup code"


class WrongPassword(Refusal):
    """The same answer for an unknown name, a wrong password and a closed account."""

    msgid = N_("User name or password is wrong.")


class WrongCode(Refusal):
    """The setup code does not belong to this installation."""

    msgid = N_("This is not the setup code of this server. It stands in the server's window or log.")


class NotTheSame(Refusal):
    """Two fields that should agree differ."""

    msgid = N_("The two passwords differ.")


@bp.route("/dang-nhap", methods=["GET", "POST"])
@public
def sign_in() -> Response | str | tuple[str, int]:
    """Ask who it is."""
    if current_user.is_authenticated:
        return redirect(_after_sign_in(), 303)
    if not queries.has_people(current_session()):
        return redirect(url_for("accounts.first_run"), 303)
    form, status = SignInForm(), 200
    if form.validate_on_submit():
        try:
            user = _authenticate(form.username.data or "", form.password.data or "")
            open_session(user)
            answer = redirect(_after_sign_in(), 303)
            remember_browser(answer, user.id)
            return answer
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
    accounts = list_demo_accounts(_settings())
    local = is_loopback(_settings().host) and is_loopback(request.remote_addr) and not _came_from_afar()
    return render_template("accounts/sign_in.html", form=form, demo_accounts=accounts, show_passwords=local), status


@bp.post("/dang-xuat")
@public
def sign_out() -> Response:
    """End the session, here and for any copy of its cookie; or all of this person's, on every machine."""
    identity, everywhere = session.get("_user_id", ""), "everywhere" in request.form
    if current_user.is_authenticated:
        db = current_session()
        begin_write(db)
        if everywhere:
            end_all_sign_ins(db, signed_in())
        end_sign_in(db, identity)
        db.commit()
    logout_user()
    session.clear()
    flash(_("Signed out on every machine.") if everywhere else _("Signed out."), "info")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.route("/bat-dau", methods=["GET", "POST"])
@public
def first_run() -> Response | str | tuple[str, int]:
    """Make the first administrator; open only while nobody has an account."""
    if queries.has_people(current_session()):
        return redirect(url_for("accounts.sign_in"), 303)
    ask = needs_code(_settings(), remote=request.remote_addr, forwarded=_came_from_afar())
    if ask and request.method == "GET":
        log.warning("Setup code for the first administrator: %s", setup_code(current_app.config["SECRET_KEY"]))
    form, status = FirstRunForm(), 200
    if form.validate_on_submit():
        try:
            open_session(_begin(form, ask=ask))
            flash(_("The administrator is set up. The first steps are listed here."), "success")
            return redirect("/quan-tri", 303)
        except Refusal as refusal:
            form.refuse(refusal)
            status = refusal.status
    return render_template("accounts/first_run.html", form=form, ask_code=ask), status


def open_session(user: User) -> None:
    """Start a fresh session for a person; nothing of the visitor's earlier one is kept, and that one ends."""
    db, earlier = current_session(), session.get("_user_id", "")
    begin_write(db)
    end_sign_in(db, earlier)
    identity = open_sign_in(db, user)
    db.commit()
    session.clear()
    login_user(user)
    session["_user_id"] = identity
    session.permanent = True


def check_own_password(username: str, password: str) -> User:
    """Judge a password under the throttle: every try is counted before it is judged, a right one starts afresh.

    Answers inside a writing transaction that the caller commits.

    Raises:
        TooManyAttempts: too many failures lately.
        WrongPassword: whatever is wrong.
    """
    db, address = current_session(), request.remote_addr or ""
    user = queries.find_user(db, username)
    browser = known_as(user.id if user else None)
    begin_write(db)
    try:
        attempts = throttle.begin_attempt(db, account=username, address=address, browser=browser)
    except throttle.TooManyAttempts:
        log.warning("sign-in of %s from %s waits: too many wrong passwords", _said(user), address)
        raise
    db.commit()
    user = queries.find_user(db, username)
    right = passwords.check_password(user.password_hash if user else "", password)
    if user is None or not right or not user.is_active:
        log.warning("sign-in of %s from %s failed", _said(user), address)
        raise WrongPassword
    begin_write(db)
    throttle.forget_attempt(db, attempts, account=username, address=address, browser=browser)
    return user


def _said(user: User | None) -> str:
    """An account as the log names it; an unknown name is not written down, for people type passwords there."""
    return f"“{user.username}”" if user is not None else "an unknown name"


def _authenticate(typed: str, password: str) -> User:
    user = check_own_password(rules.clean_username(typed)[:64], password)
    db = current_session()
    services.welcome(db, user, password=password)
    db.commit()
    return user


def _begin(form: FirstRunForm, *, ask: bool) -> User:
    db = current_session()
    if ask:
        begin_write(db)
        attempts = throttle.begin_attempt(db, account=SETUP, address=request.remote_addr or "")
        db.commit()
        if not is_right_code(form.setup_code.data or "", current_app.config["SECRET_KEY"]):
            raise WrongCode(field="setup_code")
        begin_write(db)
        throttle.forget_attempt(db, attempts, account=SETUP, address=request.remote_addr or "")
        db.commit()
    password_hash = new_password(form, form.username.data or "")
    begin_write(db)
    user = services.create_first_administrator(
        db, username=form.username.data or "", name=form.name.data or "", password_hash=password_hash
    )
    services.welcome(db, user, password=form.password.data or "")
    db.commit()
    return user


def new_password(form: FirstRunForm | ChangePasswordForm, username: str) -> str:
    """The hash of a password typed twice alike and strong enough (slow: before any write lock)."""
    if form.password.data != form.again.data:
        raise NotTheSame(field="again")
    return services.checked_password(form.password.data or "", username)


def _after_sign_in() -> str:
    return rules.safe_next(request.args.get("next"), "/")


def _came_from_afar() -> bool:
    """Whether a browser on this machine speaks for somebody elsewhere: a proxy, or a page whose name leads here."""
    try:
        named = urlsplit(f"//{request.host}").hostname
    except ValueError:
        return True
    return not is_loopback(named) or any(name in request.headers for name in PROXIED)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@bp.post("/tuy-chon")
@public
def preferences() -> Response:
    """Keep the reader's language and theme: with the account when signed in, else in a cookie."""
    language, theme = request.form.get("language"), request.form.get("theme")
    language = language if language in {"vi", "en"} else None
    theme = theme if theme in {"auto", "light", "dark"} else None
    answer = make_response(redirect(rules.safe_next(request.form.get("next"), "/"), 303))
    if current_user.is_authenticated:
        db = current_session()
        begin_write(db)
        services.set_preferences(db, signed_in(), language=language, theme=theme)
        db.commit()
    for name, value in (("language", language), ("theme", theme)):
        if value is not None:
            secure = _settings().https
            answer.set_cookie(name, value, max_age=31_536_000, samesite="Lax", httponly=True, secure=secure)
    return answer
