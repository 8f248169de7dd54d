"""What a word of a table means is what it means at the reception desk and in the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions.services import receive
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import ArtifactKind, Holding
from museum_tracker.figures.models import Fact
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from tests.factories.interop import IN_PERIOD, import_file
from tests.factories.vocabularies import make_term, term
from tests.interop.tables import write_xlsx

HEADINGS = ["Số đăng ký", "Tên hiện vật", "Loại hình", "Phương thức sưu tầm", "Ngày sưu tầm", "Nhóm", "Hiện vật phẳng"]
DAY = dt.date(2026, 3, 2)
WAYS = [("Trao đổi bạn đọc", ""), ("Gửi giữ dài hạn", "deposit"), ("Nhận về khi hợp nhất", "merger")]


def _ways(session: Session, deed: ChangeSet) -> dict[str, int]:
    """Ways of acquisition that the museum added, with nothing said of them: by name, their ids."""
    found = {}
    for name, above in WAYS:
        parent = term(session, "acquisition_method", above).id if above else None
        found[name] = make_term(session, deed, "acquisition_method", name, parent_id=parent).id
    session.commit()
    return found


def _collected(session: Session) -> dict[str, tuple[bool, Holding]]:
    """By name of object: whether it counts as collected, and under which title it is kept."""
    collecting = set(session.scalars(sa.select(Fact.artifact_id).where(Fact.kind == FactKind.COLLECTED)))
    return {one.name_vi: (one.id in collecting, one.holding) for one in session.scalars(sa.select(Artifact))}


EXPECTED = {
    "Trao đổi bạn đọc": (True, Holding.UNDECIDED),
    "Gửi giữ dài hạn": (False, Holding.DEPOSIT),
    "Nhận về khi hợp nhất": (False, Holding.UNDECIDED),
}


def _import(engine: sa.Engine, settings: config.Settings, folder: Path, rows: Sequence[Sequence[str]]) -> None:
    path = write_xlsx(folder / "so.xlsx", [HEADINGS, *rows])
    import_file(engine, settings, path, **IN_PERIOD)


def test_the_reception_desk_the_form_and_the_import_agree_what_counts_as_collected(
    engine: sa.Engine,
    settings: config.Settings,
    tmp_path: Path,
    session: Session,
    deed: ChangeSet,
    sign_in: Callable[[Role], FlaskClient],
) -> None:
    ways = _ways(session, deed)
    for name, way in ways.items():
        values = {"name_vi": f"{name} (nhận)", "acquisition_method_id": way, "acquisition_decision": "12/QĐ-UBND"}
        receive(session, values, received_on=DAY, handover_on=DAY, handover_record="3/BBBG", deed=deed)
    session.commit()
    browser = sign_in(Role.CATALOGUER)
    for name, way in ways.items():
        form = {"name_vi": f"{name} (phiếu)", "acquisition_method": f"#{way}", "collected": "02/03/2026"}
        assert browser.post("/hien-vat/moi", data=form | {"kind": ""}).status_code == 303
    _import(engine, settings, tmp_path, [["", f"{name} (bảng)", "", name, "02/03/2026", "", ""] for name in ways])
    with Session(engine) as reading:
        found = _collected(reading)
    for door in ("nhận", "phiếu", "bảng"):
        assert {name: found[f"{name} ({door})"] for name in ways} == EXPECTED, door


@pytest.mark.parametrize("on_register", [True, False])
def test_a_table_brings_sub_types_of_documents_as_flat_documents_blank_cells_or_not(
    engine: sa.Engine,
    settings: config.Settings,
    tmp_path: Path,
    session: Session,
    deed: ChangeSet,
    *,
    on_register: bool,
) -> None:
    make_term(session, deed, "object_type", "Gia phả Hán Nôm", parent_id=term(session, "object_type", "document").id)
    session.commit()
    number = "BTBG 1" if on_register else ""
    rows = [
        [number, "Gia phả họ Thân", "Gia phả Hán Nôm", "Mua", "", "", ""],
        ["BTBG 2", "Bình", "Đồ gia dụng", "Mua", "", "Hiện vật", ""],
    ]
    _import(engine, settings, tmp_path, rows)
    with Session(engine) as reading:
        kept = {one.name_vi: (one.kind, one.flat) for one in reading.scalars(sa.select(Artifact))}
    assert kept == {"Gia phả họ Thân": (ArtifactKind.DOCUMENT, True), "Bình": (ArtifactKind.OBJECT, False)}
