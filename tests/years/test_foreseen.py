"""Before a change that moves closed or issued figures is kept, the person sees which, and says that it shall."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.services import touch, void_fact
from museum_tracker.history.consequences import Moved, consequences
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import record
from museum_tracker.reports.models import Report
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.rules.states import ReportState
from museum_tracker.targets.models import IndicatorValue, Target
from museum_tracker.targets.services import Entered, enter_value
from tests.factories.figures import make_facts, make_objects
from tests.factories.years import AFTER, IN_YEAR, LATER, YEAR, close, make_director, make_register, signed

SignIn = Callable[[Role], FlaskClient]
VISITS = "mus30_visitors_yearly"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def director(session: Session) -> User:
    """A director."""
    return make_director(session)


@pytest.fixture
def closed(session: Session, director: User) -> Iterator[list[int]]:
    """Six objects of a year that was closed, with its visits entered; the clock stands in the March after it."""
    clock.freeze(AFTER)
    ids = make_register(session, signed(session, director))
    visits = session.scalars(sa.select(Target).where(Target.code == VISITS)).one()
    given = Entered(year=YEAR, on=AFTER.date().replace(day=14), value=21_500, done=None, source="Vé")
    enter_value(session, visits, given, today=AFTER.date(), deed=signed(session, director))
    close(session, director)
    session.commit()
    clock.freeze(LATER)
    yield ids
    clock.freeze(None)


def moved(session: Session, deed: ChangeSet) -> dict[str, Moved]:
    """The figures of all holdings that an open change moves, by their names."""
    return {one.label.text("en"): one for found in consequences(session, [deed.id]) for one in found.main}


def then(one: Moved) -> tuple[str, str, str]:
    """A figure as signed, as it is, and as it would be."""
    return (one.signed.text("en") if one.signed else "", one.now.text("en"), one.then.text("en"))


def again(answer: str) -> dict[str, str]:
    """What the page would send when the person confirms."""
    form = answer[answer.index("<main") :]
    return {html.unescape(name): html.unescape(value) for name, value in HIDDEN.findall(form)}


def edited(session: Session, browser: FlaskClient, artifact_id: int, **fields: str) -> dict[str, str]:
    """The form of an object's identity with some fields filled otherwise."""
    artifact = session.get_one(Artifact, artifact_id)
    page = browser.get(f"/hien-vat/{artifact_id}/sua/identity").text
    hidden = {name: value for name, value in HIDDEN.findall(page[page.index("<main") :]) if name != "csrf_token"}
    shown = {"name_vi": artifact.name_vi, "name_en": "", "kind": artifact.kind, "holding": artifact.holding}
    return hidden | shown | fields


def test_evidence_dated_after_the_close_touches_nothing(session: Session, closed: list[int], director: User) -> None:
    deed = signed(session, director)
    left = {"artifact_id": closed[0], "kind": FactKind.LEFT, "effective_on": LATER.date()}
    make_facts(session, deed, left)
    assert consequences(session, [deed.id]) == []


def test_the_last_day_of_the_closed_year_is_touched_and_the_day_after_is_not(
    session: Session, closed: list[int], director: User
) -> None:
    last = clock.local(AFTER).date().replace(day=14)
    late = make_objects(session, 2, holding="base")
    on, after = signed(session, director), signed(session, director)
    make_facts(session, on, {"artifact_id": late[0], "kind": FactKind.REGISTERED, "effective_on": last})
    make_facts(
        session, after, {"artifact_id": late[1], "kind": FactKind.REGISTERED, "effective_on": last.replace(day=15)}
    )
    assert consequences(session, [after.id]) == []
    found = moved(session, on)
    assert then(found["On the register"]) == (str(len(closed)), str(len(closed)), str(len(closed) + 1))


def test_a_voided_fact_of_the_closed_year_is_said_before_it_is_kept(
    session: Session, closed: list[int], director: User
) -> None:
    deed = signed(session, director)
    fact = session.scalars(sa.select(Fact).where(Fact.artifact_id == closed[0], Fact.kind == FactKind.LEVEL)).one()
    void_fact(session, fact, deed=deed)
    touch(session, [closed[0]], deed=deed)
    assert then(moved(session, deed)["Digitized, level 1 or higher"]) == ("6", "6", "5")


def test_the_record_field_by_which_objects_are_counted_is_such_a_change(
    session: Session, closed: list[int], sign_in: SignIn
) -> None:
    browser, path = sign_in(Role.CURATOR), f"/hien-vat/{closed[0]}/sua/identity"
    asked = browser.post(path, data=edited(session, browser, closed[0], quantity="4"))
    assert asked.status_code == 409, asked.text[-3000:]
    assert "6 (số lượng 9)" in asked.text
    session.rollback()
    session.expire_all()
    assert session.get_one(Artifact, closed[0]).quantity == 1
    assert browser.post(path, data=again(asked.text)).status_code == 303
    session.rollback()
    session.expire_all()
    assert session.get_one(Artifact, closed[0]).quantity == 4


def test_a_corrected_value_of_the_closed_year_is_confirmed_on_its_page(
    session: Session, closed: list[int], sign_in: SignIn
) -> None:
    assert closed
    value = session.scalars(sa.select(IndicatorValue)).one()
    browser, path = sign_in(Role.DIRECTOR), f"/chi-tieu/so-lieu/{value.id}"
    page = browser.get(path).text
    form = {name: text for name, text in HIDDEN.findall(page[page.index("<main") :]) if name != "csrf_token"}
    form |= {"value": "19000", "on": "14/12/2025", "year": str(YEAR), "source": "Vé, đếm lại"}
    asked = browser.post(path, data=form)
    assert asked.status_code == 409, asked.text[-3000:]
    assert "21.500" in asked.text
    assert "19.000" in asked.text
    assert browser.post(path, data=again(asked.text)).status_code == 303
    session.rollback()
    session.expire_all()
    assert session.get_one(IndicatorValue, value.id).value == 19_000


def test_what_was_confirmed_confirms_nothing_else(session: Session, closed: list[int], sign_in: SignIn) -> None:
    browser, path = sign_in(Role.CURATOR), f"/hien-vat/{closed[0]}/sua/identity"
    first = browser.post(path, data=edited(session, browser, closed[0], quantity="4"))
    other = browser.post(path, data=again(first.text) | {"quantity": "5"})
    assert other.status_code == 409
    assert "6 (số lượng 10)" in other.text


def test_an_issued_report_of_an_open_year_is_asked_about_too(
    session: Session, closed: list[int], director: User
) -> None:
    day = LATER.date()
    quarter = Report(kind=SpanKind.QUARTER, year=YEAR + 1, part=1, state=ReportState.ISSUED, number="7", as_of=day)
    quarter.created_by_id = director.id
    session.add(quarter)
    session.commit()
    deed = signed(session, director)
    [late] = make_objects(session, 1, holding="base")
    make_facts(session, deed, {"artifact_id": late, "kind": FactKind.REGISTERED, "effective_on": day})
    [said] = consequences(session, [deed.id])
    assert [title.text("vi") for title, _ in said.titles] == ["Báo cáo số 7: Báo cáo quý I năm 2026"]
    found = {one.label.text("en"): then(one) for one in said.main}
    assert found["On the register"] == ("", str(len(closed)), str(len(closed) + 1))


def test_a_large_change_that_is_undone_behind_the_page_asks_first(
    session: Session, closed: list[int], director: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("museum_tracker.history.views.MANY", 0)
    deed = signed(session, director)
    [late] = make_objects(session, 1, holding="base")
    make_facts(session, deed, {"artifact_id": late, "kind": FactKind.REGISTERED, "effective_on": IN_YEAR})
    record(session, deed, entity="artifact", entity_id=late, after={"name_vi": "Muộn"})
    session.commit()
    browser, path = sign_in(Role.CURATOR), f"/lich-su/{deed.id}/hoan-tac"
    asked = browser.post(path)
    assert asked.status_code == 409
    assert "chứng cứ của thay đổi này" in asked.text
    assert late not in closed
    assert browser.post(path, data=again(asked.text)).status_code == 303
