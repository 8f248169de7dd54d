"""Fixtures of the whole suite: both engines, an application, people of every role, a deed to sign with."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

import config
from museum_tracker import wire
from museum_tracker.accounts import passwords
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import open_sign_in
from museum_tracker.core import clock
from museum_tracker.core.db import begin_write, make_engine
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from tests.tools.applications import Applications, new_app
from tests.tools.databases import Databases
from tests.tools.engines import Engines

NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)
LONG = {"browser", "security"}
_names = count(1)

# A busy machine is slow, not wrong; in CI every run tries the same examples.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
hypothesis_settings.register_profile("deep", hypothesis_settings.get_profile("house"))  # see tests.tools.profiles
hypothesis_settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=["sqlite", "pg", "both"], default=os.environ.get("TEST_DB", "both"))
    parser.addoption("--walk", choices=["quick", "full"], default="quick", help="how hard tests/security tries")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The long ones first: a long test that begins last keeps one worker waiting for the other.
    items.sort(key=lambda item: item.path.parent.name not in LONG)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for name in {"database_url", "bare_url"}.intersection(metafunc.fixturenames):
        chosen = metafunc.config.getoption("--db")
        one = metafunc.definition.get_closest_marker("one_engine")
        engines = (["sqlite"] if one else ["sqlite", "pg"]) if chosen == "both" else [chosen]
        if one and one.args:
            engines = list(one.args)  # a test of one engine's own ways, whichever was asked for
        metafunc.parametrize(name, engines, indirect=True)


@pytest.fixture
def bare_url(request: pytest.FixtureRequest, tmp_path: Path, databases: Databases) -> Iterator[str]:
    """The address of a database with nothing in it, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    url = databases.postgres(empty=True)
    yield url
    databases.give_back(url)


@pytest.fixture
def bare_engine(bare_url: str) -> Iterator[sa.Engine]:
    """An engine of a database with nothing in it."""
    engine = make_engine(bare_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords hashed with argon2 as ever, but without the half second that makes guessing dear."""
    with pytest.MonkeyPatch.context() as patch:
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_hasher", lambda: hasher)
        yield


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Template databases, made once a worker process and copied for each test."""
    wire()
    made = Databases(tmp_path_factory.mktemp("templates"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def engines() -> Iterator[Engines]:
    """Engines kept from test to test."""
    kept = Engines()
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def applications() -> Applications:
    """Applications kept from test to test."""
    return Applications()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with vocabularies and defaults in place, on the engine asked for."""
    if request.param == "sqlite":
        yield databases.sqlite(tmp_path / "instance" / "museum.db")
        return
    url = databases.postgres()
    yield url
    databases.give_back(url)


@pytest.fixture
def engine(engines: Engines, database_url: str) -> Iterator[sa.Engine]:
    """An engine on that database."""
    engine = engines.at(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: sa.Engine) -> Iterator[Session]:
    """A session in a writing transaction; a test that commits keeps writing."""
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        yield session


@pytest.fixture
def person(session: Session) -> User:
    """A cataloguer who signs deeds."""
    user = User(username=f"can-bo-{next(_names)}", name="Trần Minh", role=Role.CATALOGUER)
    session.add(user)
    session.flush()
    return user


@pytest.fixture
def deed(session: Session, person: User) -> ChangeSet:
    """An open deed of that cataloguer."""
    return begin_deed(session, by=person, action="A test")


@pytest.fixture
def frozen() -> Iterator[dt.datetime]:
    """The clock stopped at 22/11/2026 10:00 in the museum."""
    clock.freeze(NOW)
    yield NOW
    clock.freeze(None)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> config.Settings:
    """Settings of a museum whose home is a temporary folder."""
    home = tmp_path
    (home / "uploads").mkdir(exist_ok=True)
    return config.Settings(home=home, database_url=database_url, secret_key="test-key")


@pytest.fixture
def app(applications: Applications, settings: config.Settings, engine: sa.Engine) -> Flask:
    """The whole application; a test that adds pages to one asks for `own_app`."""
    return applications.lend(settings, engine)


@pytest.fixture
def own_app(settings: config.Settings) -> Iterator[Flask]:
    """An application that no other test sees."""
    app = new_app(settings)
    yield app
    app.extensions["engine"].dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that has not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Role], FlaskClient]:
    """Make a person of a role and give a browser in which that person is signed in."""

    def make(role: Role = Role.CATALOGUER) -> FlaskClient:
        with Session(app.extensions["engine"], expire_on_commit=False) as session:
            begin_write(session)
            user = User(username=f"{role}-{next(_names)}", name=f"Người {role}", role=role)
            session.add(user)
            session.flush()
            identity = open_sign_in(session, user)
            session.commit()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = identity
            cookie["_fresh"] = True
        return browser

    return make


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real museum tables, pictures and models that lie beside the project (never shipped with it)."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the sample collection is not beside this checkout")
    return folder


@pytest.fixture
def copy_sample(samples: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Copy one sample file into the test's own folder, where it may be changed."""

    def copy(name: str) -> Path:
        target = tmp_path / Path(name).name
        shutil.copyfile(samples / name, target)
        return target

    return copy
