"""The application for WSGI servers: `gunicorn wsgi` or `waitress-serve wsgi:application`."""

from __future__ import annotations

from museum_tracker import create_app

application = create_app()
