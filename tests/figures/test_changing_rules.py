"""Random deeds while definitions and populations change under them: balances add up, recounts agree, lists hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.digitization.models import DefinitionState, DigitizationDefinition
from museum_tracker.digitization.queries.definitions import list_definitions
from museum_tracker.digitization.rules.definition import SOLID, Demands
from museum_tracker.digitization.services import definitions
from museum_tracker.digitization.services.applying import apply_some
from museum_tracker.figures import revising
from museum_tracker.figures.as_of import as_known, looked_back
from museum_tracker.figures.balances import Balance, digitized_balance, stock_balance
from museum_tracker.figures.filling import finish, next_objects, recount_chunk
from museum_tracker.figures.line_lists import LineAsk, line_members, read_line
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Population
from museum_tracker.figures.queries import Ask, Measure, figure, list_versions
from museum_tracker.figures.rules.balances import FIRSTS
from museum_tracker.figures.rules.measures import DIGITIZED_STOCKS
from museum_tracker.history.models import ChangeSet
from tests.figures.test_deeds_together import YEAR, Museum

CODE = "hien_vat_duoc_chon"
CONDITIONS = ({"tieu_bieu": ["1"]}, {"nhom": ["object"]}, {"dien_quan_ly": ["base", "reference"]}, {"phang": ["0"]})
DEMANDS = (
    SOLID,
    replace(SOLID, full=1),
    replace(SOLID, full=2, views=("front", "back")),
    replace(SOLID, record=("number", "name")),
    replace(SOLID, standard_only=True),
)
STEP = dt.timedelta(days=40)
KNOWN = (Measure.REGISTERED, Measure.LEVEL_1, Measure.FULL_LEVEL, Measure.UNREGISTERED)


class Revised(Museum):
    """The same museum, whose rules of counting change while people work."""

    def fill(self, made: Population) -> None:
        """What the job does, in chunks of one object."""
        deed_id, last = None, 0
        while ids := next_objects(self.session, last)[:1]:
            deed_id, last = recount_chunk(self.session, made, ids, deed_id), ids[-1]
        finish(self.session, made)

    @rule(conditions=st.sampled_from(CONDITIONS))
    def revise_the_population(self, conditions: dict[str, list[str]]) -> None:
        versions = list_versions(self.session, CODE)
        if len(versions) > 4:
            return
        first = versions[-1].valid_from + STEP if versions and versions[-1].valid_from else YEAR["start"] + STEP
        session, deed, name = self.session, self._deed(by_curator=True), "Hiện vật được chọn"
        if versions:
            made = revising.revise_population(session, CODE, conditions=conditions, valid_from=first, deed=deed)
        else:
            made = revising.make_population(session, name=name, conditions=conditions, valid_from=first, deed=deed)
        self.fill(made)

    @rule(demands=st.sampled_from(DEMANDS))
    def decide_on_a_definition(self, demands: Demands) -> None:
        if not self._underway():  # no precondition: which rules may be drawn must not hang on the database
            self._try(self._decide, demands, deed=self._deed(by_curator=True))

    def _decide(self, session: Session, demands: Demands, *, deed: ChangeSet) -> None:
        draft = definitions.make_draft(session, deed=deed)
        definitions.set_demands(session, draft, "solid", demands, name=Message("Khối"), deed=deed)
        definitions.preview(session, draft)
        definitions.decide(session, draft, valid_from=clock.today(), document="1/QĐ", deed=deed)
        # Decided long ago, so that another may follow today.
        draft.valid_from = dt.date(2020, 1, 1) + dt.timedelta(days=draft.version or 0)

    @rule()
    def measure_one_object_by_it(self) -> None:
        if self._underway():
            apply_some(self.session, limit=1)

    def _underway(self) -> bool:
        return any(
            found.state in {DefinitionState.APPLYING, DefinitionState.DECIDED}
            for found in list_definitions(self.session)
        )

    def lists_and_balances_agree(self) -> None:
        """Of every population and version: list = figure, balances add up, what is known now is what is shown."""
        super().lists_and_balances_agree()
        codes = ["all_holdings", "objects_proper", "base_store"]
        codes += [CODE] if list_versions(self.session, CODE) else []
        for code in codes:
            balances: list[Balance] = [stock_balance(self.session, code, **YEAR)]
            balances += [digitized_balance(self.session, code, level, **YEAR) for level in DIGITIZED_STOCKS]
            assert all(balance.adds_up for balance in balances)
            for balance in balances:
                self.lines_open(balance)
            for ask in (*(Ask(name, code) for name in KNOWN), Ask(Measure.REGISTERED, code, as_of=YEAR["end"])):
                shown, listed = figure(self.session, ask), sorted(self.session.scalars(members(ask)))
                now = as_known(self.session, ask, known=clock.now())
                assert (now.figure, now.artifact_ids, shown.objects) == (shown, listed, len(listed))

    def lines_open(self, balance: Balance) -> None:
        """Behind each line stand the objects that it counts."""
        for row in balance.lines:
            ask = LineAsk(balance.measure, balance.population, balance.start, balance.end, row.line)
            listed = self.session.scalars(line_members(self.session, read_line(ask.text()))).all()
            assert len(listed) == len(set(listed)) >= abs(row.figure.objects)
            if row.line in FIRSTS:
                assert len(listed) == row.figure.objects

    def looking_back_agrees(self) -> None:
        """A figure as known at any deed is told alike from all facts and from what has changed since."""
        for deed in self.deeds[:: max(len(self.deeds) // 3, 1)]:
            for ask in (Ask(Measure.REGISTERED), Ask(Measure.LEVEL_1, "objects_proper")):
                then = set(as_known(self.session, ask, known=deed.at).artifact_ids)
                now, shift = set(self.session.scalars(members(ask))), looked_back(self.session, ask, known=deed.at)
                assert then == (now - set(shift.left)) | set(shift.joined)


def test_random_deeds_under_changing_definitions_and_populations(session: Session, frozen: dt.datetime) -> None:
    class Here(Revised):
        def teardown(self) -> None:
            while apply_some(self.session, limit=1):
                pass
            self.the_figures_agree_with_a_recount()
            self.lists_and_balances_agree()
            self.looking_back_agrees()
            super().teardown()
            assert self.session.scalar(sa.select(sa.func.count()).select_from(DigitizationDefinition)) == 1

    Here.session = session
    chosen = settings(
        max_examples=6,
        stateful_step_count=16,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Here, settings=chosen)
