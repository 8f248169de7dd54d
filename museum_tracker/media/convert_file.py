"""The child process: convert one file and write the outcome as JSON. Run as `python -m`, never imported by the web."""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from pathlib import Path
from typing import Any

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds import FORMATS, KINDS
from museum_tracker.media.kinds.base import Converter, Limits, Overloaded, Unusable, message_json

MIB = 1024 * 1024
THREADS = 2  # libvips works with as many; the parent counts the seconds by the clock
RESULT = "result.json"


class NotUnderstood(Unusable):
    """A reader gave up on the file in a way nobody foresaw."""

    msgid = N_(
        "The file cannot be read: it is damaged, or made in a way that is not known here. Open it in the program it "
        "comes from, save it anew (a picture as TIFF or JPEG, a model as GLB) and send that."
    )


def main(arguments: list[str]) -> int:
    """Convert the file named by the arguments (source, format, output folder, limits as JSON)."""
    source, name, out, limits = Path(arguments[0]), arguments[1], Path(arguments[2]), Limits(**json.loads(arguments[3]))
    _limit_this_process(limits)
    outcome = _attempt(source, name, out, limits)
    (out / RESULT).write_text(json.dumps(outcome), encoding="utf-8")
    return 0


def _attempt(source: Path, name: str, out: Path, limits: Limits) -> dict[str, Any]:
    found = FORMATS[name]
    kind = next(one for one in KINDS if one.name == found.kind)
    try:
        converter: Converter = importlib.import_module(kind.converter).convert
        return {"converted": converter(source, found, out, limits).as_json()}
    except Unusable as error:
        return {"unusable": message_json(error.message)}
    except MemoryError:
        return {"unusable": message_json(Overloaded(limit=limits.memory_mb).message)}
    except OSError as error:
        if error.errno:  # the disk's fault (full, unplugged): worth another attempt
            return {"failed": str(error)}
        return _not_understood()
    except Exception:  # noqa: BLE001 - any reader may raise anything on a hostile file
        return _not_understood()


def _not_understood() -> dict[str, Any]:
    traceback.print_exc()  # for the log; people are told in words
    return {"unusable": message_json(NotUnderstood().message)}


def _limit_this_process(limits: Limits) -> None:
    try:
        import resource  # not on Windows, where the parent's timeout is the only limit
    except ImportError:
        return
    memory = limits.memory_mb * MIB
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (THREADS * limits.seconds, THREADS * limits.seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
