"""The worker that enters an import is killed with SIGKILL: rows in are rows out, none twice, none lost."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from museum_tracker.accounts.permissions import Role
from tests.interop.kill_import import kill_import

KILLS, ROWS = 3, 1500


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is a word of POSIX")
@pytest.mark.one_engine("sqlite")
def test_an_import_killed_again_and_again_holds_every_row_once(
    app: Flask, sign_in: Callable[[Role], FlaskClient], settings: config.Settings
) -> None:
    found = kill_import(app, sign_in(Role.CATALOGUER), settings, rows=ROWS, chunk=15, kills=KILLS)
    assert found.kills == KILLS
    assert found.told == {"read": ROWS, "created": ROWS, "rejected": 0}
    assert (found.objects, found.names, found.numbers, found.entered) == (ROWS, ROWS, ROWS, ROWS)
    assert not found.differences
