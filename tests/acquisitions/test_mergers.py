"""What came by a merger of museums is never collected: it has a way, a line and a population of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.errors import MergerUnproved
from museum_tracker.acquisitions.services import receive
from museum_tracker.catalogue.models import Artifact
from museum_tracker.figures.balances import stock_balance
from museum_tracker.figures.checking import find_differences
from museum_tracker.figures.models import Fact, Population
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.figures.rules.results import Figure
from museum_tracker.figures.services import install_populations
from museum_tracker.history.models import ChangeSet
from museum_tracker.targets.pace import flow_of
from museum_tracker.years.balances import balance_lines
from museum_tracker.years.shapes import read_balance, write_balance
from tests.factories.interop import IN_PERIOD, import_file
from tests.factories.inventory import register
from tests.factories.vocabularies import term
from tests.interop.tables import write_xlsx

MARCH, MAY = dt.date(2026, 3, 2), dt.date(2026, 5, 6)
YEAR = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}
DECISION = "45/QĐ-UBND ngày 20/02/2026"


def came(session: Session, deed: ChangeSet, way: str, name: str = "Bình", **more: Any) -> Artifact:
    """An object that was received in a way on the second of March."""
    method = term(session, "acquisition_method", way).id
    values = {"name_vi": name, "acquisition_method_id": method, "acquisition_decision": DECISION, **more}
    return receive(session, values, received_on=MARCH, handover_on=MARCH, handover_record="3/BBBG", deed=deed)


def enter(session: Session, deed: ChangeSet, *ways: str) -> None:
    """Objects on the register since May, each come in a way."""
    for place, way in enumerate(ways, 1):
        register(session, came(session, deed, way, f"Bình {place}"), on=MAY, number=f"BTBG {place}", deed=deed)


def count(session: Session, measured: Measure, population: str = "all_holdings") -> int:
    return measure(session, measured, population, **YEAR).objects


def test_what_came_by_merger_is_counted_apart_and_never_collected(session: Session, deed: ChangeSet) -> None:
    enter(session, deed, "merger", "merger", "gift")
    assert (count(session, Measure.COLLECTED), count(session, Measure.MERGED)) == (1, 2)
    assert count(session, Measure.NEWLY_REGISTERED) == 3
    assert count(session, Measure.NEWLY_REGISTERED, "merged") == 2
    assert measure(session, Measure.PRESENT, "merged").objects == 2
    assert not find_differences(session)


def test_the_balance_has_a_line_for_mergers_and_closes_keep_it(session: Session, deed: ChangeSet) -> None:
    enter(session, deed, "merger", "gift", "original_stock")
    balance = stock_balance(session, "all_holdings", **YEAR)
    split = (balance.collected_this_period, balance.collected_earlier, balance.merged)
    assert [figure.objects for figure in split] == [1, 1, 1]
    assert balance.adds_up
    lines = {line.label.text("vi"): line.figure.objects for line in balance_lines(balance, None)}
    assert lines["trong đó tiếp nhận do sáp nhập"] == 1
    kept = write_balance(balance)
    assert read_balance(kept, {}).merged == balance.merged  # type: ignore[attr-defined]
    kept["beside"] = kept["beside"][:3]  # as closes were kept before
    assert read_balance(kept, {}).merged == Figure()  # type: ignore[attr-defined]


@pytest.mark.parametrize("whole", [Measure.REGISTERED, Measure.PRESENT])
def test_a_merger_is_no_growth_of_the_forecast(session: Session, deed: ChangeSet, whole: Measure) -> None:
    enter(session, deed, "merger", "merger", "merger", "gift")
    flow = flow_of(session, Measure.FIRST_LEVEL_1, whole, "all_holdings", on=dt.date(2026, 11, 22))
    assert flow.growth == 1


def test_a_transfer_counts_as_collected_only_where_its_decision_says_so(session: Session, deed: ChangeSet) -> None:
    came(session, deed, "transfer")
    assert count(session, Measure.AWAITING_COUNCIL) == 0
    came(session, deed, "transfer", decision_counts=True)
    assert count(session, Measure.AWAITING_COUNCIL) == 1
    assert not find_differences(session)


@pytest.mark.parametrize(("decision", "minutes"), [("", "3/BBBG"), (DECISION, "")])
def test_a_merger_names_its_decision_and_its_handover_record(
    session: Session, deed: ChangeSet, decision: str, minutes: str
) -> None:
    values = {"name_vi": "Bình", "acquisition_method_id": term(session, "acquisition_method", "merger").id}
    values["acquisition_decision"] = decision
    with pytest.raises(MergerUnproved):
        receive(session, values, received_on=MARCH, handover_record=minutes, deed=deed)


def test_the_reception_page_asks_for_the_decision(
    session: Session, sign_in: Callable[[Role], FlaskClient], engine: sa.Engine
) -> None:
    method = term(session, "acquisition_method", "merger").id
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    typed = {"name_vi": "Chum sành", "received_on": "02/03/2026", "method": str(method), "quantity": "1"}
    refused = browser.post("/suu-tam/nhan", data=typed)
    assert refused.status_code == 422
    assert "ghi quyết định sáp nhập" in refused.text
    papers = {"acquisition_decision": DECISION, "handover_record": "3/BBBG", "handover_on": "02/03/2026"}
    assert browser.post("/suu-tam/nhan", data=typed | papers).status_code == 303
    with Session(engine) as reading:
        artifact = reading.scalars(sa.select(Artifact)).one()
        assert artifact.acquisition_decision == DECISION
        kinds = reading.scalars(sa.select(Fact.kind).order_by(Fact.id)).all()
        assert kinds == [FactKind.RECEIVED, FactKind.MERGED]


def test_a_table_of_a_former_museum_brings_mergers(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, session: Session
) -> None:
    session.rollback()
    headings = ["Số đăng ký", "Tên hiện vật", "Phương thức sưu tầm", "Ngày sưu tầm", "Quyết định sáp nhập"]
    rows = [
        ["BTBN 1", "Trống", "Tiếp nhận do sáp nhập", "02/03/2026", DECISION],
        ["BTBN 2", "Bình", "Điều chuyển", "02/03/2026", ""],
        ["BTBN 3", "Chum", "Hiến tặng", "02/03/2026", ""],
    ]
    import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", [headings, *rows]), **IN_PERIOD)
    with Session(engine) as reading:
        drum = reading.scalars(sa.select(Artifact).where(Artifact.name_vi == "Trống")).one()
        assert drum.acquisition_decision == DECISION
        assert (count(reading, Measure.COLLECTED), count(reading, Measure.MERGED)) == (1, 1)
        assert not find_differences(reading)


def test_the_population_takes_a_free_place_where_the_museum_made_some_of_its_own(session: Session) -> None:
    shipped = session.scalars(sa.select(Population).where(Population.code == "merged")).one()
    bit = shipped.bit
    session.delete(shipped)
    session.flush()
    session.add(Population(code="own", name="Của bảo tàng", filter={"kind": ["object"]}, bit=bit))
    session.flush()
    install_populations(session)
    again = session.scalars(sa.select(Population).where(Population.code == "merged")).one()
    assert again.bit not in {None, bit}
