"""The summary of a year: its page, its files, its command; every number opens and every balance adds up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.errors import NotFound
from museum_tracker.core.museum import get_profile, put_profile
from museum_tracker.figures.members import members
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.reports import queries
from museum_tracker.reports.queries import get_period, list_years
from museum_tracker.reports.rules.periods import SpanKind
from museum_tracker.reports.summary import Summary
from museum_tracker.targets.board import board
from museum_tracker.targets.services import enter_value
from tests.factories.figures import make_facts
from tests.factories.promises import TODAY, make_museum
from tests.targets.test_values import entered

ENDED = "mus25_visitors_yearly"  # it stands in the plan under "to 2025", and nobody carried it on


def gather(session: Session, year: int, *, on: dt.date, locale: str, internal: bool = False) -> Summary:
    period = get_period(session, year, SpanKind.YEAR, 0, on=on)
    return queries.gather(session, period, on=on, locale=locale, internal=internal)


@pytest.fixture
def summary(session: Session, deed: ChangeSet) -> Summary:
    ids = make_museum(session, deed, count=100)
    day = dt.date(2026, 6, 1)
    lost = {"artifact_id": ids[8], "kind": FactKind.LEFT, "effective_on": day}
    make_facts(session, deed, lost)
    return gather(session, 2026, on=TODAY, locale="vi")


def test_every_balance_adds_up(summary: Summary) -> None:
    assert len(summary.balances) == 3
    assert all(balance.adds_up for balance in summary.balances)


def test_every_number_opens_to_that_many_objects(session: Session, summary: Summary) -> None:
    asked = [(line.objects, line.figure) for line in summary.counted]
    asked += [
        (count, ask)
        for line in summary.levels
        for count, ask in zip((line.registered, *line.levels, line.full), line.figures, strict=True)
    ]
    asked += [(found.count, found.figure) for found in summary.lists]
    assert all(len(found.first(10_000)) == found.count for found in summary.lists)
    assert len(asked) > 20
    for count, ask in asked:
        assert ask is not None
        listed = session.scalar(sa.select(sa.func.count()).select_from(members(ask).subquery()))
        assert listed == abs(count), ask


def test_the_summary_holds_the_museums_eighteen_targets(summary: Summary) -> None:
    assert len(summary.targets) == 18
    assert sum(line.computed for line in summary.targets) == 4


def test_the_appendices_name_no_location_price_or_donor(summary: Summary) -> None:
    lines = summary.collected.first(1_000)
    assert not any(line.location or line.donor for line in lines)
    assert all(line.on is not None for line in lines)
    assert not summary.collected.locations


def test_last_year_is_compared_only_where_it_was_recorded(session: Session, summary: Summary) -> None:
    assert next(line.before for line in summary.counted) is not None
    first = gather(session, 2019, on=TODAY, locale="vi")
    assert all(line.before is None for line in first.counted)


def test_a_year_gone_by_is_told_as_of_its_last_day(session: Session, summary: Summary) -> None:
    past = gather(session, 2025, on=TODAY, locale="en")
    assert past.as_of == dt.date(2025, 12, 14)
    assert not past.running
    assert summary.running
    assert all(balance.adds_up for balance in past.balances)
    assert past.balances[0].lines[-2].figure.objects <= summary.balances[0].lines[-2].figure.objects + 1


@pytest.mark.parametrize("year", [2027, 1800])
def test_a_year_ahead_or_long_before_is_not_found(session: Session, year: int) -> None:
    with pytest.raises(NotFound):
        gather(session, year, on=TODAY, locale="vi")


def test_the_years_begin_with_the_first_record(session: Session, summary: Summary) -> None:
    del summary
    assert list_years(session, get_profile(session), TODAY) == list(range(2026, 2018, -1))


def test_the_reporting_period_is_the_museums_own(session: Session, summary: Summary) -> None:
    del summary
    put_profile(session, replace(get_profile(session), reporting_rules=((1, "calendar"),)))
    assert gather(session, 2026, on=TODAY, locale="vi").period.end == dt.date(2026, 12, 31)


def test_the_page_shows_the_year_and_its_links(
    sign_in: Callable[[Role], FlaskClient], session: Session, summary: Summary, frozen: dt.datetime
) -> None:
    session.commit()
    page = sign_in(Role.VIEWER).get("/bao-cao/2026").get_data(as_text=True)
    assert "Báo cáo năm 2026" in page
    assert len(re.findall(r"/hien-vat\?so_lieu=", page)) > 15
    assert "cân đối" in page
    assert "2026.pdf" not in page


@pytest.mark.parametrize(
    ("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")]
)
def test_a_director_downloads_the_report(
    sign_in: Callable[[Role], FlaskClient], session: Session, form: str, start: bytes, frozen: dt.datetime
) -> None:
    session.rollback()
    browser = sign_in(Role.DIRECTOR)
    answer = browser.get(f"/bao-cao/2026.{form}?ngon_ngu=en")
    assert answer.status_code == 200
    assert answer.data.startswith(start)
    assert f"report-2026.{form}" in answer.headers["Content-Disposition"]
    answer.close()


def test_an_unknown_form_or_year_is_not_found(
    sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime
) -> None:
    session.rollback()
    browser = sign_in(Role.DIRECTOR)
    assert browser.get("/bao-cao/2026.exe").status_code == 404
    assert browser.get("/bao-cao/2031").status_code == 404
    assert browser.get("/bao-cao").status_code == 200


def test_a_viewer_may_look_but_not_export(
    sign_in: Callable[[Role], FlaskClient], session: Session, frozen: dt.datetime
) -> None:
    session.rollback()
    assert sign_in(Role.VIEWER).get("/bao-cao/2026.pdf").status_code == 403


def test_a_target_that_binds_no_more_says_of_which_year_its_result_is(session: Session, deed: ChangeSet) -> None:
    visits = next(row.target for row in board(session, get_profile(session), TODAY) if row.target.code == ENDED)
    enter_value(session, visits, entered(17_930, year=2025, on=dt.date(2025, 12, 1)), deed=deed, today=TODAY)
    line = next(line for line in gather(session, 2026, on=TODAY, locale="en").targets if line.code == ENDED)
    assert line.basis is not None
    assert line.basis.text("en") == "result of 2025, the last year of the target"
