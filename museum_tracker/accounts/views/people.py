"""User administration and the permission table."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts import queries, services
from museum_tracker.accounts.forms import NewUserForm, ResetPasswordForm, UserForm
from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import GRANTS, PERMISSION_LABELS, ROLE_LABELS, Permission, Role
from museum_tracker.accounts.views.blueprint import bp
from museum_tracker.accounts.views.sign_in import open_session
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

Answer = Response | str | tuple[str, int]


@bp.get("/quan-tri/nguoi-dung")
@guard(Permission.MANAGE_USERS)
def people() -> str:
    """Everybody who has an account."""
    users = queries.list_users(current_session())
    return render_template("accounts/people.html", people=users, role_labels=ROLE_LABELS)


@bp.route("/quan-tri/nguoi-dung/moi", methods=["GET", "POST"])
@guard(Permission.MANAGE_USERS, write=False)
def add_person() -> Answer:
    """Make a person known."""
    form, status = NewUserForm(), 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            user = _add(form)
            flash(_("%(name)s can sign in now as %(username)s.", name=user.name, username=user.username), "success")
            return redirect(url_for("accounts.people"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("accounts/add_person.html", form=form), status


@bp.route("/quan-tri/nguoi-dung/<int:user_id>", methods=["GET", "POST"])
@guard(Permission.MANAGE_USERS)
def edit_person(user_id: int) -> Answer:
    """Change a person's name, role or whether they may sign in."""
    db = current_session()
    user = queries.get_user(db, user_id)
    form, status = UserForm(obj=user), 200
    if form.is_submitted():
        status = 422
    if form.validate_on_submit():
        try:
            services.edit_user(
                db, user, name=form.name.data or "", role=form.chosen_role, active=form.active.data, by=signed_in()
            )
            db.commit()
            flash(_("Saved."), "success")
            return redirect(url_for("accounts.people"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _person_page(user, form, ResetPasswordForm(formdata=None)), status


@bp.post("/quan-tri/nguoi-dung/<int:user_id>/mat-khau")
@guard(Permission.MANAGE_USERS, write=False)
def reset_password(user_id: int) -> Answer:
    """Give a person a new password; all their sessions end."""
    user = queries.get_user(current_session(), user_id)
    form = ResetPasswordForm()
    if form.validate_on_submit():
        try:
            _reset(user, form)
            flash(_("%(name)s has a new password; tell it in person.", name=user.name), "success")
            return redirect(url_for("accounts.people"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _person_page(user, UserForm(formdata=None, obj=user), form), 422


@bp.get("/quan-tri/quyen")
@guard(Permission.VIEW)
def permissions() -> str:
    """The one table of what each role may do."""
    rows = [(label, [permission in GRANTS[role] for role in Role]) for permission, label in PERMISSION_LABELS.items()]
    return render_template("accounts/permissions.html", roles=list(ROLE_LABELS.values()), rows=rows)


def _person_page(user: User, form: UserForm, password_form: ResetPasswordForm) -> str:
    return render_template("accounts/edit_person.html", person=user, form=form, password_form=password_form)


def _add(form: NewUserForm) -> User:
    username = form.username.data or ""
    password_hash = services.checked_password(form.password.data or "", username)
    db = current_session()
    begin_write(db)
    user = services.create_user(
        db,
        username=username,
        name=form.name.data or "",
        role=Role(form.role.data),
        password_hash=password_hash,
        by=signed_in(),
    )
    db.commit()
    return user


def _reset(user: User, form: ResetPasswordForm) -> None:
    own = user.id == signed_in().id
    password_hash = services.checked_password(form.password.data or "", user.username)
    db = current_session()
    begin_write(db)
    services.set_password(db, user, password_hash=password_hash, by=signed_in())
    db.commit()
    if own:
        open_session(user)
