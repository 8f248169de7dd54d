"""Objects whose use is restricted stay out of exports; a table sets a restriction, keeps decisions, lifts nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import config
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.records import snapshot
from museum_tracker.history.models import ChangeSet
from museum_tracker.interop.exports.services import path_of
from museum_tracker.interop.models import ExportFile
from museum_tracker.jobs.worker import run_all
from tests.factories.catalogue import make_written
from tests.factories.interop import import_file, make_importer

SignIn = Callable[[Role], FlaskClient]
RESTRICTED = {"use_restricted": "có", "restriction_decision": "12/QĐ-BT", "restricted_until": "31/12/2027"}


def exported(browser: FlaskClient, engine: sa.Engine, settings: config.Settings) -> tuple[str, str, str]:
    """The page of a finished export of all objects, the address of its file, and what stands in it."""
    page = browser.post("/xuat-du-lieu", data={"format": "csv"}).location
    run_all(engine, settings)
    with Session(engine) as session:
        export = session.scalars(sa.select(ExportFile).order_by(ExportFile.id.desc())).first()
        assert export is not None
        text = path_of(settings, export).read_text("utf-8-sig")
    return browser.get(page).text, f"{page}/tep", text


def test_an_export_leaves_restricted_objects_out_and_says_how_many(
    sign_in: SignIn, session: Session, deed: ChangeSet, engine: sa.Engine, settings: config.Settings
) -> None:
    make_written(session, deed, name_vi="Bình gốm hoa lam", number="BT 1")
    make_written(session, deed, name_vi="Sắc phong Cảnh Hưng", number="BT 2", **RESTRICTED)
    session.commit()
    cataloguer = sign_in(Role.CATALOGUER)
    asked = cataloguer.get("/xuat-du-lieu").text
    assert "1 hiện vật không được đưa vào" in asked
    assert "/hien-vat?han_che=1" in asked
    page, address, text = exported(cataloguer, engine, settings)
    assert "1 hiện vật không được đưa vào" in page
    assert "Bình gốm hoa lam" in text
    assert "Sắc phong" not in text
    assert cataloguer.get(address, buffered=True).status_code == 200
    curator = sign_in(Role.CURATOR)
    assert "không được đưa vào" not in curator.get("/xuat-du-lieu").text
    page, address, text = exported(curator, engine, settings)
    assert "không được đưa vào" not in page
    assert "Sắc phong Cảnh Hưng" in text
    assert "12/QĐ-BT" in text


def test_a_file_written_before_the_restriction_is_no_longer_given_out(
    sign_in: SignIn, session: Session, deed: ChangeSet, engine: sa.Engine, settings: config.Settings
) -> None:
    make_written(session, deed, name_vi="Sắc phong", number="BT 2")
    session.commit()
    cataloguer = sign_in(Role.CATALOGUER)
    _, address, _ = exported(cataloguer, engine, settings)
    assert cataloguer.get(address, buffered=True).status_code == 200
    artifact = session.scalars(sa.select(Artifact)).one()
    typed = {"version": str(artifact.version), **RESTRICTED}
    assert cataloguer.post(f"/hien-vat/{artifact.id}/sua/notes", data=typed).status_code == 303
    refused = cataloguer.get(address)
    assert refused.status_code == 403
    assert "xuất lại" in refused.text


def test_what_is_exported_is_imported_back_and_lifts_no_restriction(
    sign_in: SignIn, session: Session, deed: ChangeSet, engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    make_importer(session)
    make_written(
        session,
        deed,
        name_vi="Mộc bản kinh",
        number="BT 7",
        legal_class="Bảo vật quốc gia",
        legal_class_decision="1821/QĐ-TTg",
        legal_class_decided="24/12/2018",
        documentary_heritage="Di sản tư liệu ghi danh cấp quốc gia",
        documentary_heritage_decision="88/QĐ-BVHTTDL",
        documentary_heritage_decided="05/2026",
        representative="x",
        representative_decision="45/QĐ-BT",
        representative_decided="12/03/2025",
        **RESTRICTED,
    )
    session.commit()
    _, _, text = exported(sign_in(Role.CURATOR), engine, settings)
    back = tmp_path / "back.csv"
    back.write_text(text, "utf-8-sig")
    before = snapshot(session.scalars(sa.select(Artifact)).one())
    assert import_file(engine, settings, back).created == 0
    session.expire_all()
    assert snapshot(session.scalars(sa.select(Artifact)).one()) == before
    rows = list(csv.reader(text.splitlines(), delimiter=";"))
    place = rows[0].index("Hạn chế sử dụng, khai thác")
    assert rows[1][place] == "Có"
    rows[1][place] = "không"
    with back.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    told = import_file(engine, settings, back)
    session.expire_all()
    assert session.scalars(sa.select(Artifact)).one().use_restricted
    assert "giữ nguyên hạn chế" in sign_in(Role.CURATOR).get(f"/nhap-du-lieu/{told.id}").text


def test_a_table_brings_the_decisions_and_the_restriction(
    session: Session, engine: sa.Engine, settings: config.Settings, tmp_path: Path
) -> None:
    make_importer(session)
    session.commit()
    table = tmp_path / "so.csv"
    table.write_text(
        "Số đăng ký,Tên hiện vật,Loại di vật,Quyết định công nhận bảo vật quốc gia,Ngày công nhận bảo vật quốc gia,"
        "Di sản tư liệu,Quyết định ghi danh,Hạn chế sử dụng,Lý do hạn chế,Hạn chế đến ngày\n"
        "BT 9,Mộc bản,Bảo vật quốc gia,1821/QĐ-TTg,24/12/2018,Thế giới,MOW 2011,x,Đang tu sửa,2028\n",
        "utf-8-sig",
    )
    import_file(engine, settings, table)
    made = session.scalars(sa.select(Artifact)).one()
    assert (made.legal_class, made.legal_class_decision) == ("national_treasure", "1821/QĐ-TTg")
    assert (made.documentary_heritage, made.documentary_heritage_decision) == ("inscribed_world", "MOW 2011")
    assert (made.use_restricted, made.restriction_decision) == (True, "Đang tu sửa")
    assert str(made.restricted_until_latest) == "2028-12-31"
