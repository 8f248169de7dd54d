"""The words of the console itself – usage, options, mistakes of typing – in the museum's language."""

from __future__ import annotations

import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types

from museum_tracker.cli.base import language
from museum_tracker.core.i18n import N_, translate

SPEAKERS = (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types)
WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("default: {default}"),
    N_("required"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Did you mean {possibility}?"),
    N_("(Did you mean one of: {possibilities}?)"),
    N_("Got unexpected extra argument ({args})"),
    N_("Got unexpected extra arguments ({args})"),
    N_("Option {name!r} requires an argument."),
    N_("Option {name!r} requires {nargs} arguments."),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not {choice}."),
    N_("{value!r} is not one of {choices}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("Could not open file {filename!r}: {message}"),
)


def speak() -> None:
    """Give the console the museum's words: it asks gettext, each of its modules by its own short name."""
    for speaker in SPEAKERS:
        speaker._ = _said  # type: ignore[attr-defined]
        speaker.ngettext = _counted  # type: ignore[attr-defined]


def _said(msgid: str) -> str:
    return translate(msgid, language())


def _counted(one: str, many: str, number: int) -> str:
    return translate(one if number == 1 else many, language())
