"""Random years of a whole museum: whatever people do, every way to a figure gives the same one.

`pytest -n0 tests/years/test_histories.py tests/figures/test_apart.py --hypothesis-profile=deep` tries far more.
"""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from museum_tracker.acquisitions.rules import Decision
from museum_tracker.core import clock
from museum_tracker.core.museum import get_profile, put_profile
from museum_tracker.core.periods import PeriodRule
from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.services.reviews import approve, withdraw
from museum_tracker.figures.as_of import as_known
from museum_tracker.figures.balances import list_balances
from museum_tracker.figures.members import artifact_ids
from museum_tracker.figures.queries import Ask, Measure, figure, list_versions
from museum_tracker.figures.rules.balances import BALANCED
from museum_tracker.figures.rules.measures import FLOW_OF
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.inventory.rules import Step
from museum_tracker.inventory.services import register, take_back
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.years.bridges import bridges_to, closed_on
from museum_tracker.years.queries import get_year, list_closes
from museum_tracker.years.roll import call_roll
from museum_tracker.years.services.closing import begin_closing, close_year
from museum_tracker.years.services.restating import restate_year
from museum_tracker.years.verify import verify
from tests.factories.digitization import make_file
from tests.figures.apart import FLOWS, POPULATIONS, STOCKS, Recount, number
from tests.figures.test_changing_rules import CODE, Revised
from tests.figures.test_deeds_together import PLACES
from tests.tools.profiles import examples

YEARS = (2025, 2026)
AFTER_BOTH = dt.datetime(2027, 1, 4, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LATE = st.sampled_from([dt.date(2025, 11, 20), dt.date(2025, 12, 14), dt.date(2025, 12, 15), dt.date(2026, 3, 1)])


class Years(Revised):
    """The museum, whose years are closed and restated while its papers come late."""

    def __init__(self) -> None:
        super().__init__()
        self.began = clock.now()

    def teardown(self) -> None:
        """Set the clock back, and leave the database as it was."""
        clock.freeze(self.began)
        super().teardown()

    def signed(self) -> ChangeSet:
        """A deed with its reason."""
        self.deeds.append(begin_deed(self.session, by=self.curator, action="A test", reason="Còn việc nhỏ"))
        return self.deeds[-1]

    @initialize(days=st.tuples(LATE, LATE), closed=st.booleans())
    def begin_with_a_closed_year(self, days: tuple[dt.date, dt.date], *, closed: bool) -> None:
        for place, on in enumerate(days):
            self.hear(place, on, Decision.BASE)
            self.enter_in_the_register(place, on)
        if closed:
            self.close_a_year(YEARS[0])

    @rule(on=LATE, place=PLACES)
    def hand_in_a_late_paper(self, on: dt.date, place: int) -> None:
        self.hear(place, on, Decision.BASE)
        self.enter_in_the_register(place, on)
        self.remove(place, on, "decide")

    @rule(place=PLACES, on=LATE)
    def date_the_register_line_anew(self, place: int, on: dt.date) -> None:
        self._try(take_back, self._one(place), Step.REGISTERED, "Ghi nhầm ngày", deed=self._deed())
        self._try(register, self._one(place), on=on, deed=self._deed())

    @rule(place=PLACES)
    def replace_a_picture(self, place: int) -> None:
        query = sa.select(AssetVersion).join(Asset, Asset.id == AssetVersion.asset_id)
        old = self.session.scalars(query.where(Asset.artifact_id == self._one(place).id).limit(1)).first()
        if old is not None:
            self._try(withdraw, old, reason="Thay ảnh", deed=self._deed(by_curator=True))
        new = make_file(self.session, self._one(place), by=self.cataloguer)
        self._try(approve, new, scope=Scope.STANDARD, deed=self._deed(by_curator=True))

    @rule()
    def let_both_years_end(self) -> None:
        clock.freeze(AFTER_BOTH)

    @rule(year=st.sampled_from(YEARS))
    def close_a_year(self, year: int) -> None:
        def closing(session: Session) -> None:
            begin_closing(session, year, deed=self.signed())
            close_year(session, year, deed=self.signed())

        self._try(closing)

    @rule(year=st.sampled_from(YEARS))
    def restate_a_year(self, year: int) -> None:
        self._try(restate_year, year, document="", deed=self.signed())

    @rule(kind=st.sampled_from(list(PeriodRule)))
    def count_years_otherwise(self, kind: PeriodRule) -> None:
        put_profile(self.session, get_profile(self.session).with_reporting_period(kind, clock.today()))

    def every_way_gives_the_same(self) -> None:
        """Sum = list = recount apart = as known now = roll = balance; the next opening is this closing, explained."""
        apart = Recount(self.session)
        for year in YEARS:
            span = get_year(self.session, year)
            roll = call_roll(self.session, span.start, span.end)
            for code in POPULATIONS:
                for name in (*STOCKS, *FLOWS):
                    if name in STOCKS:
                        found = apart.stock(name, code, number(span.end))
                        ask = Ask(Measure(name), code, as_of=span.end)
                    else:
                        found = apart.flow(name, code, number(span.start), number(span.end))
                        ask = Ask(Measure(name), code, start=span.start, end=span.end)
                    shown = figure(self.session, ask)
                    listed = self.session.scalars(
                        artifact_ids(ask.measure, code, start=ask.start, end=ask.end, as_of=ask.as_of)
                    )
                    assert sorted(listed) == sorted(found) == roll.ids(code, ask.measure), ask
                    assert shown[:2] == roll.count(code, ask.measure), ask
            self.balances_agree(dt.date(year, 1, 1))

    def balances_agree(self, inside: dt.date) -> None:
        """Of every population, and of one whose versions changed: closings are the figures, openings are explained."""
        year = get_year(self.session, inside.year)
        codes = [*POPULATIONS, *([CODE] if list_versions(self.session, CODE) else [])]
        for balance in (balances := list_balances(self.session, codes, start=year.start, end=year.end)):
            stock = Ask(balance.measure, balance.population, as_of=year.end)
            flow = Ask(FLOW_OF[balance.measure], balance.population, start=year.start, end=year.end)
            assert balance.adds_up
            assert (balance.closing, balance.attained) == (figure(self.session, stock), figure(self.session, flow))
            assert as_known(self.session, stock, known=clock.now()).figure == balance.closing
        bridges = bridges_to(self.session, balances)
        frozen = closed_on(self.session, year.start - DAY)
        for balance in balances if frozen else ():
            was = frozen.figures.get((balance.population, balance.measure)) if frozen else None
            if was is None:
                continue
            bridge = bridges.get((balance.population, balance.measure))
            for part in bridge.parts if bridge else ():
                assert part.label.msgid
                was = was.plus(part.figure)
            assert was[:2] == balance.opening[:2]

    def closes_agree(self) -> None:
        """What was frozen is whole, and each balance of it says what its figures say."""
        assert verify(self.session) == []
        for row in list_closes(self.session):
            frozen = closed_on(self.session, get_year(self.session, row.year).end)
            assert frozen is not None
            for balance in frozen.balances:
                assert balance.adds_up
                assert balance.measure in BALANCED
                assert balance.closing == frozen.figures[balance.population, balance.measure]
                assert balance.attained == frozen.figures[balance.population, FLOW_OF[balance.measure]]


def test_whatever_people_do_every_way_to_a_figure_gives_the_same(session: Session, frozen: dt.datetime) -> None:
    class Here(Years):
        def teardown(self) -> None:
            self.the_figures_agree_with_a_recount()
            self.every_way_gives_the_same()
            self.closes_agree()
            super().teardown()

    Here.session = session
    chosen = settings(
        max_examples=examples(6, deep=80),
        stateful_step_count=examples(18, deep=40),
        phases=[Phase.generate],
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Here, settings=chosen)
