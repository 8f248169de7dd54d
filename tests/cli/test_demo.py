"""The demonstration: in a home of its own, never over real data, made afresh only when asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import config
from museum_tracker.accounts.demo_accounts import PEOPLE
from museum_tracker.accounts.queries import list_users
from museum_tracker.cli import demo as demo_module
from museum_tracker.cli.program import program
from museum_tracker.core.db import make_engine, session_scope

Demo = Callable[..., Result]


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The homes in which demonstration data was made (the data itself has tests of its own)."""
    made: list[Path] = []

    def build(settings: config.Settings, engine: object, *, progress: Callable[..., None]) -> None:
        progress(1, 1, None)
        made.append(settings.home)

    monkeypatch.setattr(demo_module, "build", build)
    return made


@pytest.fixture
def demo(tmp_path: Path, builds: list[Path]) -> Demo:
    """Run the command in an empty home, with a real database configured that must not be touched."""
    environ = {
        "MUSEUM_HOME": str(tmp_path),
        "MUSEUM_DATABASE_URL": f"sqlite:///{tmp_path / 'real.db'}",
        "MUSEUM_LANGUAGE": "en",
    }

    def demo(*arguments: str) -> Result:
        return CliRunner().invoke(program, ["demo", "--no-serve", *arguments], env=environ)

    return demo


def people(home: Path) -> set[str]:
    engine = make_engine(f"sqlite:///{home / 'instance' / 'museum.db'}")
    with session_scope(engine) as session:
        found = {user.username for user in list_users(session)}
    engine.dispose()
    return found


def test_the_demonstration_lives_in_a_home_of_its_own(demo: Demo, builds: list[Path], tmp_path: Path) -> None:
    answer = demo()
    assert answer.exit_code == 0, answer.output
    home = tmp_path / "instance" / "demo"
    assert builds == [home]
    assert people(home) == {username for username, _name in PEOPLE.values()}
    assert not (tmp_path / "real.db").exists()
    assert "minh" in answer.output


def test_it_is_made_once_and_afresh_only_when_asked(demo: Demo, builds: list[Path]) -> None:
    assert [demo().exit_code, demo().exit_code] == [0, 0]
    assert len(builds) == 1
    assert demo("--reset").exit_code == 0
    assert len(builds) == 2


def test_an_unfinished_demonstration_is_made_afresh(
    demo: Demo, builds: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    finished = demo_module.build

    def dies(*_given: Any, **_options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo_module, "build", dies)
    assert demo().exit_code != 0
    monkeypatch.setattr(demo_module, "build", finished)
    assert demo().exit_code == 0
    assert len(builds) == 1


def test_a_folder_that_is_no_demonstration_is_never_deleted(demo: Demo, builds: list[Path], tmp_path: Path) -> None:
    real = tmp_path / "instance" / "demo" / "precious.txt"
    real.parent.mkdir(parents=True)
    real.write_text("real data")
    answer = demo("--reset")
    assert answer.exit_code == 1
    assert "not a demonstration" in answer.output
    assert real.read_text() == "real data"
    assert builds == []


def test_on_a_network_the_passwords_change_to_random_ones(demo: Demo) -> None:
    assert "bao-tang-vui" in demo().output
    assert "bao-tang-vui" not in demo("--host", "0.0.0.0").output  # noqa: S104
    assert "bao-tang-vui" in demo().output
