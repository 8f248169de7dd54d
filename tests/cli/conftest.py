"""Running commands as a person at the console would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from config import Settings
from museum_tracker.cli.base import ExitCode
from museum_tracker.cli.program import program

Run = Callable[..., Result]


@pytest.fixture
def environ(settings: Settings) -> dict[str, str]:
    """The environment of a museum whose database exists."""
    return {
        "MUSEUM_HOME": str(settings.home),
        "MUSEUM_DATABASE_URL": settings.database,
        "MUSEUM_LANGUAGE": "en",
        "MUSEUM_LOG_LEVEL": "INFO",
    }


@pytest.fixture
def run(environ: dict[str, str]) -> Run:
    """Run a command in that museum; what would be a refusal's exit code is in `exit_code`."""

    def run(*arguments: str, stdin: str = "", **env: str) -> Result:
        return CliRunner().invoke(program, list(arguments), input=stdin, env={**environ, **env})

    return run


@pytest.fixture
def refused() -> int:
    """The exit code of a refusal."""
    return ExitCode.REFUSED
