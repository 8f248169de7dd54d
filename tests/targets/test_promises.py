"""The four promises, computed from facts: each figure opens to as many objects as it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.members import members
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.targets.board import board
from museum_tracker.targets.cards import card_of, need_card, road_card
from museum_tracker.targets.history_line import road_facts
from museum_tracker.targets.promises import Promise, list_promises, of_labour
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.words import Labour
from tests.factories.figures import make_facts, make_objects
from tests.factories.promises import TODAY, make_museum

PROFILE = MuseumProfile()


def goal_of(promises: list[Promise]) -> Promise:
    found = of_labour(promises, Labour.DIGITIZE, yearly=False)
    assert found is not None
    return found


def test_a_museum_without_objects_promises_but_counts_nothing(session: Session) -> None:
    promises = list_promises(session, PROFILE, TODAY)
    assert [promise.labour for promise in promises] == [
        Labour.COLLECT,
        Labour.DIGITIZE,
        Labour.INVENTORY,
        Labour.DIGITIZE,
    ]
    goal = goal_of(promises)
    assert goal.share is None
    assert goal.verdict is Verdict.NO_VALUE
    assert road_card(road_facts(session, goal), "vi") is None
    assert need_card(promises[0], "vi") is None


def test_every_figure_of_the_promises_opens_to_that_many_objects(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    for promise in list_promises(session, PROFILE, TODAY):
        asks = [(promise.value, promise.ask)]
        if promise.whole is not None and promise.whole_ask is not None:
            asks.append((promise.whole, promise.whole_ask))
        for figure, ask in asks:
            listed = session.scalar(sa.select(sa.func.count()).select_from(members(ask).subquery()))
            assert listed == figure.objects > 0


def test_every_digitized_figure_says_the_three_levels_and_each_opens(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    digitizing = [p for p in list_promises(session, PROFILE, TODAY) if p.labour is Labour.DIGITIZE]
    assert len(digitizing) == 2
    for promise in digitizing:
        assert [remark.ask.measure.value[-1] for remark in promise.levels] == ["1", "2", "3"]
        for remark in promise.levels:
            listed = session.scalar(sa.select(sa.func.count()).select_from(members(remark.ask).subquery()))
            assert listed == remark.message.values["count"]


def test_the_unregistered_backlog_lowers_the_hundred_per_cent(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed, count=100)
    share = of_labour(list_promises(session, PROFILE, TODAY), Labour.INVENTORY, yearly=False)
    assert share is not None
    assert share.seen is not None
    assert share.seen.population == 100
    assert share.seen.done < 95
    assert [beside.message.values["count"] for beside in share.beside] == [5]


def test_objects_waiting_for_the_council_stand_beside_the_figure(session: Session, deed: ChangeSet) -> None:
    ids = make_objects(session, 3)
    day = dt.date(2026, 5, 5)
    make_facts(session, deed, *({"artifact_id": one, "kind": FactKind.RECEIVED, "effective_on": day} for one in ids))
    make_facts(session, deed, {"artifact_id": ids[0], "kind": FactKind.COLLECTED, "effective_on": day})
    collected = list_promises(session, PROFILE, TODAY)[0]
    assert collected.value.objects + sum(int(str(b.message.values["count"])) for b in collected.beside) <= 3


def test_an_opening_balance_is_neither_flow_nor_growth(session: Session, deed: ChangeSet) -> None:
    ids = make_objects(session, 50, holding="base")
    cut_off = dt.date(2026, 6, 30)
    make_facts(
        session,
        deed,
        *(
            {"artifact_id": one, "kind": kind, "effective_latest": cut_off, "opening": True}
            for one in ids
            for kind in (FactKind.RECEIVED, FactKind.COLLECTED, FactKind.REGISTERED)
        ),
    )
    promises = list_promises(session, PROFILE, TODAY)
    goal = goal_of(promises)
    assert promises[0].value.objects == 0
    assert goal.seen is not None
    assert goal.seen.population == 50
    assert goal.seen.flow.growth == 0
    assert goal.verdict is Verdict.TOO_EARLY


def test_the_forecast_measures_the_goals_own_level_and_population(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    goal = goal_of(list_promises(session, PROFILE, TODAY))
    assert goal.seen is not None
    assert goal.seen.goal.due == dt.date(2030, 12, 14)
    assert goal.seen.population == 190
    assert goal.share == Fraction(goal.seen.done, 190)
    assert goal.verdict is Verdict.FORECAST_SHORT
    assert goal.upper is not None


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_a_card_prints_population_unit_way_and_day(session: Session, deed: ChangeSet, locale: str) -> None:
    make_museum(session, deed, count=40)
    promises = list_promises(session, PROFILE, TODAY)
    for promise in promises:
        card = card_of(promise, locale)
        assert len(card.method) == 4
        assert "22/11/2026" in card.method[3]
        assert card.url.startswith("/hien-vat?so_lieu=")
        assert card.drawing.startswith("<svg")
    assert [promise.carried_on for promise in promises] == [True, True, False, False]


def test_the_road_ends_today_and_holds_its_numbers(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    goal = goal_of(list_promises(session, PROFILE, TODAY))
    facts = road_facts(session, goal)
    assert facts is not None
    assert facts.history[-1].on == TODAY
    road = road_card(facts, "vi")
    assert road is not None
    assert len(road.table.rows) > len(facts.history)


def test_the_overview_shows_the_figures_as_links(
    sign_in: Callable[[Role], FlaskClient], session: Session, deed: ChangeSet, frozen: dt.datetime
) -> None:
    make_museum(session, deed, count=40)
    session.commit()
    page = sign_in(Role.DIRECTOR).get("/tong-quan").get_data(as_text=True)
    assert page.count("/hien-vat?so_lieu=") >= 6
    assert "Lộ trình đến năm 2030" in page


def test_the_list_behind_a_figure_counts_what_the_card_says(
    sign_in: Callable[[Role], FlaskClient], session: Session, deed: ChangeSet, frozen: dt.datetime
) -> None:
    make_museum(session, deed, count=40)
    session.commit()
    collected = list_promises(session, PROFILE, TODAY)[0]
    browser = sign_in(Role.VIEWER)
    page = browser.get(card_of(collected, "vi").url).get_data(as_text=True)
    assert page.count('href="/hien-vat/') >= collected.value.objects


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.CATALOGUER, "/viec-cua-toi"),
        (Role.CURATOR, "/viec-cua-toi"),
        (Role.DIRECTOR, "/tong-quan"),
        (Role.ADMINISTRATOR, "/tong-quan"),
        (Role.VIEWER, "/tong-quan"),
    ],
)
def test_each_role_lands_where_its_work_is(
    sign_in: Callable[[Role], FlaskClient], role: Role, place: str, frozen: dt.datetime
) -> None:
    browser = sign_in(role)
    assert browser.get("/").headers["Location"] == place
    assert browser.get(place).status_code == 200


def test_the_board_shows_what_past_periods_brought(session: Session, deed: ChangeSet) -> None:
    make_museum(session, deed)
    rows = {row.target.code: row for row in board(session, PROFILE, TODAY)}
    collected = rows["mus25_collected_yearly"]
    assert len(collected.past) == 5
    assert collected.promise is not None
    assert collected.past[-1] == collected.promise.value.objects
    shares = rows["mus30_digitized_share"].past
    assert len(shares) == 5
    assert shares[-1] == pytest.approx(float(rows["mus30_digitized_share"].promise.share) * 100)
