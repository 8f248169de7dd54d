"""The list of objects as a signed-in reader sees it, against the least such a page can cost.

    python -m tests.bench.bench_search --objects 100000
    python -m tests.bench.bench_search --objects 100000 --pg

Two floors are measured in the same run. The bare page is a Flask application of its own that puts the bare question to
the index and draws its 50 objects as a table with a plain template: what somebody would write in an hour. The parts
are added up from our own: hello, the same question, and our template drawn once more from fixed rows. Pages are asked
for as every role sees them, for each has other badges and actions; a page's figure is that of the slowest. Words are a
rare, a medium and a common one of the rows themselves, and two common words; the list without words is asked for at
its first page and at the deepest. Times are processor time on SQLite, and the clock on PostgreSQL, which is a process
of its own. The filters beside a list are a request of their own: told is the longest that somebody waits for them,
after something was changed and for each of the words.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask, render_template_string, request, template_rendered
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker import create_app
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.accounts.sign_ins import open_sign_in
from museum_tracker.catalogue.models import ArtifactSearch
from museum_tracker.catalogue.paging import write_place
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import segments
from museum_tracker.core.db import begin_write
from museum_tracker.history.remembered import _kept
from tests.bench.growing import real_table
from tests.bench.measuring import medians, milliseconds, table
from tests.bench.museum import Museum, temporary_museum

GOAL = 2.0
DEPTH_GOAL = 1.2
LIST = "/hien-vat"
SAMPLED = 4000  # objects from which the words are chosen
SHOWN = "a.id, a.number, a.classification_number, a.name_vi, a.name_en, a.cover, a.digitization_level, a.inventory_state, a.material_text, a.dating_text"  # noqa: E501
BARE = {
    "sqlite": (
        f"SELECT {SHOWN} FROM (SELECT rowid AS id FROM artifact_fts WHERE artifact_fts MATCH :words"  # noqa: S608
        " ORDER BY rowid DESC LIMIT 50) AS hits JOIN artifacts AS a ON a.id = hits.id"
    ),
    "postgresql": (
        f"SELECT {SHOWN} FROM (SELECT artifact_id AS id FROM artifact_search"  # noqa: S608
        " WHERE to_tsvector('simple', folded) @@ to_tsquery('simple', :words)"
        " ORDER BY artifact_id DESC LIMIT 50) AS hits JOIN artifacts AS a ON a.id = hits.id"
    ),
}
PLAIN = """<!doctype html><title>{{ words }}</title><table>{% for row in rows %}<tr>
<td><a href="/hien-vat/{{ row[0] }}">{{ row[1] }}</a><td>{{ row[2] }}<td>{{ row[3] }}<td>{{ row[4] }}<td>{{ row[5] }}
<td>{{ row[6] }}<td>{{ row[7] }}<td>{{ row[8] }}<td>{{ row[9] }}</tr>{% endfor %}</table>"""
BARE_LIST = f"SELECT {SHOWN} FROM artifacts AS a WHERE a.voided_at IS NULL ORDER BY a.number_sort, a.id LIMIT 50"  # noqa: S608


@dataclass
class Case:
    """One address to measure: what is asked, and the bare question that answers it."""

    name: str
    url: str
    words: str = ""


def chosen_words(museum: Museum) -> dict[str, str]:
    """A rare, a medium and a common word of the objects, and two common words that stand together."""
    with Session(museum.engine) as session:
        texts = session.scalars(sa.select(ArtifactSearch.folded).order_by(ArtifactSearch.artifact_id).limit(SAMPLED))
        sets = [set(text.split()) for text in texts]
    counts = Counter(word for words in sets for word in words if word.isalpha() and len(word) > 2)
    common = counts.most_common(1)[0][0]
    wanted = max(len(sets) // 100, 1)
    medium = min(counts, key=lambda word: (abs(counts[word] - wanted), word))
    rare = min(counts, key=lambda word: (counts[word], word))
    beside = Counter(word for words in sets if common in words for word in words if word in counts and word != common)
    second = max(beside, key=lambda word: (beside[word], word))
    return {"rare word": rare, "medium word": medium, "common word": common, "two common words": f"{common} {second}"}


def sign_in(app: Flask, engine: sa.Engine, role: Role = Role.CATALOGUER) -> FlaskClient:
    """A browser in which somebody of that role is signed in."""
    name = f"reader-{role.value}"
    with Session(engine, expire_on_commit=False) as session:
        begin_write(session)
        user = session.scalar(sa.select(User).where(User.username == name))
        if user is None:
            user = User(username=name, name="Người đọc", role=role)
            session.add(user)
        session.flush()
        identity = open_sign_in(session, user)
        session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = identity
        cookie["_fresh"] = True
    return browser


def deep_place(museum: Museum, params: Params, depth: int) -> str:
    """The place in a list after so many rows, as a page of the list would give it out."""
    with Session(museum.engine) as session:
        for number, segment in enumerate(segments(session, params)):
            marks = [column for column, _ in segment.order]
            select = segment.ordered().with_only_columns(*marks, maintain_column_froms=True)
            row = session.execute(select.offset(depth).limit(1), segment.given).first()
            if row is not None:
                return write_place(number, tuple(row))
    return ""


class Bench:
    """The application over a filled museum, and the parts of the least that a page costs."""

    def __init__(self, museum: Museum) -> None:
        self.museum = museum
        self.app = create_app(museum.settings)
        self.browsers = {role: sign_in(self.app, museum.engine, role) for role in Role}
        hello = Flask("hello")
        hello.add_url_rule("/", view_func=lambda: "hello")
        self.hello = hello.test_client()
        self.plain = hello.test_client()
        hello.add_url_rule("/list", view_func=self._plain_list)
        self.connection = museum.engine.connect()

    def close(self) -> None:
        """Let go of the connections."""
        self.connection.close()
        self.app.extensions["engine"].dispose()

    def _plain_list(self) -> str:
        words = request.args.get("q", "")
        return render_template_string(PLAIN, words=words, rows=self.bare(words)())

    def get(self, url: str, role: Role = Role.CATALOGUER) -> None:
        """Ask for a page as a reader."""
        answer = self.browsers[role].get(url)
        assert answer.status_code == 200, answer.status
        answer.get_data()

    def filters(self, url: str, clock: Callable[[], float]) -> float:
        """What the filters beside a list take when nothing is remembered of them."""
        _kept.clear()
        start = clock()
        self.get(url.replace(LIST, f"{LIST}/bo-loc", 1))
        return clock() - start

    def bare(self, words: str) -> Callable[[], object]:
        """The bare question to the index, or to the order of numbers."""
        if not words:
            return lambda: self.connection.exec_driver_sql(BARE_LIST).all()
        question = sa.text(BARE[self.museum.engine.dialect.name])
        parts = words.split()
        if self.museum.is_sqlite:
            asked = "folded : (" + " AND ".join(f'"{part}"' for part in parts) + ")"
        else:
            asked = " & ".join(parts)
        return lambda: self.connection.execute(question, {"words": asked}).all()

    def drawing(self, url: str) -> Callable[[], object]:
        """Drawing the page of an address again from the rows it showed, inside a request that lasts."""
        kept: list[tuple[Any, dict[str, Any]]] = []

        def keep(sender: object, template: Any, context: dict[str, Any], **_: object) -> None:
            kept.append((template, context))

        with template_rendered.connected_to(keep, self.app):
            self.get(url)
        template, context = kept[-1]
        inside = copy_context()
        inside.run(self.app.test_request_context(url).push)
        inside.run(template.render, context)
        return lambda: inside.run(template.render, context)

    def measure(self, case: Case, rounds: int, clock: Callable[[], float]) -> tuple[float, dict[str, float]]:
        """The median of the page, and of the parts of the least it could cost."""
        plain = f"/list?q={case.words.replace(' ', '+')}"
        works: dict[str, Callable[[], object]] = {
            **{role.value: partial(self.get, case.url, role) for role in Role},
            "plain": lambda: self.plain.get(plain).get_data(),
            "hello": lambda: self.hello.get("/").get_data(),
            "query": self.bare(case.words),
            "template": self.drawing(case.url),
        }
        parts = medians(works, rounds=rounds, clock=clock)
        self.connection.rollback()
        return max(parts.pop(role.value) for role in Role), parts


def cases(museum: Museum, objects: int) -> list[Case]:
    """The addresses to measure: words by frequency, then the first and the deepest page."""
    words = chosen_words(museum)
    found = [Case(f"{name} ({text})", f"{LIST}?q={text.replace(' ', '+')}+", text) for name, text in words.items()]
    depth = max(objects - 100, 0)
    place = deep_place(museum, Params(), depth)
    common = words["common word"]
    inside = deep_place(museum, Params(q=f"{common} "), objects // 4)
    return [
        *found,
        Case("common word, deep", f"{LIST}?q={common}+&sau={inside}&dong={objects // 4}", common),
        Case("page 1", LIST),
        Case(f"page {depth // 50 + 1}", f"{LIST}?sau={place}&dong={depth + 1}"),
    ]


def run(objects: int, *, pg: bool, rounds: int, home: Path | None = None, rows: Path | None = None) -> dict[str, float]:
    """Fill a museum, measure every page, print and answer the ratios by case."""
    source = real_table(rows)
    with temporary_museum(pg=pg, home=home) as museum:
        museum.fill(source, objects)
        bench = Bench(museum)
        clock = time.perf_counter if pg else time.process_time
        lines: list[tuple[object, ...]] = []
        pages: dict[str, float] = {}
        ratios, bare = dict[str, float](), dict[str, float]()
        found = cases(museum, objects)
        for case in found:
            page, parts = bench.measure(case, rounds, clock)
            plain = parts.pop("plain")
            least = sum(parts.values())
            pages[case.name], ratios[case.name], bare[case.name] = page, page / least, page / plain
            shown = [milliseconds(parts[name]) for name in ("hello", "query", "template")]
            told = (f"{page / least:.2f}", milliseconds(plain), f"{page / plain:.2f}")
            lines.append((case.name, milliseconds(page), *shown, milliseconds(least), *told))
        filters = {name: bench.filters(url, clock) for name, url in [("all objects", LIST), *named(found)]}
        bench.close()
    headings = ("hello", "bare query", "template", "parts", "page / parts", "bare page", "page / bare page")
    table(("asked", "page, slowest role", *headings), lines)
    first, deep = list(pages)[-2:]
    print(
        f"worst ratio: {max(ratios.values()):.2f} to the parts (goal {GOAL}), {max(bare.values()):.2f} to the bare page"
    )
    print(f"{deep} / {first}: {pages[deep] / pages[first]:.2f} (goal {DEPTH_GOAL})")
    slowest = max(filters, key=lambda name: filters[name])
    print(f"filters: at most {milliseconds(filters[slowest])} ({slowest})")
    return ratios


def named(found: list[Case]) -> list[tuple[str, str]]:
    """The searches among the cases."""
    return [(case.name, case.url) for case in found if case.words and "&" not in case.url]


def main(arguments: list[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--table", type=Path, help="a real table to grow; otherwise one of the samples")
    parser.add_argument("--home", type=Path, help="keep the museum in this folder, and use it again (SQLite)")
    parser.add_argument("--pg", action="store_true", help="on PostgreSQL")
    options = parser.parse_args(arguments)
    run(options.objects, pg=options.pg, rounds=options.rounds, home=options.home, rows=options.table)


if __name__ == "__main__":
    main()
