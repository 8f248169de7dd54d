"""Imports account for every row and enter what it means."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.catalogue.models import Artifact, ArtifactNumber
from museum_tracker.catalogue.rules import Holding, NumberKind, RegisterBasis
from museum_tracker.core.db import session_scope
from museum_tracker.figures.checker import check
from museum_tracker.figures.models import Fact
from museum_tracker.figures.queries import Measure, measure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.interop.models import BatchState, ImportBatch, ImportRow, Outcome
from museum_tracker.locations.models import Location, Rank
from tests.factories.interop import IN_PERIOD, import_file, rows_by_outcome, try_file
from tests.interop.tables import register, write_text, write_xlsx


def adds_up(batch: ImportBatch) -> bool:
    """Whether every row read is accounted for."""
    return batch.rows_read == batch.created + batch.updated + batch.unchanged + batch.rejected + batch.waiting


@pytest.mark.parametrize(
    ("name", "rows"),
    [("demo_artifacts.csv", 40), ("samples/csv/wcma_objects.csv", 4089)],
)
def test_a_real_collection_is_entered_with_every_row_accounted_for(
    engine: sa.Engine, settings: config.Settings, samples: Path, name: str, rows: int
) -> None:
    batch = import_file(engine, settings, samples / name)
    assert batch.state is BatchState.APPLIED
    assert batch.rows_read == rows
    assert adds_up(batch)
    with Session(engine) as session:
        objects = session.scalar(sa.select(sa.func.count()).select_from(Artifact))
        assert objects == batch.created
        assert not check(session)
    again = import_file(engine, settings, samples / name)
    assert (again.unchanged, again.created, again.updated) == (rows, 0, 0)


def test_the_demonstration_table_gives_the_states_its_words_say(
    engine: sa.Engine, settings: config.Settings, samples: Path
) -> None:
    import_file(engine, settings, samples / "demo_artifacts.csv")
    with Session(engine) as session:
        figures = {
            m: measure(session, m).objects
            for m in (Measure.REGISTERED, Measure.MARKED, Measure.CLASSIFIED, Measure.UNREGISTERED)
        }
        assert figures == {
            Measure.REGISTERED: 38,
            Measure.MARKED: 34,
            Measure.CLASSIFIED: 36,
            Measure.UNREGISTERED: 2,
        }
        entry = session.scalars(sa.select(ArtifactNumber).where(ArtifactNumber.kind == NumberKind.ENTRY)).all()
        assert sorted(number.text for number in entry) == ["BTBG-MH T2026.11", "BTBG-MH T2026.12"]
        assert measure(session, Measure.REGISTERED).opening_objects == 38


def test_a_negative_year_stays_a_date(engine: sa.Engine, settings: config.Settings, tmp_path: Path) -> None:
    path = write_text(
        tmp_path / "a.csv", "accession_number,title,creation_date,creation_date_earliest\nA.1,Bowl,-500,-500\n"
    )
    import_file(engine, settings, path)
    with Session(engine) as session:
        bowl = session.scalars(sa.select(Artifact)).one()
        assert (bowl.dating_text, bowl.date_earliest) == ("-500", -500)


def test_a_formula_looking_cell_stays_text(engine: sa.Engine, settings: config.Settings, tmp_path: Path) -> None:
    import_file(engine, settings, register(tmp_path, "BTBG 1;=HYPERLINK(1);+Đá;@x;-;;;-5"))
    with Session(engine) as session:
        found = session.scalars(sa.select(Artifact)).one()
        assert (found.name_vi, found.material_text, found.notes) == ("=HYPERLINK(1)", "+Đá", "-5")


def test_dittos_titles_totals_and_empty_rows_are_counted_and_entered_as_meant(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    rows = [
        ["SỔ ĐĂNG KÝ HIỆN VẬT"],
        [],
        ["TT", "Số đăng ký", "Tên hiện vật", "Chất liệu"],
        [1, "BTBG 1", "Rìu", "Đá"],
        [2, "BTBG 2", "nt", "nt"],
        [],
        ["TT", "Số đăng ký", "Tên hiện vật", "Chất liệu"],
        [3, "BTBG 3", "Bôn", "-"],
        ["", "Cộng trang", "", "3"],
    ]
    batch = import_file(engine, settings, write_xlsx(tmp_path / "so.xlsx", rows))
    assert (batch.rows_read, batch.created) == (3, 3)
    counts = batch.counts["sheets"]["Sổ đăng ký"]
    assert counts["rows"] == {
        "title": 1, "empty": 2, "header": 1, "object": 3, "repeated_header": 1, "page_total": 1,
    }  # fmt: skip
    assert counts["filled"] == 3
    with Session(engine) as session:
        found = session.scalars(sa.select(Artifact).order_by(Artifact.number_sort)).all()
        assert [(a.name_vi, a.material_text) for a in found] == [("Rìu", "Đá"), ("Rìu", "Đá"), ("Bôn", "")]


def test_only_a_row_without_name_and_number_is_rejected(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = register(tmp_path, "BTBG 1;;;;;;;", ";Bát;;;;;;", ";;Gốm;;;;;vô danh")
    batch = import_file(engine, settings, path)
    assert (batch.rows_read, batch.created, batch.rejected) == (3, 2, 1)
    assert rows_by_outcome(engine, batch.id)[Outcome.REJECTED] == [4]


def test_what_cannot_be_stored_is_kept_as_written_with_its_reason(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = write_text(tmp_path / "a.csv", "Số đăng ký;Tên hiện vật;Số lượng;Kho lạ\nBTBG 1;Bát;vài cái;K9\n")
    batch = import_file(engine, settings, path)
    with Session(engine) as session:
        bowl = session.scalars(sa.select(Artifact)).one()
        assert bowl.raw == {"Số lượng": "vài cái", "Kho lạ": "K9"}
        row = session.scalars(sa.select(ImportRow).where(ImportRow.batch_id == batch.id)).one()
        assert [(finding["column"], finding["value"]) for finding in row.findings] == [
            ("Số lượng", "vài cái"),
            ("Kho lạ", "K9"),
        ]
        assert row.cells == ["BTBG 1", "Bát", "vài cái", "K9"]


def test_an_opening_balance_counts_in_stock_and_in_no_year(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, "BTBG 1;Bát;;;;Hiến tặng;;", "BTBG 2;Đĩa;;;;Hiến tặng;12/5/2024;"))
    with Session(engine) as session:
        year = {"start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)}
        assert measure(session, Measure.REGISTERED).objects == 2
        assert measure(session, Measure.COLLECTED, **year).objects == 1
        registered = session.scalars(sa.select(Fact).where(Fact.kind == FactKind.REGISTERED)).all()
        assert {(f.opening, f.effective_on, f.effective_latest) for f in registered} == {
            (True, None, dt.date(2025, 12, 31))
        }


def test_deposits_and_copies_are_not_collected_and_stand_outside(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = register(tmp_path, "BTBG 1;Bát;;;;Gửi giữ;2024;", "BTBG 2;Bản;;;;Bản sao;2024;", "BTBG 3;Ấm;;;;Mua;2024;")
    import_file(engine, settings, path, **IN_PERIOD)
    with Session(engine) as session:
        kinds = session.scalars(sa.select(Fact.artifact_id).where(Fact.kind == FactKind.COLLECTED)).all()
        assert len(kinds) == 1
        holdings = session.scalars(sa.select(Artifact.holding).order_by(Artifact.number_sort)).all()
        assert holdings == [Holding.DEPOSIT, Holding.COPY, Holding.BASE]


def test_a_date_still_to_come_is_kept_as_written_and_counts_in_no_year(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    batch = import_file(engine, settings, register(tmp_path, "BTBG 1;Bát;;;;Mua;1/1/2999;"), **IN_PERIOD)
    assert batch.created == 1
    with Session(engine) as session:
        assert session.scalars(sa.select(Artifact)).one().collected_text == "1/1/2999"
        fact = session.scalars(sa.select(Fact).where(Fact.kind == FactKind.COLLECTED)).one()
        assert fact.effective_on is None


def test_a_fraction_is_read_as_registration_and_classification(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    import_file(engine, settings, register(tmp_path, "BTBG 1024 / Gm 312;Bát;;;;;;"))
    with Session(engine) as session:
        bowl = session.scalars(sa.select(Artifact)).one()
        assert (bowl.number, bowl.classification_number) == ("BTBG 1024", "Gm 312")


def test_new_objects_stand_where_the_table_says_if_the_museum_has_the_place(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    with session_scope(engine, write=True) as session:
        store = Location(rank=Rank.STORE, code="K1", name="Kho gốm", path="/1/")
        session.add(store)
        session.commit()
        store_id = store.id
    path = write_text(tmp_path / "a.csv", "Số đăng ký;Tên hiện vật;Vị trí\nBTBG 1;Bát;K1\nBTBG 2;Đĩa;Kho lạ\n")
    import_file(engine, settings, path)
    with Session(engine) as session:
        found = session.scalars(sa.select(Artifact).order_by(Artifact.number_sort)).all()
        assert [artifact.location_id for artifact in found] == [store_id, None]
        assert found[1].raw == {"Vị trí": "Kho lạ"}
    assert import_file(engine, settings, path).unchanged == 2


def test_a_trial_writes_nothing_to_the_catalogue(engine: sa.Engine, settings: config.Settings, tmp_path: Path) -> None:
    path = register(tmp_path, "BTBG 1;Bát;;;;;;", "BTBG 1;Đĩa;;;;;;", "BTBG 1;Bát;;;;;;", ";;;;;;;x")
    batch = try_file(engine, settings, path)
    assert batch.state is BatchState.CHECKED
    assert (batch.created, batch.unchanged, batch.rejected) == (2, 1, 1)
    with Session(engine) as session:
        assert session.scalars(sa.select(Artifact)).all() == []
        assert session.scalars(sa.select(Fact)).all() == []
    entered = import_file(engine, settings, path)
    assert (entered.created, entered.unchanged, entered.rejected) == (2, 1, 1)


def test_hostile_text_is_stored_clean_on_both_engines(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    nul = "Số đăng ký;Tên hiện vật;Ghi chú\nBTBG 1;Bát\x00 🏺;" + "đ" * 9_999 + "\nBTBG 2;" + "Tô\u0302 n" + ";x\n"
    path.write_bytes(nul.encode())
    batch = import_file(engine, settings, path)
    assert (batch.created, batch.rejected) == (2, 0)
    with Session(engine) as session:
        found = session.scalars(sa.select(Artifact).order_by(Artifact.number_sort)).all()
        assert found[0].name_vi == "Bát 🏺"
        assert len(found[0].notes) == 9_999


def test_lines_of_the_period_name_their_basis_in_a_column_or_once_for_the_table(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    head = "Số đăng ký;Tên;Căn cứ"
    rows = (
        "BTBG 1;Bát;BB họp Hội đồng số 12/BB ngày 04/05/2026",
        "BTBG 2;Ấm;",
        "BTBG 3;Đĩa;QĐ của Giám đốc số 7/QĐ-BT",
    )
    path = write_text(tmp_path / "a.csv", "\n".join((head, *rows)) + "\n")
    bare = import_file(engine, settings, path, standing="in_period")
    assert (bare.created, bare.rejected) == (1, 2)  # without a basis; a director alone, where there is a council
    named = import_file(engine, settings, path, **IN_PERIOD)
    assert (named.created, named.unchanged, named.rejected) == (1, 1, 1)
    with Session(engine) as session:
        query = sa.select(Artifact.number, Artifact.register_basis, Artifact.register_basis_text)
        assert [tuple(row) for row in session.execute(query.order_by(Artifact.number))] == [
            ("BTBG 1", RegisterBasis.COUNCIL, "BB họp Hội đồng số 12/BB ngày 04/05/2026"),
            ("BTBG 2", RegisterBasis.SUPERIOR, "số 15/QĐ-SVHTTDL ngày 04/05/2026"),
        ]


def test_a_line_of_the_period_from_before_the_collecting_needs_a_reason_and_an_opening_line_does_not(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    path = write_text(
        tmp_path / "a.csv", "Số đăng ký;Tên;Ngày sưu tầm;Ngày đăng ký\nBTBG 1;Bát;06/05/2026;04/05/2026\n"
    )
    assert import_file(engine, settings, path, **IN_PERIOD).rejected == 1
    told = import_file(engine, settings, path, **IN_PERIOD, early_reason="Vào sổ theo danh sách bàn giao")
    assert (told.created, told.with_findings) == (1, 1)
    old = write_text(tmp_path / "b.csv", "Số đăng ký;Tên;Ngày sưu tầm;Ngày đăng ký\nBTBG 2;Ấm;06/05/1990;04/05/1990\n")
    assert import_file(engine, settings, old).created == 1
