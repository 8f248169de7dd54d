"""Numbers of an old database are compared anew: a space between letters and digits no longer makes two of one."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import ArtifactNumber
from museum_tracker.catalogue.rules import NumberState
from museum_tracker.core.numbers import number_key
from museum_tracker.history.models import ChangeSet
from tests.factories.catalogue import make_artifact

MIGRATION = Path(__file__).parents[2] / "migrations" / "versions" / "0013_number_keys.py"


def migration() -> ModuleType:
    """The migration as a module."""
    spec = importlib.util.spec_from_file_location("number_keys", MIGRATION)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_later_of_two_objects_with_one_number_keeps_it_as_repeated(session: Session, deed: ChangeSet) -> None:
    for text in ("BTBG 1234", "BTBG 1235", "BTBG 1236a"):
        make_artifact(session, deed, numbers=[{"kind": "registration", "text": text}])
    first, second, third = session.scalars(sa.select(ArtifactNumber).order_by(ArtifactNumber.id))
    second.text, second.key, third.key = "BTBG1234", "btbg1234", "btbg-1236a"
    session.flush()
    with Operations.context(MigrationContext.configure(session.connection())):
        migration().upgrade()
        session.expire_all()
        assert [(one.key, one.state) for one in (first, second, third)] == [
            ("btbg-1234", NumberState.CURRENT),
            ("btbg-1234", NumberState.DUPLICATE),
            ("btbg-1236-a", NumberState.CURRENT),
        ]
        assert all(one.key == number_key(one.text) for one in (first, second, third))
        migration().downgrade()
        session.expire_all()
        assert [one.key for one in (first, second, third)] == ["btbg-1234", "btbg1234", "btbg-1236a"]
