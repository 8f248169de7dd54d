"""The report names every duty that one person held alone in a museum with few people."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.core.periods import Period
from museum_tracker.history.second_person import Duty, OwnWork, require_second_person
from museum_tracker.reports.exceptions import exceptions_of
from tests.factories.people import allow_small, deed_of


@pytest.mark.parametrize("duty", [duty for duty in Duty if duty is not Duty.MEDIA])
def test_a_duty_held_alone_stands_in_the_report_with_reason_and_witness(session: Session, duty: Duty) -> None:
    allow_small(session)
    deed, today = deed_of(session, Role.CURATOR), clock.today()
    said = {"reason": "Chỉ có một người", "witness": "Bà Lê Mai, Sở Văn hoá"}
    assert require_second_person(session, [deed.user_id], duty=duty, thing="Bình gốm", deed=deed, **said)
    found = exceptions_of(session, Period(today.year, today, today))
    (line,) = found.read()
    assert (found.count, line.reason) == (1, "Chỉ có một người; Bà Lê Mai, Sở Văn hoá")
    assert line.name.endswith(": Bình gốm")


def test_nothing_is_held_alone_without_the_decision(session: Session) -> None:
    deed = deed_of(session, Role.CURATOR)
    with pytest.raises(OwnWork):
        require_second_person(session, [deed.user_id], duty=Duty.REMOVAL, thing="Bình", deed=deed, reason="Một người")
