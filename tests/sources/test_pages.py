"""The pages of donors and sellers: few may see them, and each look at contact details is noted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Permission, Role, allows
from museum_tracker.history.models import ChangeSet
from museum_tracker.jobs.worker import run_all
from museum_tracker.sources.models import Shown, Source, SourceReading
from tests.factories.catalogue import make_artifact

SignIn = Callable[[Role], FlaskClient]
FORM = {"name": "Bà Trần Thị Mẫu", "kind": "person", "phone": "0912 345 678", "address": "Thổ Hà", "note": ""}


def newest(engine: sa.Engine) -> Source:
    with Session(engine) as session:
        return session.scalars(sa.select(Source).order_by(Source.id.desc()).limit(1)).one()


def readings(engine: sa.Engine) -> int:
    with Session(engine) as session:
        opened = SourceReading.shown == Shown.CONTACT
        return session.scalar(sa.select(sa.func.count()).select_from(SourceReading).where(opened)) or 0


@pytest.mark.parametrize("role", list(Role))
def test_sources_open_only_to_those_who_may_see_them(sign_in: SignIn, engine: sa.Engine, role: Role) -> None:
    assert sign_in(Role.CATALOGUER).post("/nguon/moi", data=FORM).status_code == 303
    address = f"/nguon/{newest(engine).id}"
    browser = sign_in(role)
    may = allows(role, Permission.VIEW_SOURCES)
    for page in ("/nguon", address):
        assert browser.get(page).status_code == (200 if may else 403)
    assert browser.post(address).status_code == (200 if may else 403)
    enters = allows(role, Permission.ENTER_ACQUISITIONS)
    assert browser.get(f"{address}/sua").status_code == (200 if enters else 403)
    assert browser.post(f"{address}/xoa-lien-he").status_code == (303 if enters else 403)


def test_contact_details_show_only_on_request_and_the_look_is_noted(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.CATALOGUER)
    browser.post("/nguon/moi", data=FORM)
    address = f"/nguon/{newest(engine).id}"
    assert "0912" not in browser.get(address).text
    assert "0912" not in browser.get("/nguon?q=tran mau").text
    assert readings(engine) == 0
    shown = browser.post(address)
    assert "0912 345 678" in shown.text
    assert readings(engine) == 1
    assert "Người cataloguer" in browser.get(address).text
    assert "0912 345 678" in browser.get(f"{address}/sua").text
    assert readings(engine) == 2


def test_a_source_is_edited_and_its_contact_erased(sign_in: SignIn, engine: sa.Engine) -> None:
    browser = sign_in(Role.CURATOR)
    browser.post("/nguon/moi", data=FORM)
    address = f"/nguon/{newest(engine).id}"
    named = {**FORM, "may_be_named": "y", "consent_on": "5/4/2020", "version": "1"}
    assert browser.post(f"{address}/sua", data=named).status_code == 303
    assert "05/04/2020" in browser.get(address).text
    stale = browser.post(f"{address}/sua", data=named)
    assert stale.status_code == 422
    assert "người khác" in stale.text
    assert browser.post(f"{address}/xoa-lien-he").status_code == 303
    assert not newest(engine).has_contact


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"name": ""}, "bắt buộc"),
        ({"may_be_named": "y"}, "ngày đồng ý"),
        ({"consent_on": "2020"}, "ngày cụ thể"),
        ({"consent_on": "5/4/20"}, "bốn chữ số"),
        ({"kind": "ghost"}, "hợp lệ"),
    ],
)
def test_what_cannot_be_saved_is_said(sign_in: SignIn, change: dict[str, str], says: str) -> None:
    answer = sign_in(Role.CATALOGUER).post("/nguon/moi", data={**FORM, **change})
    assert answer.status_code == 422
    assert says in answer.text
    assert "Thổ Hà" in answer.text


def test_an_unknown_source_is_not_found(sign_in: SignIn) -> None:
    browser = sign_in(Role.CATALOGUER)
    assert browser.get("/nguon/999").status_code == 404
    assert browser.get("/nguon/999/sua").status_code == 404


def test_a_search_of_a_thousand_words_is_answered(sign_in: Callable[[Role], FlaskClient]):
    browser = sign_in(Role.CURATOR)
    assert browser.get("/nguon?q=" + "+".join(["nguyen"] * 1000)).status_code == 200


def shown(engine: sa.Engine) -> list[tuple[str, int | None, int]]:
    with Session(engine) as session:
        rows = session.scalars(sa.select(SourceReading).order_by(SourceReading.id))
        return [(row.shown.value, row.subject_id, row.count) for row in rows]


def test_every_page_that_names_a_donor_is_noted_once_a_day_for_each_reader(
    sign_in: SignIn, engine: sa.Engine, session: Session, deed: ChangeSet
) -> None:
    artifact = make_artifact(session, deed, name="Bình gốm", source_text="Bà Trần Thị Mẫu")
    plain = make_artifact(session, deed, name="Đĩa")
    session.commit()
    curator = sign_in(Role.CURATOR)
    curator.post("/nguon/moi", data=FORM)
    source = newest(engine).id
    for _ in range(2):
        for address in (f"/hien-vat/{artifact.id}", f"/hien-vat/{plain.id}", "/nguon", "/lich-su/1"):
            assert curator.get(address).status_code == 200
    assert shown(engine) == [("record", artifact.id, 1), ("list", None, 1), ("history", 1, 1)]
    curator.get(f"/nguon/{source}")
    assert shown(engine)[-1] == ("source", source, 1)
    sign_in(Role.VIEWER).get(f"/hien-vat/{artifact.id}")
    assert sum(row[0] == "record" for row in shown(engine)) == 1
    sign_in(Role.DIRECTOR).get(f"/hien-vat/{artifact.id}")
    assert sum(row[0] == "record" for row in shown(engine)) == 2
    log = curator.get("/nguon/nhat-ky").text
    assert f'<a href="/hien-vat/{artifact.id}">Trang hiện vật</a>' in log
    assert f'<a href="/nguon/{source}">' in log
    assert f">#{source}<" not in log


def test_an_export_with_donors_is_noted_each_time_with_its_rows(
    app: Flask, sign_in: SignIn, engine: sa.Engine, session: Session, deed: ChangeSet, settings: Settings
) -> None:
    make_artifact(session, deed, name="Bình gốm", source_text="Bà Trần Thị Mẫu")
    session.commit()
    for role in (Role.CURATOR, Role.ADMINISTRATOR):
        assert sign_in(role).post("/xuat-du-lieu", data={"format": "csv"}).status_code == 303
    run_all(engine, settings)
    assert [row for row in shown(engine) if row[0] == "export"] == [("export", 1, 1)]
