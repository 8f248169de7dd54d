"""The application for WSGI servers: `gunicorn wsgi` or `waitress-serve wsgi:application`.

`museum-tracker serve` judges who sends before it keeps a body. `waitress-serve` keeps whole bodies first: give it
`--max-request-body-size` (268435456 takes the default `MUSEUM_MAX_PLAIN_UPLOAD_MB`).
"""

from __future__ import annotations

import gc

from museum_tracker import create_app

application = create_app()
gc.freeze()  # what stands now stays: no request waits while all of it is looked through for garbage
