"""What an import says of an object on a council's list is for the council to decide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.models import CouncilBatch
from museum_tracker.acquisitions.rules import Decision
from museum_tracker.acquisitions.services import decide, open_batch, put_before, receive
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody, InventoryState
from museum_tracker.core.db import session_scope
from museum_tracker.core.i18n import translate
from museum_tracker.figures.checker import check
from museum_tracker.history.services import begin_deed
from museum_tracker.interop.imports.deciding import WAITS
from museum_tracker.interop.models import ImportRow, Outcome
from tests.factories.interop import import_file, try_file
from tests.interop.tables import write_text

HEADING = "Số tạm nhập;Số đăng ký;Tên hiện vật;Chất liệu;Tình trạng kiểm kê\n"


def _waiting(session: Session) -> tuple[Artifact, CouncilBatch, User]:
    person = User(username="hoi-dong", name="Thư ký", role=Role.DIRECTOR)
    session.add(person)
    session.flush()
    deed = begin_deed(session, by=person, action="Entered")
    artifact = receive(session, {"name_vi": "Rìu đồng"}, received_on=dt.date(2026, 11, 2), deed=deed)
    batch = open_batch(session, deed=deed, title="Họp tháng 11")
    put_before(session, batch, [artifact], deed=deed)
    return artifact, batch, person


@pytest.fixture
def waiting(engine: sa.Engine) -> tuple[int, int, int, str]:
    """An object on an open council list: its id, the meeting's, the person's, and its entry number."""
    with session_scope(engine, write=True) as session:
        artifact, batch, person = _waiting(session)
        session.commit()
        return artifact.id, batch.id, person.id, artifact.number


def test_an_object_on_a_council_list_is_not_registered_by_an_import_and_the_row_says_so(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, waiting: tuple[int, int, int, str]
) -> None:
    artifact_id, batch_id, person_id, entry = waiting
    table = write_text(tmp_path / "so.csv", HEADING + f"{entry};BTBG 9;Rìu đồng;Đồng;đã kiểm kê\n")
    tried = try_file(engine, settings, table)
    assert tried.with_findings == 1
    batch = import_file(engine, settings, table)
    assert (batch.updated, batch.rejected) == (1, 0)
    with session_scope(engine, write=True) as session:
        artifact = session.get_one(Artifact, artifact_id)
        assert (artifact.custody, artifact.inventory_state) == (Custody.UNDER_REVIEW, InventoryState.NONE)
        assert artifact.material_text == "Đồng"
        assert artifact.raw["Số đăng ký"] == "BTBG 9"
        (row,) = session.scalars(sa.select(ImportRow).where(ImportRow.batch_id == batch.id))
        assert row.outcome is Outcome.UPDATED
        assert WAITS in [found["msgid"] for found in row.findings]
        assert "Hội đồng" in translate(WAITS, "vi", object="Rìu đồng")
        assert check(session) == []
        meeting, person = session.get_one(CouncilBatch, batch_id), session.get_one(User, person_id)
        deed = begin_deed(session, by=person, action="Decided")
        answers = {item.id: (Decision.BASE, "") for item in meeting.items}
        decide(session, meeting, answers, minutes_number="05/BB", met_on=dt.date(2026, 11, 10), deed=deed)
        session.commit()
    again = import_file(engine, settings, table)
    assert again.updated == 1
    with Session(engine) as session:
        artifact = session.get_one(Artifact, artifact_id)
        assert (artifact.custody, artifact.number) == (Custody.ACCESSIONED, "BTBG 9")
        assert artifact.inventory_state is InventoryState.MARKED
        assert check(session) == []


def test_a_row_that_says_nothing_of_registering_changes_a_waiting_object_as_any_other(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, waiting: tuple[int, int, int, str]
) -> None:
    _, _, _, entry = waiting
    table = write_text(tmp_path / "so.csv", HEADING + f"{entry};;Rìu đồng;Đồng;\n")
    batch = import_file(engine, settings, table)
    with Session(engine) as session:
        (row,) = session.scalars(sa.select(ImportRow).where(ImportRow.batch_id == batch.id))
        assert row.outcome is Outcome.UPDATED
        assert WAITS not in [found["msgid"] for found in row.findings]
