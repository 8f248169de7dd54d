"""Writing records through pages: sections, conflicts, new objects, numbers; nothing typed is lost."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.services import edit_artifact, get_artifact
from tests.catalogue.conftest import Reader, Saved, deed_in
from tests.factories.sources import make_source

SignIn = Callable[..., FlaskClient]


def test_a_section_is_edited_in_its_place(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình", material="Gốm", dating="thế kỷ XIV")
    browser = sign_in()
    form = browser.get(f"/hien-vat/{artifact}/sua/making").get_data(as_text=True)
    assert 'name="version" value="1"' in form
    assert 'value="thế kỷ XIV"' in form
    answer = browser.post(
        f"/hien-vat/{artifact}/sua/making",
        data={"version": "1", "material": "Đồng", "dating": "thế kỷ XVI–XVII", "date_earliest": "", "date_latest": ""},
    )
    assert answer.status_code == 303
    assert answer.location.endswith("#making")
    now = read(artifact)
    assert (now.material_text, now.date_earliest, now.date_latest, now.version) == ("Đồng", 1501, 1700, 2)


def test_years_said_by_the_dating_are_not_offered_twice(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình", dating="thế kỷ XIV")
    form = sign_in().get(f"/hien-vat/{artifact}/sua/making").get_data(as_text=True)
    assert 'name="date_earliest" type="text" value=""' in form
    given = saved(name_vi="Bình", date_earliest="1300", date_latest="1340")
    form = sign_in().get(f"/hien-vat/{given}/sua/making").get_data(as_text=True)
    assert 'name="date_earliest" type="text" value="1300"' in form


def test_a_script_gets_only_the_section(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình")
    answer = sign_in().get(f"/hien-vat/{artifact}/sua/identity", headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert "<html" not in text
    assert text.lstrip().startswith('<section class="card editing" id="identity">')


def test_an_error_names_the_field_and_keeps_what_was_typed(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình")
    answer = sign_in().post(
        f"/hien-vat/{artifact}/sua/making", data={"version": "1", "date_earliest": "hôm kia", "technique": "Nặn tay"}
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="hôm kia"' in text
    assert 'value="Nặn tay"' in text
    assert 'aria-invalid="true"' in text
    assert read(artifact).technique == ""


def test_years_in_the_wrong_order_are_refused_at_their_field(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình")
    answer = sign_in().post(
        f"/hien-vat/{artifact}/sua/making", data={"version": "1", "date_earliest": "1900", "date_latest": "1800"}
    )
    assert answer.status_code == 422
    assert 'value="1900"' in answer.get_data(as_text=True)


def test_what_is_not_understood_is_kept_and_said(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình")
    browser = sign_in()
    browser.post(f"/hien-vat/{artifact}/sua/description", data={"version": "1", "dimensions": "to bằng cái thúng"})
    assert read(artifact).dimensions_text == "to bằng cái thúng"
    assert "flash warning" in browser.get(f"/hien-vat/{artifact}").get_data(as_text=True)


def test_saving_without_a_change_writes_no_history(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình", technique="Nặn tay")
    sign_in().post(f"/hien-vat/{artifact}/sua/making", data={"version": "1", "technique": "Nặn tay"})
    assert read(artifact).version == 1


def colleague_edits(app: Flask, artifact_id: int, **values: str) -> None:
    """Somebody else saves values of the same object."""
    with deed_in(app) as (session, deed):
        artifact = get_artifact(session, artifact_id)
        edit_artifact(session, artifact, values, version=artifact.version, deed=deed)


def test_a_conflict_shows_mine_theirs_and_before(app: Flask, sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình", technique="Nặn tay", maker="Khuyết danh")
    colleague_edits(app, artifact, technique="Bàn xoay")
    browser = sign_in()
    typed = {"version": "1", "technique": "Đổ khuôn", "maker": "Thợ Thổ Hà"}
    answer = browser.post(f"/hien-vat/{artifact}/sua/making", data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for version in ("Nặn tay", "Bàn xoay", "Đổ khuôn"):
        assert version in text
    assert 'name="maker" value="Thợ Thổ Hà"' in text
    assert 'name="version" value="2"' in text
    assert read(artifact).technique == "Bàn xoay"
    settled = browser.post(
        f"/hien-vat/{artifact}/sua/making", data={**typed, "version": "2", "choice-technique": "theirs"}
    )
    assert settled.status_code == 303
    assert (read(artifact).technique, read(artifact).maker) == ("Bàn xoay", "Thợ Thổ Hà")


def test_choosing_mine_settles_a_conflict_too(app: Flask, sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình", technique="Nặn tay")
    colleague_edits(app, artifact, technique="Bàn xoay")
    sign_in().post(
        f"/hien-vat/{artifact}/sua/making",
        data={"version": "2", "technique": "Đổ khuôn", "choice-technique": "mine"},
    )
    assert read(artifact).technique == "Đổ khuôn"


def test_an_older_form_saves_where_nobody_touched_its_fields(
    app: Flask, sign_in: SignIn, saved: Saved, read: Reader
) -> None:
    artifact = saved(name_vi="Bình")
    colleague_edits(app, artifact, notes="Ghi chú của người khác")
    answer = sign_in().post(f"/hien-vat/{artifact}/sua/making", data={"version": "1", "technique": "Nặn tay"})
    assert answer.status_code == 303
    assert (read(artifact).technique, read(artifact).notes) == ("Nặn tay", "Ghi chú của người khác")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "Bình 🏺 gốm",
        unicodedata.normalize("NFD", "Trống đồng Đông Sơn"),
        "a\u202eb\u0000c",
        "’ “ ” < > & \" '",
    ],
)
def test_any_text_saves_or_is_refused_in_words(sign_in: SignIn, saved: Saved, text: str) -> None:
    artifact = saved(name_vi="Bình")
    browser = sign_in()
    for section, name in (("identity", "name_vi"), ("description", "description_vi"), ("making", "dating")):
        version = _version(browser, artifact)
        data = {"version": version, name: text, "kind": "object"}
        answer = browser.post(f"/hien-vat/{artifact}/sua/{section}", data=data)
        assert answer.status_code in {303, 422}
        assert browser.get(f"/hien-vat/{artifact}").status_code == 200


def _version(browser: FlaskClient, artifact: int) -> str:
    page = browser.get(f"/hien-vat/{artifact}/sua/notes").get_data(as_text=True)
    return page.split('name="version" value="')[1].split('"')[0]


@pytest.mark.parametrize("version", ["", "abc", "-1", "99999999999999999999", "7"])
def test_a_strange_version_does_no_harm(sign_in: SignIn, saved: Saved, version: str) -> None:
    artifact = saved(name_vi="Bình")
    answer = sign_in().post(f"/hien-vat/{artifact}/sua/making", data={"version": version, "technique": "Nặn tay"})
    assert answer.status_code in {303, 409, 422}


def test_an_unknown_section_is_not_found(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình")
    assert sign_in().get(f"/hien-vat/{artifact}/sua/khac").status_code == 404


def test_a_reading_is_said_back_while_it_is_typed(sign_in: SignIn) -> None:
    browser = sign_in()
    text = browser.get("/hien-vat/doc-thu/dating", query_string={"dating": "thế kỷ XVI–XVII"}).get_data(as_text=True)
    assert "1501–1700" in text
    unclear = browser.get("/hien-vat/doc-thu/dimensions", query_string={"dimensions": "to lắm"})
    assert "unclear" in unclear.get_data(as_text=True)
    assert browser.get("/hien-vat/doc-thu/khong").status_code == 404


def test_a_new_object_takes_the_next_number_when_asked(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    saved(name_vi="Bình", number="7")
    browser = sign_in()
    assert browser.get("/hien-vat/moi").status_code == 200
    answer = browser.post("/hien-vat/moi", data={"name_vi": "Bát hoa lam", "take_next": "1", "kind": "object"})
    artifact = int(answer.location.rsplit("/", 1)[1])
    assert read(artifact).number == "8"
    more = browser.post("/hien-vat/moi", data={"name_vi": "Đĩa", "take_next": "1", "then": "more", "proposed": "8"})
    assert more.location.endswith("/hien-vat/moi")
    assert "9" in browser.get("/hien-vat/moi").get_data(as_text=True)


def test_a_new_object_needs_a_name_or_a_number(sign_in: SignIn) -> None:
    answer = sign_in().post("/hien-vat/moi", data={"description_vi": "Nguyên vẹn", "kind": "object"})
    assert answer.status_code == 422
    assert "Nguyên vẹn" in answer.get_data(as_text=True)


def test_a_taken_number_names_its_holder_and_keeps_the_form(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bình gốm", number="BTBG 1024")
    answer = sign_in().post("/hien-vat/moi", data={"name_vi": "Bát", "number": "btbg 1024", "kind": "object"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Bình gốm" in text
    assert 'value="Bát"' in text


def test_numbers_are_given_and_struck_out(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình", number="BTBG 5")
    browser = sign_in()
    assert "BTBG 5" in browser.get(f"/hien-vat/{artifact}/so-hieu").get_data(as_text=True)
    browser.post(f"/hien-vat/{artifact}/so-hieu", data={"kind": "old", "number": "HB 12"})
    browser.post(f"/hien-vat/{artifact}/so-hieu", data={"kind": "registration", "number": "BTBG 6"})
    assert read(artifact).number == "BTBG 6"
    old = next(number for number in read(artifact).numbers if number.text == "HB 12")
    assert browser.post(f"/hien-vat/{artifact}/so-hieu/{old.id}/bo").status_code == 303
    assert {number.text: number.state.value for number in read(artifact).numbers} == {
        "BTBG 5": "former",
        "HB 12": "former",
        "BTBG 6": "current",
    }
    assert browser.post(f"/hien-vat/{artifact}/so-hieu/999999/bo").status_code == 404


def test_an_empty_or_taken_number_is_refused_in_words(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bát", number="BTBG 1")
    artifact = saved(name_vi="Bình")
    browser = sign_in()
    for text in ("", "---", "BTBG 01"):
        answer = browser.post(f"/hien-vat/{artifact}/so-hieu", data={"kind": "registration", "number": text})
        assert answer.status_code == 422
    assert browser.post(f"/hien-vat/{artifact}/so-hieu", data={"kind": "khac", "number": "1"}).status_code == 400


def test_a_forged_form_is_refused(app: Flask, sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = sign_in().post(f"/hien-vat/{artifact}/sua/identity", data={"version": "1", "name_vi": "Khác"})
    assert answer.status_code == 400
    assert read(artifact).name_vi == "Bình"


def test_the_source_is_named_by_its_record(app: Flask, sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Bình")
    with deed_in(app) as (session, deed):
        family = make_source(session, deed, "Gia đình ông Nguyễn Văn Mẫu").id
        make_source(session, deed, "Gia đình bà Trần Thị Mẫu")
    browser = sign_in()
    assert browser.get(f"/hien-vat/{artifact}/nguon").status_code == 200
    assert browser.post(f"/hien-vat/{artifact}/nguon", data={"source": "Không ai cả"}).status_code == 422
    asked = browser.post(f"/hien-vat/{artifact}/nguon", data={"source": "mẫu"})
    assert asked.status_code == 422
    assert "bà Trần Thị Mẫu" in asked.get_data(as_text=True)
    browser.post(f"/hien-vat/{artifact}/nguon", data={"source": "mẫu", "source_id": str(family)})
    assert read(artifact).source_id == family
    shown = browser.get(f"/hien-vat/{artifact}").get_data(as_text=True)
    assert f'href="{url_of_source(app, family)}"' in shown
    viewer = sign_in(Role.VIEWER).get(f"/hien-vat/{artifact}").get_data(as_text=True)
    assert "Nguyễn Văn Mẫu" not in viewer
    browser.post(f"/hien-vat/{artifact}/nguon", data={"source": ""})
    assert read(artifact).source_id is None


def url_of_source(app: Flask, source_id: int) -> str:
    """Where the source's own page is."""
    with app.test_request_context():
        return url_for("sources.show", source_id=source_id)
