"""Thousands of pages are opened here: without the look at each page's HTML and without the counts in its navigation."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def quick_pages(app: Flask) -> Flask:
    """The application with plain pages."""
    app.test_client_class = FlaskClient
    app.extensions["places"] = []
    return app


@pytest.fixture
def walk(pytestconfig: pytest.Config) -> str:
    """`full` (`--walk=full`, an hour): every impossible text goes into every place; `quick`: into each in its turn."""
    return str(pytestconfig.getoption("--walk"))
