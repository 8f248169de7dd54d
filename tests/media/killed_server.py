"""A web server in a process of its own, to be killed in the middle of an upload."""

from __future__ import annotations

import sys
from pathlib import Path

from waitress import serve

import config
from museum_tracker import create_app


def main(home: str, database: str, port: str) -> None:
    """Serve a museum without form tokens, as the test has no page to read one from."""
    app = create_app(config.Settings(home=Path(home), database_url=database, secret_key="test-key"))
    app.config["WTF_CSRF_ENABLED"] = False
    serve(app, host="127.0.0.1", port=int(port), threads=4, _quiet=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])
