"""Random deeds through the services of every feature: whatever happens, the figures agree with a recount."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.queries import find_removal
from museum_tracker.acquisitions.removals import decide_removal, drop_removal, propose_removal, put_back_on_register
from museum_tracker.acquisitions.rules import Decision
from museum_tracker.acquisitions.services import decide, open_batch, put_before, receive
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Holding
from museum_tracker.catalogue.services import edit_artifact, restore_artifact, void_artifact
from museum_tracker.classification.queries import find_current, list_groups
from museum_tracker.classification.services import confirm, contest, propose, send_back
from museum_tracker.core.errors import Refusal
from museum_tracker.digitization.models import Scope
from museum_tracker.digitization.services.reviews import approve, approve_many, withdraw
from museum_tracker.figures.balances import digitized_balance, stock_balance
from museum_tracker.figures.checker import check
from museum_tracker.figures.members import members
from museum_tracker.figures.models import Standing, StandingEntry
from museum_tracker.figures.queries import Ask, Measure, measure
from museum_tracker.figures.rules.measures import DIGITIZED_STOCKS
from museum_tracker.figures.standings import rebuild
from museum_tracker.figures.tallies import fold
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed, undo
from museum_tracker.inventory.rules import Step
from museum_tracker.inventory.services import complete_dossier, mark, take_back
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.vocabularies.queries import find_term
from tests.factories.digitization import RECORD, make_file, make_recorded
from tests.factories.inventory import register
from tests.factories.people import make_colleague

DAYS = st.integers(0, 25).map(lambda step: dt.date(2025, 11, 20) + dt.timedelta(days=step * 14))
YEAR: dict[str, Any] = {"start": dt.date(2025, 12, 15), "end": dt.date(2026, 12, 14)}
PLACES = st.integers(0, 3)
VIEWS = ("front", "back", "left", "right", "")


class Museum(RuleBasedStateMachine):
    """A few objects to which people do what they may, and what they may not."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.outer = self.session.begin_nested()
        self.cataloguer, self.curator = (
            make_colleague(self.session, role) for role in (Role.CATALOGUER, Role.ADMINISTRATOR)
        )
        self.deeds: list[ChangeSet] = []
        self.ids = [self._made(place).id for place in range(2)]
        self.checked = -1

    def teardown(self) -> None:
        """Leave the database as it was."""
        self.outer.rollback()
        self.session.expire_all()

    def _made(self, place: int) -> Artifact:
        return make_recorded(self.session, self._deed(), number=f"BT {place + 1}", quantity=place + 1)

    def _deed(self, *, by_curator: bool = False) -> ChangeSet:
        self.deeds.append(begin_deed(self.session, by=self.curator if by_curator else self.cataloguer, action="A test"))
        return self.deeds[-1]

    def _one(self, place: int) -> Artifact:
        return self.session.get_one(Artifact, self.ids[place % len(self.ids)])

    def _try(self, action: Any, /, *given: Any, **more: Any) -> None:
        """Do it; what the rules refuse leaves no trace."""
        point = self.session.begin_nested()
        try:
            action(self.session, *given, **more)
            point.commit()
        except Refusal:
            point.rollback()

    @precondition(lambda self: len(self.ids) < 4)
    @rule(on=DAYS, method=st.sampled_from(["gift", "deposit", "copy", "original_stock"]), handed=st.booleans())
    def receive_one(self, on: dt.date, method: str, *, handed: bool) -> None:
        term = find_term(self.session, "acquisition_method", method)
        assert term is not None
        values = {"name_vi": "Trống đồng", "acquisition_method_id": term.id, **RECORD}
        came = receive(self.session, values, received_on=on, handover_on=on if handed else None, deed=self._deed())
        self.ids.append(came.id)

    @rule(place=PLACES, on=DAYS, decision=st.sampled_from(list(Decision)))
    def hear(self, place: int, on: dt.date, decision: Decision) -> None:
        def meeting(session: Session, deed: ChangeSet) -> None:
            batch = open_batch(session, deed=deed)
            put_before(session, batch, [self._one(place)], deed=deed)
            answers = {item.id: (decision, "Không phù hợp") for item in batch.items}
            decide(session, batch, answers, minutes_number="12/BB", met_on=on, deed=deed)

        self._try(meeting, self._deed(by_curator=True))

    @rule(place=PLACES, on=DAYS)
    def enter_in_the_register(self, place: int, on: dt.date) -> None:
        self._try(register, self._one(place), on=on, deed=self._deed())

    @rule(place=PLACES, on=DAYS)
    def mark_one(self, place: int, on: dt.date) -> None:
        self._try(mark, [self._one(place)], on=on, deed=self._deed())

    @rule(place=PLACES, on=DAYS)
    def finish_the_dossier(self, place: int, on: dt.date) -> None:
        self._try(complete_dossier, self._one(place), on=on, deed=self._deed())

    @rule(place=PLACES, step=st.sampled_from([Step.REGISTERED, Step.MARKED, Step.DOSSIER]))
    def correct(self, place: int, step: Step) -> None:
        self._try(take_back, self._one(place), step, "Ghi nhầm", deed=self._deed())

    @rule(place=PLACES, group=st.integers(0, 2))
    def propose_a_group(self, place: int, group: int) -> None:
        self._try(propose, self._one(place), list_groups(self.session)[group], deed=self._deed())

    @rule(place=PLACES, answer=st.sampled_from(["confirm", "send back", "contest"]), on=DAYS)
    def decide_the_group(self, place: int, answer: str, on: dt.date) -> None:
        found = find_current(self.session, self._one(place).id)
        deed = self._deed(by_curator=True)
        if found is None:
            return
        if answer == "confirm":
            self._try(confirm, found, on=on, deed=deed)
        else:
            self._try(send_back if answer == "send back" else contest, found, "Chất liệu khác", deed=deed)

    @rule(place=PLACES, opening=st.none() | DAYS)
    def approve_one_picture(self, place: int, opening: dt.date | None) -> None:
        version = make_file(self.session, self._one(place), by=self.cataloguer)
        self._try(approve_many, [version], opening_on=opening, deed=self._deed(by_curator=True))

    @rule(place=PLACES)
    def approve_every_side(self, place: int) -> None:
        for view in VIEWS[:4]:
            version = make_file(self.session, self._one(place), by=self.cataloguer, view=view)
            self._try(approve, version, scope=Scope.STANDARD, deed=self._deed(by_curator=True))

    @rule(place=PLACES)
    def withdraw_an_approval(self, place: int) -> None:
        query = sa.select(AssetVersion).join(Asset, Asset.id == AssetVersion.asset_id)
        for version in self.session.scalars(query.where(Asset.artifact_id == self._one(place).id)).all():
            self._try(withdraw, version, reason="Mờ", deed=self._deed(by_curator=True))

    @rule(
        place=PLACES, value=st.sampled_from([{"description_vi": ""}, RECORD, {"quantity": 7}, {"representative": True}])
    )
    def edit(self, place: int, value: dict[str, Any]) -> None:
        one = self._one(place)
        self._try(edit_artifact, one, value, version=one.version, deed=self._deed())

    @rule(place=PLACES, holding=st.sampled_from([Holding.BASE, Holding.REFERENCE, Holding.DEPOSIT]))
    def move_to_another_holding(self, place: int, holding: Holding) -> None:
        one = self._one(place)
        self._try(edit_artifact, one, {"holding": holding}, version=one.version, deed=self._deed())

    @rule(place=PLACES, on=DAYS, answer=st.sampled_from(["decide", "drop", "put back"]))
    def remove(self, place: int, on: dt.date, answer: str) -> None:
        one = self._one(place)
        if answer == "put back":
            self._try(put_back_on_register, one, decision_number="6/QĐ", on=on, deed=self._deed(by_curator=True))
            return
        self._try(propose_removal, one, "Hư hỏng", deed=self._deed())
        removal = find_removal(self.session, one.id)
        if removal is not None and answer == "decide":
            self._try(decide_removal, removal, decision_number="5/QĐ", decided_on=on, deed=self._deed(by_curator=True))
        elif removal is not None:
            self._try(drop_removal, removal, "Sửa được", deed=self._deed(by_curator=True))

    @rule(place=PLACES, back=st.booleans())
    def void(self, place: int, *, back: bool) -> None:
        self._try(restore_artifact if back else void_artifact, self._one(place), deed=self._deed())

    @rule(back=st.integers(1, 12))
    def undo_a_deed(self, back: int) -> None:
        self._try(undo, self.deeds[-min(back, len(self.deeds))], by=self.curator)

    @rule()
    def fold_the_sums(self) -> None:
        fold(self.session)

    @invariant()
    def the_figures_agree_with_a_recount(self) -> None:
        assert check(self.session) == []

    def lists_and_balances_agree(self) -> None:
        """Every list holds what its figure counts, and every balance adds up."""
        for population in ("all_holdings", "reference_store"):
            assert stock_balance(self.session, population, **YEAR).adds_up
            assert all(digitized_balance(self.session, population, level, **YEAR).adds_up for level in DIGITIZED_STOCKS)
        for ask in (
            Ask(Measure.REGISTERED, as_of=YEAR["start"]),
            Ask(Measure.INVENTORIED),
            Ask(Measure.COLLECTED, **YEAR),
        ):
            listed = self.session.scalar(sa.select(sa.func.count()).select_from(members(ask).subquery()))
            shown = measure(self.session, ask.measure, start=ask.start, end=ask.end, as_of=ask.as_of)
            assert shown.objects == listed


def _kept(session: Session) -> list[tuple[Any, ...]]:
    tables = (Standing.__table__, StandingEntry.__table__)
    columns = [[column for column in table.columns if column.name != "id"] for table in tables]
    found: Iterator[Any] = (row for some in columns for row in session.execute(sa.select(*some)))
    return sorted(tuple(map(str, row)) for row in found)


def test_random_deeds_of_every_feature_leave_figures_that_a_recount_confirms(
    session: Session, frozen: dt.datetime
) -> None:
    class Here(Museum):
        def teardown(self) -> None:
            self.lists_and_balances_agree()
            kept = _kept(self.session)
            rebuild(self.session)
            again = _kept(self.session)
            super().teardown()
            assert kept == again

    Here.session = session
    # Without shrinking: a failure is told at once, as the short list of deeds that led to it.
    chosen = settings(
        max_examples=12,
        stateful_step_count=15,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    run_state_machine_as_test(Here, settings=chosen)
