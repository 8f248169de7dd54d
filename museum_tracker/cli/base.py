"""What every command shares: help in the museum's language, an open database, progress, exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import click

import config
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message, translate

if TYPE_CHECKING:
    import sqlalchemy as sa


class ExitCode(IntEnum):
    """What a script can trust."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    PARTLY = 3
    INTERRUPTED = 130


EXIT_CODE_HELP = {
    ExitCode.DONE: N_("done"),
    ExitCode.REFUSED: N_("refused or failed; the message says why, nothing was changed"),
    ExitCode.USAGE: N_("the command was not understood"),
    ExitCode.PARTLY: N_("done in part; what was left out is listed"),
    ExitCode.INTERRUPTED: N_("interrupted"),
}


def language() -> str:
    """The language that commands speak: MUSEUM_LANGUAGE, else Vietnamese."""
    try:
        return config.load().language
    except ValueError:
        return "vi"


def text(msgid: str, /, **values: object) -> str:
    """A text in the language of commands."""
    return translate(msgid, language(), **values)


def say(msgid: str, /, *, error: bool = False, **values: object) -> None:
    """Print a sentence in the language of commands."""
    click.echo(text(msgid, **values), err=error)


class _Translated(click.Command):
    """A command whose help speaks the museum's language and ends in an example and the exit codes."""

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example

    def get_short_help_str(self, limit: int = 0) -> str:
        del limit  # a sentence cut in its middle says less than one that takes two lines
        return text(self.short_help or self.help or "").partition(". ")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text(self.help or ""))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and parameter.help:
                parameter.help = text(parameter.help)
        super().format_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        if self.example:
            with formatter.section(text(N_("Example"))):
                for line in self.example.splitlines():
                    formatter.write_text(line)
        with formatter.section(text(N_("Exit codes"))):
            formatter.write_dl([(str(int(code)), text(meaning)) for code, meaning in EXIT_CODE_HELP.items()])


class HouseGroup(_Translated, click.Group):
    """A group of commands that belong together."""

    command_class = _Translated

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Translated.format_options(self, ctx, formatter)


def command(name: str, *, help: str, example: str) -> Callable[[Callable[..., Any]], click.Command]:  # noqa: A002
    """Make a function a command; `help` is a message id, `example` a line that can be typed as it is."""
    return click.command(name, cls=_Translated, help=help, example=example)


def group(name: str, *, help: str, example: str) -> Callable[[Callable[..., Any]], HouseGroup]:  # noqa: A002
    """Make a function a group; add to it with `@made.command(...)` or `made.add_command(...)`."""
    return click.group(name, cls=HouseGroup, help=help, example=example)


class Failed(click.ClickException):
    """A command that cannot do what was asked: the sentence is printed, the exit code is 1."""

    exit_code = ExitCode.REFUSED

    def __init__(self, msgid: str, /, **values: object) -> None:
        super().__init__(text(msgid, **values))

    def show(self, file: Any = None) -> None:
        """Print the reason."""
        del file
        click.echo(self.format_message(), err=True)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a refusal of the house into a printed sentence and exit code 1."""
    try:
        yield
    except Refusal as refusal:
        raise Failed("%(reason)s", reason=refusal.message) from None


@dataclass(frozen=True)
class Museum:
    """An open museum: settings and an engine whose database is up to date."""

    settings: config.Settings
    engine: sa.Engine


@contextmanager
def open_museum(settings: config.Settings | None = None) -> Iterator[Museum]:
    """Open the configured museum for a command, with every feature wired; refuses an outdated database."""
    from museum_tracker import wire  # heavy: commands that only print help do not need it
    from museum_tracker.cli.migrate import is_current
    from museum_tracker.core.db import make_engine

    settings = settings or config.load()
    wire()
    engine = make_engine(settings.database)
    try:
        if not is_current(engine):
            raise Failed(N_("The database is not up to date. Run “museum-tracker db upgrade” first."))
        with refusals():
            yield Museum(settings, engine)
    finally:
        engine.dispose()


class Progress:
    """A progress bar on a terminal, silence elsewhere; call it as `progress(done, total, message)`."""

    WIDTH = 28

    def __init__(self, label: str) -> None:
        self._label = label
        self._shown = False
        self._terminal = sys.stderr.isatty()

    def __call__(self, done: int, total: int, message: Message | None = None) -> None:
        """Show how far the work has come; `message` replaces the label."""
        if not self._terminal:
            return
        share = min(1.0, done / total) if total else 0.0
        full = round(share * self.WIDTH)
        bar = "█" * full + "░" * (self.WIDTH - full)
        label = message.text(language()) if message else self._label
        count = f"{done}/{total}" if total else str(done)
        click.echo(f"\r{bar} {share:4.0%}  {count}  {label[:60]}\x1b[K", nl=False, err=True)
        self._shown = True

    def finish(self) -> None:
        """End the line of the bar."""
        if self._shown:
            click.echo("", err=True)
            self._shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.finish()
