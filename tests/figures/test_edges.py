"""Figures where they meet the rest: old knowledge, edited records, the catalogue's lists, the command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.services import receive
from museum_tracker.catalogue.rules import Holding
from museum_tracker.catalogue.services import edit_artifact, restore_artifact, void_artifact
from museum_tracker.cli.program import program
from museum_tracker.core import clock
from museum_tracker.core.periods import ReportingYears
from museum_tracker.figures.as_of import as_known
from museum_tracker.figures.balances import Line, digitized_balance, stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.filters import describe
from museum_tracker.figures.links import figure_path, figure_url_args
from museum_tracker.figures.models import FigureRule, Tally
from museum_tracker.figures.queries import Ask, Measure, measure, since
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.standings import rebuild
from museum_tracker.figures.tallies import fold
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from tests.factories.catalogue import make_artifact
from tests.factories.figures import make_facts, make_objects
from tests.factories.inventory import register

MAY, JUNE = dt.date(2026, 5, 4), dt.date(2026, 6, 1)
YEAR = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}


def registered(session: Session, deed: ChangeSet, day: dt.date = MAY, **fields: object) -> int:
    [artifact_id] = make_objects(session, 1, holding="base", **fields)
    make_facts(session, deed, {"artifact_id": artifact_id, "kind": FactKind.REGISTERED, "effective_on": day})
    return artifact_id


def test_as_shown_then_does_not_know_what_was_recorded_later(session: Session, deed: ChangeSet) -> None:
    first = registered(session, deed)
    then = clock.now()
    clock.freeze(then + dt.timedelta(days=1))
    try:
        later = begin_deed(session, by=deed.by, action="Later")
        [second] = make_objects(session, 1, holding="base", created_at=deed.at)
        make_facts(
            session,
            later,
            {"artifact_id": second, "kind": FactKind.REGISTERED, "effective_on": MAY},
            {"artifact_id": first, "kind": FactKind.LEFT, "effective_on": JUNE},
        )
    finally:
        clock.freeze(None)
    ask = Ask(Measure.REGISTERED, "base_store")
    assert as_known(session, ask, known=then).artifact_ids == [first]
    assert as_known(session, ask, known=then + dt.timedelta(days=2)).artifact_ids == [second]
    assert measure(session, Measure.REGISTERED, "base_store").objects == 1


def test_a_voided_record_leaves_every_figure_and_comes_back_with_them(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, holding=Holding.BASE)
    make_facts(session, deed, {"artifact_id": vase.id, "kind": FactKind.REGISTERED, "effective_on": MAY})
    void_artifact(session, vase, deed=deed)
    assert measure(session, Measure.PRESENT).objects == 0
    restore_artifact(session, vase, deed=deed)
    assert measure(session, Measure.REGISTERED, "base_store").objects == 1
    assert check(session) == []


def test_more_pieces_raise_the_pieces_of_every_figure(session: Session, deed: ChangeSet) -> None:
    vase = make_artifact(session, deed, holding=Holding.BASE)
    make_facts(session, deed, {"artifact_id": vase.id, "kind": FactKind.REGISTERED, "effective_on": MAY})
    edit_artifact(session, vase, {"quantity": 12}, version=vase.version, deed=deed)
    assert measure(session, Measure.REGISTERED)[:2] == (1, 12)


def test_the_stock_balance_tells_this_period_s_objects_from_earlier_ones(session: Session, deed: ChangeSet) -> None:
    fresh, earlier = registered(session, deed), registered(session, deed)
    make_facts(
        session,
        deed,
        {"artifact_id": fresh, "kind": FactKind.COLLECTED, "effective_on": MAY},
        {"artifact_id": earlier, "kind": FactKind.COLLECTED, "effective_on": dt.date(2010, 3, 1)},
    )
    balance = stock_balance(session, "base_store", **YEAR)
    assert balance.adds_up
    assert (balance.collected_this_period.objects, balance.collected_earlier.objects) == (1, 1)
    assert (balance.opening.objects, balance.closing.objects) == (0, 2)


def test_the_digitized_balance_names_why_levels_came_and_went(session: Session, deed: ChangeSet) -> None:
    ids = [registered(session, deed, dt.date(2020, 1, 1)) for _ in range(3)]
    level = {"kind": FactKind.LEVEL, "level": 1}
    lost = {"kind": FactKind.LOST_LEVEL, "level": 1, "effective_on": JUNE}
    make_facts(
        session,
        deed,
        {"artifact_id": ids[0], **level, "effective_on": MAY},
        {"artifact_id": ids[1], **level, "effective_on": dt.date(2024, 1, 1)},
        {"artifact_id": ids[1], **lost},
        {"artifact_id": ids[2], **level, "effective_on": dt.date(2024, 1, 1)},
        {"artifact_id": ids[2], "kind": FactKind.LEFT, "effective_on": JUNE},
    )
    balance = digitized_balance(session, "base_store", **YEAR)
    lines = {row.line: row.figure.objects for row in balance.lines}
    assert balance.adds_up
    assert (lines[Line.FIRST], lines[Line.WITHDRAWN], lines[Line.LEFT]) == (1, -1, -1)
    assert (balance.opening.objects, balance.closing.objects) == (2, 1)


def test_own_records_begin_with_the_first_day_that_is_not_opening(session: Session, deed: ChangeSet) -> None:
    [old] = make_objects(session, 1, holding="base")
    early = {"artifact_id": old, "kind": FactKind.REGISTERED, "effective_on": dt.date(1999, 1, 1), "opening": True}
    make_facts(session, deed, early)
    assert since(session, Measure.REGISTERED) is None
    registered(session, deed)
    assert since(session, Measure.REGISTERED) == MAY
    fold(session)
    assert since(session, Measure.REGISTERED) == MAY


def test_another_choice_for_the_hundred_per_cent_counts_after_a_rebuild(session: Session, deed: ChangeSet) -> None:
    registered(session, deed)
    assert measure(session, Measure.INVENTORIED).objects == 0
    session.add(FigureRule(name="inventoried", value=["registered"]))
    session.flush()
    assert rebuild(session) == 1
    assert measure(session, Measure.INVENTORIED).objects == 1
    assert check(session) == []


def test_the_checker_names_a_sum_and_a_standing_that_are_wrong(session: Session, deed: ChangeSet) -> None:
    registered(session, deed)
    fold(session)
    session.execute(sa.update(Tally).where(Tally.measure == Measure.REGISTERED).values(objects=7))
    found = check(session)
    assert {difference.stored for difference in found} == {"7"}
    assert "registered" in found[0].message.text("vi")


def test_a_figure_says_itself_in_words(session: Session) -> None:
    year = Ask(Measure.COLLECTED, "base_store", YEAR["start"], YEAR["end"])
    assert describe(session, year.text(), "vi") == "Sưu tầm trong kỳ · Kho cơ sở · 15/12/2025 – 14/12/2026"
    undated = Ask(Measure.COLLECTED, no_year=ReportingYears())
    assert describe(session, undated.text(), "vi").endswith("không rõ năm")
    assert describe(session, Ask(Measure.REGISTERED, as_of=MAY).text(), "en").endswith("as of 04/05/2026")
    assert describe(session, "nonsense", "vi") == "nonsense"


def test_a_link_carries_the_question(session: Session) -> None:
    args = figure_url_args(Measure.LEVEL_1, "objects_proper", as_of=MAY)
    assert args == {"so_lieu": "level_1.objects_proper...20260504"}
    assert figure_path(Ask(Measure.LEVEL_1)) == "/hien-vat?so_lieu=level_1.all_holdings..."


@pytest.mark.parametrize("word", ["nonsense", "registered.all_holdings.2026.x.", "no.all_holdings...", "present...."])
def test_a_word_that_is_no_figure_lists_nothing(
    session: Session, deed: ChangeSet, sign_in: Callable[[Role], FlaskClient], word: str
) -> None:
    make_artifact(session, deed, name="Bình cổ")
    session.commit()
    answer = sign_in(Role.VIEWER).get("/hien-vat", query_string={"so_lieu": word})
    assert answer.status_code == 200
    assert "Bình cổ" not in answer.text


def test_the_command_checks_and_counts_anew(session: Session, deed: ChangeSet, settings: Settings) -> None:
    artifact = receive(session, {"name_vi": "Bình"}, received_on=dt.date(2026, 3, 2), deed=deed)
    artifact = register(session, artifact, on=dt.date(2026, 3, 2), number="BTBG 1", deed=deed)
    fold(session)
    session.execute(sa.update(Tally).where(Tally.measure == Measure.REGISTERED).values(objects=7))
    session.commit()
    environ = {
        "MUSEUM_HOME": str(settings.home),
        "MUSEUM_DATABASE_URL": settings.database,
        "MUSEUM_LANGUAGE": "en",
    }
    wrong = CliRunner().invoke(program, ["figures", "check"], env=environ)
    assert (wrong.exit_code, "registered" in wrong.output) == (1, True)
    assert CliRunner().invoke(program, ["figures", "rebuild"], env=environ).exit_code == 0
    right = CliRunner().invoke(program, ["figures", "check"], env=environ)
    assert (right.exit_code, right.output.strip()) == (0, "All figures are true.")
    artifact.holding = Holding.UNDECIDED
    session.commit()
    disagrees = CliRunner().invoke(program, ["figures", "check"], env=environ)
    assert disagrees.exit_code == 1
    assert "BTBG 1 · Bình stands on the register, and nobody has said under which title it is kept" in disagrees.output
    assert "Choose its holding in the record" in disagrees.output
