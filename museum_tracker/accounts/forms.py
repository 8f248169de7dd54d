"""Forms of accounts: the shapes of what people type; the rules judge it in services."""

from __future__ import annotations

from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from museum_tracker.accounts.permissions import ROLE_LABELS, Role
from museum_tracker.web.forms import Form
from museum_tracker.web.i18n import lazy

REQUIRED = InputRequired(lazy("This field is required."))
ROLES = [SelectChoice(role.value, lazy(label)) for role, label in ROLE_LABELS.items()]
NEW = {"autocomplete": "new-password", "minlength": "10"}
HINT = lazy("At least 10 characters; a sentence is easy to remember.")


def _length(most: int) -> Length:
    return Length(max=most, message=lazy("At most %(max)d characters."))


class SignInForm(Form):
    """User name and password."""

    username = StringField(
        lazy("User name"), [REQUIRED], render_kw={"autocomplete": "username", "autofocus": True, "spellcheck": "false"}
    )
    password = PasswordField(lazy("Password"), [REQUIRED], render_kw={"autocomplete": "current-password"})


class FirstRunForm(Form):
    """The first administrator."""

    name = StringField(lazy("Full name"), [REQUIRED, _length(200)], render_kw={"autocomplete": "name"})
    username = StringField(
        lazy("User name"),
        [REQUIRED, _length(64)],
        description=lazy("Small letters without accents, such as “minh.tran”."),
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(lazy("Password"), [REQUIRED], description=HINT, render_kw=NEW)
    again = PasswordField(lazy("Password again"), [REQUIRED], render_kw=NEW)
    setup_code = StringField(
        lazy("Setup code"),
        description=lazy("Shown in the window or log of the server."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class ChangePasswordForm(Form):
    """A person's own new password."""

    current = PasswordField(lazy("Current password"), [REQUIRED], render_kw={"autocomplete": "current-password"})
    password = PasswordField(lazy("New password"), [REQUIRED], description=HINT, render_kw=NEW)
    again = PasswordField(lazy("New password again"), [REQUIRED], render_kw=NEW)


class UserForm(Form):
    """What an administrator decides about a person."""

    name = StringField(lazy("Full name"), [REQUIRED, _length(200)], render_kw={"autocomplete": "off"})
    role = SelectField(lazy("Role"), choices=ROLES)
    active = BooleanField(lazy("May sign in"))

    @property
    def chosen_role(self) -> Role:
        """The role picked."""
        return Role(self.role.data)


class NewUserForm(Form):
    """A person to be made known."""

    name = StringField(lazy("Full name"), [REQUIRED, _length(200)], render_kw={"autocomplete": "off"})
    username = StringField(
        lazy("User name"),
        [REQUIRED, _length(64)],
        description=lazy("Small letters without accents, such as “minh.tran”."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    role = SelectField(lazy("Role"), choices=ROLES, default=Role.CATALOGUER.value)
    password = PasswordField(lazy("First password"), [REQUIRED], description=HINT, render_kw=NEW)


class ResetPasswordForm(Form):
    """A new password given by an administrator."""

    password = PasswordField(lazy("New password"), [REQUIRED], description=HINT, render_kw=NEW)
