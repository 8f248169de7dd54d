"""`python -m museum_tracker.cli`: how the server starts its workers on every platform."""

from __future__ import annotations

from museum_tracker.cli.program import main

if __name__ == "__main__":
    main()
