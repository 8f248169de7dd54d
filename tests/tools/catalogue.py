"""The catalogue of words: collect message ids, keep each feature's vi.po, compile one vi.mo.

`python -m tests.tools.catalogue` adds new ids with an empty text and compiles what is translated;
`--check` changes nothing and lists what is missing, stale or not compiled.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "museum_tracker"
COMPILED = PACKAGE / "core" / "translations" / "vi.mo"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
KEYWORDS = {"N_": None, "_": None, "lazy": None, "ngettext": (1, 2), "translate_n": (1, 2), "web_deed": None}
JINJA = {"**/templates/**.html": {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "true"}}

Id = str | tuple[str, str]
# The header of a compiled catalogue holds a date: a fixed one, or the same words would give other bytes tomorrow.
TIMELESS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


@cache
def used() -> dict[Id, str]:
    """Every message id in the code, with the feature in which it first occurs."""
    found: dict[Id, str] = {}
    for name, _line, message, *_rest in extract_from_dir(str(PACKAGE), METHODS, JINJA, keywords=KEYWORDS):
        feature = Path(name).parts[0] if len(Path(name).parts) > 1 else "core"
        key = tuple(message) if isinstance(message, tuple | list) else message
        if key and key not in found:
            found[key] = feature
    return found


def sources() -> Iterator[tuple[str, Path]]:
    """Each feature and the file of its Vietnamese words."""
    for folder in sorted(PACKAGE.iterdir()):
        if (folder / "__init__.py").exists():
            yield folder.name, folder / "translations" / "vi.po"


def read(path: Path) -> Catalog:
    """A feature's words; an empty catalogue if there is no file yet."""
    if not path.exists():
        return Catalog(locale="vi", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def merged() -> Catalog:
    """The words of all features in one catalogue."""
    whole = Catalog(locale="vi", charset="utf-8", fuzzy=False, creation_date=None)
    for _feature, path in sources():
        for message in read(path):
            if message.id and message.string and not message.fuzzy and any(_texts(message.string)):
                whole.add(message.id, message.string)
    return whole


def compiled(whole: Catalog) -> bytes:
    """The bytes of the compiled catalogue, the same for the same words."""
    out = io.BytesIO()
    header = Catalog(locale="vi", charset="utf-8", header_comment="", creation_date=TIMELESS, revision_date=TIMELESS)
    for message in sorted((m for m in whole if m.id), key=lambda m: str(m.id)):
        header.add(message.id, message.string)
    write_mo(out, header)
    return out.getvalue()


def _texts(string: object) -> list[str]:
    return [str(part) for part in string] if isinstance(string, tuple | list) else [str(string)]


def missing(whole: Catalog) -> list[tuple[str, Id]]:
    """Ids in use that have no Vietnamese text, with their feature."""
    return sorted(((f, i) for i, f in used().items() if not _has(whole, i)), key=str)


def _has(whole: Catalog, key: Id) -> bool:
    message = whole.get(key[0] if isinstance(key, tuple) else key)
    return bool(message and message.string and any(_texts(message.string)))


def stale() -> list[tuple[str, Id]]:
    """Translated ids that the code no longer uses."""
    known = used()
    singles = {key[0] if isinstance(key, tuple) else key for key in known}
    return [
        (feature, message.id)
        for feature, path in sources()
        for message in read(path)
        if message.id and (message.id[0] if isinstance(message.id, tuple | list) else message.id) not in singles
    ]


def update(*, prune: bool) -> None:
    """Add new ids to their feature's file, with `prune` drop stale ones, compile."""
    whole = merged()
    gone = {(feature, str(key)) for feature, key in stale()} if prune else set()
    wanted = missing(whole)
    for feature, path in sources():
        words = read(path)
        fresh = [key for owner, key in wanted if owner == feature]
        old = [message.id for message in words if message.id and (feature, str(message.id)) in gone]
        if not fresh and not old:
            continue
        for key in fresh:
            words.add(key, string=("",) if isinstance(key, tuple) else "")
        for key in old:
            words.delete(key[0] if isinstance(key, tuple | list) else key)
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            write_po(file, words, omit_header=True, sort_output=True, width=0, no_location=True)
    COMPILED.parent.mkdir(exist_ok=True)
    COMPILED.write_bytes(compiled(merged()))


def report() -> int:
    """Print the gaps; the count of them."""
    whole = merged()
    gaps = [f"missing  {f}: {i!r}" for f, i in missing(whole)] + [f"stale    {f}: {i!r}" for f, i in stale()]
    if not COMPILED.exists() or COMPILED.read_bytes() != compiled(whole):
        gaps.append("vi.mo is not compiled from its sources")
    print("\n".join(gaps) or "complete")
    return len(gaps)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    options.add_argument("--prune", action="store_true", help="also drop words that the code no longer uses")
    chosen = options.parse_args()
    if chosen.check:
        sys.exit(1 if report() else 0)
    update(prune=chosen.prune)
    report()
