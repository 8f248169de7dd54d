"""A person's own page: password, language, theme."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts import services
from museum_tracker.accounts.forms import ChangePasswordForm
from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.accounts.sign_ins import count_sign_ins
from museum_tracker.accounts.views.blueprint import bp
from museum_tracker.accounts.views.sign_in import WrongPassword, check_own_password, new_password, open_session
from museum_tracker.core.db import begin_write
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _


class WrongCurrentPassword(Refusal):
    """The person at the screen does not know the password of the account."""

    msgid = N_("The current password is wrong.")


@bp.get("/tai-khoan")
@guard(Permission.VIEW)
def profile() -> str:
    """Show a person's own account."""
    return _page(ChangePasswordForm(formdata=None))


@bp.post("/tai-khoan/mat-khau")
@guard(Permission.VIEW, write=False)
def change_password() -> Response | tuple[str, int]:
    """Give oneself a new password; sessions elsewhere end, this one goes on."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            open_session(_change(form))
            flash(_("The password is changed. Sessions on other machines have ended."), "success")
            return redirect(url_for("accounts.profile"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(form), 422


def _page(form: ChangePasswordForm) -> str:
    machines = count_sign_ins(current_session(), signed_in())
    return render_template("accounts/profile.html", form=form, person=signed_in(), machines=machines)


def _change(form: ChangePasswordForm) -> services.User:
    username = signed_in().username
    try:
        user = check_own_password(username, form.current.data or "")
    except WrongPassword:
        raise WrongCurrentPassword(field="current") from None
    db = current_session()
    db.commit()
    password_hash = new_password(form, username)
    begin_write(db)
    services.set_password(db, user, password_hash=password_hash, by=user)
    db.commit()
    return user
