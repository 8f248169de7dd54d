"""The same record by every door: form, reception with council and register, import; undone and done again."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.rules import Decision
from museum_tracker.acquisitions.services import decide, open_batch, put_before, receive
from museum_tracker.catalogue.fields import parse_values
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.models import ArtifactNumber
from museum_tracker.catalogue.search.checker import check_index
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core.db import session_scope
from museum_tracker.figures.checker import check
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.inventory.services import register
from tests.factories.interop import IN_PERIOD, OPENING, import_file, make_importer, undo_file
from tests.factories.random_records import TEXTS
from tests.factories.states import written

FEW = settings(
    max_examples=4,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
Texts = Mapping[str, str]
SignIn = Callable[[Role], FlaskClient]
DAY = dt.date(2026, 3, 12)
CAME = {"collected": "12/03/2026", "acquisition_method": "Hiến tặng"}
DAYS = {**CAME, "registered": "12/03/2026", "register_book": "Sổ 1"}
HEADINGS = {
    "number": "Số đăng ký",
    "name_vi": "Tên hiện vật",
    "collected": "Ngày sưu tầm",
    "registered": "Ngày đăng ký",
}
# What a door says of its own: where the object waits, what the desk wrote beside it, when and in how many steps.
OWN = frozenset(
    {
        *("id", "version", "created_at", "updated_at", "number", "number_sort", "raw", "handover_record"),
        *("register_book", "register_page", "register_line", "register_basis", "register_basis_text"),
    }
)
BESIDE = {FactKind.RECEIVED, FactKind.HOLDING, FactKind.VOIDED}
_DIGITS = re.compile("[0-9]+")
_next = count(901)


def _by_form(app: Flask, browser: FlaskClient, texts: Texts, **more: str) -> None:
    answer = browser.post("/hien-vat/moi", data={**texts, "type": _chosen(app, texts), **more})
    assert answer.status_code == 303


def _chosen(app: Flask, texts: Texts) -> str:
    with Session(app.extensions["engine"]) as session:
        found = TermLookup(session).find_term("object_type", texts["type"]) if "type" in texts else None
    return f"#{found}" if found else ""


def _by_import(engine: sa.Engine, home: config.Settings, path: Path, texts: Texts, **options: Any) -> int:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HEADINGS.get(name, name) for name in texts])
        writer.writerow(texts.values())
    batch = import_file(engine, home, path, **options)
    assert batch.created == 1
    return batch.id


def _by_desk(engine: sa.Engine, texts: Texts) -> None:
    with session_scope(engine, write=True) as session:
        deed = begin_deed(session, by=make_importer(session), action="At the desk")
        said = {k: v for k, v in texts.items() if k not in {"number", "collected", "registered", "register_book"}}
        values = parse_values(said, TermLookup(session))[0]
        old = values.pop("numbers", [])
        vase = receive(session, values, received_on=DAY, handover_on=DAY, deed=deed)
        meeting = open_batch(session, deed=deed)
        put_before(session, meeting, [vase], deed=deed)
        answers = {meeting.items[0].id: (Decision.BASE, "")}
        decide(session, meeting, answers, minutes_number="1/BB", met_on=DAY, deed=deed)
        register(session, vase, on=DAY, number=texts["number"], deed=deed)
        if old:
            edit_artifact(session, vase, {"numbers": old}, version=vase.version, deed=deed)
        session.commit()


def _seen(engine: sa.Engine, number: str) -> dict[str, Any]:
    """The record that bears a number, its sizes, materials, words and where it stands."""
    with Session(engine) as session:
        borne = sa.select(ArtifactNumber.artifact_id).where(ArtifactNumber.text == number)
        found = session.scalars(borne.where(ArtifactNumber.shelved.is_(False))).one()
        rows = written(session, [found], without=OWN)
        assert check(session) == []
        assert check_index(session).agrees
    given = {
        word
        for row in rows["artifact_numbers"]
        if row["kind"] == "entry"
        for word in ("t", *_DIGITS.findall(row["text"]))
    }
    given.add(number.split()[1])
    numbers = sorted((row["kind"], row["text"].replace(number, "#"), row["state"]) for row in rows["artifact_numbers"])
    names = ("mask", "stocks", "flows", "holding", "pieces")
    return {
        **{name: rows[name] for name in ("artifacts", "artifact_materials", "dimensions")},
        "numbers": [each for each in numbers if each[0] != "entry"],
        "words": [{*row["exact"].split()} - given for row in rows["artifact_search"]],
        "stands": [{name: row[name] for name in names} for row in rows["standings"]],
        # The desk and the form also say when the object came and when it got its title; undone facts are voided.
        "facts": {(row["kind"].value, row["effective_on"]) for row in rows["facts"] if row["kind"] not in BESIDE},
    }


@FEW
@given(texts=TEXTS)
def test_every_door_leaves_the_same_record(
    app: Flask, engine: sa.Engine, settings: config.Settings, sign_in: SignIn, tmp_path: Path, texts: Texts
) -> None:
    browser = sign_in(Role.CATALOGUER)
    doors: dict[str, Callable[[Texts], object]] = {
        "form": lambda said: _by_form(app, browser, said, on_register="1"),
        "opening": lambda said: _by_import(engine, settings, tmp_path / "so.csv", said),
        "current": lambda said: _by_import(engine, settings, tmp_path / "moi.csv", said, **IN_PERIOD),
        "desk": lambda said: _by_desk(engine, said),
    }
    seen = {}
    for name, enter in doors.items():
        number = f"BTBG {next(_next)}"
        enter({"number": number, **texts, **DAYS})
        seen[name] = _seen(engine, number)
    for name in doors:
        for part, stood in seen["form"].items():
            assert seen[name][part] == stood, (name, part)


@FEW
@given(texts=TEXTS)
def test_a_door_undone_and_done_again_leaves_what_it_left_before(
    app: Flask, engine: sa.Engine, settings: config.Settings, sign_in: SignIn, tmp_path: Path, texts: Texts
) -> None:
    number = f"BTBG {next(_next)}"
    _by_form(app, sign_in(Role.CATALOGUER), {"number": number, **texts, **CAME})
    before = _seen(engine, number)
    with session_scope(engine, write=True) as session:
        last = session.scalars(sa.select(ChangeSet).order_by(ChangeSet.id.desc()).limit(1)).one()
        undone = undo(session, last, by=make_importer(session))
        assert check(session) == []
        undo(session, undone, by=make_importer(session))
        session.commit()
    assert _seen(engine, number) == before
    for options in (OPENING, IN_PERIOD):
        said = {"number": f"BTBG {next(_next)}", **texts, **DAYS}
        batch_id = _by_import(engine, settings, tmp_path / "so.csv", said, **options)
        before = _seen(engine, said["number"])
        assert undo_file(engine, batch_id) == 0
        _by_import(engine, settings, tmp_path / "so.csv", said, **options)
        assert _seen(engine, said["number"]) == before
