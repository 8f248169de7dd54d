"""`museum-tracker user`: add people and give new passwords from the server's own console."""

from __future__ import annotations

import sys

import click

from museum_tracker.accounts import queries, rules, services
from museum_tracker.accounts.permissions import Role
from museum_tracker.cli.base import Failed, group, open_museum, say, text
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import N_

PASSWORD_STDIN = N_("Read the password from the first line of standard input instead of asking for it.")


@group("user", help=N_("Add people and give new passwords."), example="museum-tracker user add minh --role cataloguer")
def user() -> None:
    """Add people and give new passwords."""


@user.command(
    "add",
    help=N_("Add a person who may sign in."),
    example='museum-tracker user add minh --name "Trần Minh" --role cataloguer',
)
@click.argument("username")
@click.option("--name", default="", help=N_("Full name."))
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help=N_("Role."))
@click.option("--password-stdin", is_flag=True, help=PASSWORD_STDIN)
def add(*, username: str, name: str, role: str, password_stdin: bool) -> None:
    """Add a person."""
    with open_museum() as museum:
        password_hash = services.checked_password(_ask(from_stdin=password_stdin), username)
        with session_scope(museum.engine, write=True) as session:
            made = services.create_user(
                session,
                username=username,
                name=name,
                role=Role(role),
                password_hash=password_hash,
                by=queries.system_user(session),
            )
            session.commit()
            say(N_("%(name)s can sign in now as %(username)s."), name=made.name, username=made.username)


@user.command(
    "password",
    help=N_("Give a person a new password; their sessions end."),
    example="museum-tracker user password minh",
)
@click.argument("username")
@click.option("--password-stdin", is_flag=True, help=PASSWORD_STDIN)
def password(*, username: str, password_stdin: bool) -> None:
    """Give a person a new password."""
    with open_museum() as museum:
        password_hash = services.checked_password(_ask(from_stdin=password_stdin), username)
        with session_scope(museum.engine, write=True) as session:
            found = queries.find_user(session, rules.clean_username(username))
            if found is None or found.is_system:
                raise Failed(N_("Nobody has the user name %(username)s."), username=username)
            services.set_password(session, found, password_hash=password_hash, by=queries.system_user(session))
            session.commit()
            say(N_("%(name)s has a new password; tell it in person."), name=found.name)


def _ask(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(text(N_("Password")), hide_input=True, confirmation_prompt=text(N_("Password again")))
    return asked
