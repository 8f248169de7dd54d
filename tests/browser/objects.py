"""Objects put into a served museum for tests that begin after the import."""

from __future__ import annotations

import config
from museum_tracker import wire
from museum_tracker.accounts.queries import find_user
from museum_tracker.core.db import make_engine, session_scope
from museum_tracker.history.services import begin_deed
from tests.browser.conftest import Served
from tests.factories.catalogue import make_written


def put_object(served: Served, **texts: str) -> int:
    """An object with these texts by field name, entered by the cataloguer; answers its id."""
    wire()
    engine = make_engine(config.Settings(home=served.home).database)
    try:
        with session_scope(engine, write=True) as session:
            author = find_user(session, "cataloguer")
            assert author is not None
            artifact = make_written(session, begin_deed(session, by=author, action="A test"), **texts)
            session.commit()
            return artifact.id
    finally:
        engine.dispose()
