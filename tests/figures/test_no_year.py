"""What lies in no reporting year is listed, figure by figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.museum import MuseumProfile, put_profile
from museum_tracker.core.periods import PeriodRule
from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.queries import Measure, flows_in_no_year
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from tests.factories.figures import make_facts, make_objects

SignIn = Callable[[Role], FlaskClient]
ALL = "all_holdings"


def registered(session: Session, deed: ChangeSet, **date: object) -> int:
    [one] = make_objects(session, 1, holding="base", name_vi="Bình gốm")
    make_facts(session, deed, {"artifact_id": one, "kind": FactKind.REGISTERED, **date})
    return one


def test_objects_without_a_day_or_across_two_years_lie_in_no_year(session: Session, deed: ChangeSet) -> None:
    year_alone = {"effective_on": dt.date(2001, 1, 1), "effective_latest": dt.date(2001, 12, 31)}
    lost = [registered(session, deed), registered(session, deed, **year_alone)]
    by_then = registered(session, deed, effective_latest=dt.date(2020, 6, 1), opening=True)
    registered(session, deed, effective_on=dt.date(2001, 5, 2))
    years = MuseumProfile().reporting_years
    found = flows_in_no_year(session, years)[ALL, Measure.NEWLY_REGISTERED]
    assert (found.objects, found.opening_objects) == (3, 1)
    assert set(session.scalars(artifact_ids(Measure.NEWLY_REGISTERED, no_year=years))) == {*lost, by_then}


def test_where_the_museum_counts_by_calendar_years_a_year_alone_is_a_day_enough(
    session: Session, deed: ChangeSet
) -> None:
    calendar = MuseumProfile(reporting_rules=((1, PeriodRule.CALENDAR),)).reporting_years
    registered(session, deed, effective_on=dt.date(2001, 1, 1), effective_latest=dt.date(2001, 12, 31))
    assert flows_in_no_year(session, calendar)[ALL, Measure.NEWLY_REGISTERED].objects == 0


def test_the_page_counts_by_the_museum_s_own_years_and_opens_each_list(
    session: Session, deed: ChangeSet, sign_in: SignIn
) -> None:
    # Until 2026 by the decree, then by the calendar: the year 2027 holds the days between both.
    put_profile(session, MuseumProfile(reporting_rules=((1, "decree"), (2027, "calendar"))))
    [one] = make_objects(session, 1, holding="base", name_vi="Chum sành")
    make_facts(
        session, deed, {"artifact_id": one, "kind": FactKind.MARKED}, {"artifact_id": one, "kind": FactKind.CLASSIFIED}
    )
    session.commit()
    browser = sign_in(Role.VIEWER)
    page = browser.get("/so-lieu/khong-ro-nam")
    assert "Phân loại trong kỳ" in page.text
    path = "/hien-vat?so_lieu=newly_classified.all_holdings.khong-ro-nam-1decree-2027calendar.."
    assert path in page.text
    listed = browser.get(path)
    assert "Chum sành" in listed.text
    assert "không rõ năm" in listed.text
    assert "Mọi thứ đều thuộc một năm" in browser.get("/so-lieu/khong-ro-nam?pham-vi=treasures").text
    assert browser.get("/hien-vat?so_lieu=newly_classified.all_holdings.khong-ro-nam-9lunar..").status_code == 200
