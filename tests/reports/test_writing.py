"""Writing a report: begun from the one before, saved without overwriting anybody, remarked on, restored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.reports.models import Report, ReportComment, ReportText

SignIn = Callable[[Role], FlaskClient]
HOSTILE = '<script>alert(1)</script> {{ 7*7 }} #import "x" =SUM(A1) %(x)s \x00\x0b'


@pytest.fixture
def curator(sign_in: SignIn, session: Session, frozen: dt.datetime) -> FlaskClient:
    session.rollback()
    return sign_in(Role.CURATOR)


@pytest.fixture
def page(curator: FlaskClient) -> str:
    return curator.post("/bao-cao/2026/soan").headers["Location"]


def text_of(session: Session, key: str, locale: str = "vi") -> ReportText | None:
    session.rollback()
    session.expire_all()
    return session.scalar(sa.select(ReportText).where(ReportText.key == key, ReportText.locale == locale))


def test_a_report_is_begun_once_and_its_page_names_what_is_missing(curator: FlaskClient, page: str) -> None:
    shown = curator.get(page).get_data(as_text=True)
    assert "Bản nháp" in shown
    assert "chưa viết chương I, III, IV, V" in shown
    assert curator.post("/bao-cao/2026/soan").status_code == 409


def test_a_text_is_saved_with_its_author_and_stands_in_every_file(
    curator: FlaskClient, page: str, session: Session
) -> None:
    assert curator.get(f"{page}/viet/leadership").status_code == 200
    saved = curator.post(f"{page}/viet/leadership", data={"text": "Ban hành 12 văn bản.", "version": "0"})
    assert saved.status_code == 303
    text = text_of(session, "leadership")
    assert text is not None
    assert text.changed_by.name.startswith("Người")
    kept = curator.get("/bao-cao/2026.json").get_json()
    assert kept["sections"][0]["paragraphs"] == ["Ban hành 12 văn bản."]
    assert kept["state"] == "draft"


def test_two_people_at_one_text_lose_nothing(curator: FlaskClient, page: str, session: Session) -> None:
    curator.post(f"{page}/viet/next", data={"text": "Bản một", "version": "0"})
    curator.post(f"{page}/viet/next", data={"text": "Bản hai", "version": "1"})
    clash = curator.post(f"{page}/viet/next", data={"text": "Bản ba", "version": "1"})
    assert clash.status_code == 409
    shown = clash.get_data(as_text=True)
    assert all(version in shown for version in ("Bản một", "Bản hai", "Bản ba"))
    text = text_of(session, "next")
    assert text is not None
    assert text.text == "Bản hai"
    joined = curator.post(f"{page}/viet/next", data={"text": "Bản hai và ba", "version": "2"})
    assert joined.status_code == 303


def test_a_version_that_no_text_has_overwrites_nothing(curator: FlaskClient, page: str) -> None:
    curator.post(f"{page}/viet/next", data={"text": "Bản một", "version": "0"})
    for version in ("9" * 5000, "-1", "²", "1.0"):
        assert curator.post(f"{page}/viet/next", data={"text": "Bản hai", "version": version}).status_code == 409


def test_no_word_of_the_details_makes_the_page_fail(curator: FlaskClient, page: str) -> None:
    typed = dict.fromkeys(("signer", "addressees", "recipients"), HOSTILE * 200)
    assert curator.post(f"{page}/thong-tin", data=typed).status_code in {303, 400}
    assert curator.get("/bao-cao/2026.docx").status_code == 200
    assert curator.get("/bao-cao/2026.pdf").status_code == 200


def test_a_former_text_is_brought_back_from_its_history(curator: FlaskClient, page: str, session: Session) -> None:
    for version, words in enumerate(("Đầu tiên", "Sau cùng")):
        curator.post(f"{page}/viet/causes", data={"text": words, "version": str(version)})
    shown = curator.get(f"{page}/viet/causes/lich-su").get_data(as_text=True)
    assert "Đầu tiên" in shown
    assert "Sau cùng" in shown
    item = shown.split('name="lan" value="')[1].split('"')[0]
    assert curator.post(f"{page}/viet/causes/khoi-phuc", data={"lan": item, "ben": "truoc"}).status_code == 303
    text = text_of(session, "causes")
    assert text is not None
    assert text.text == "Đầu tiên"
    assert curator.post(f"{page}/viet/causes/khoi-phuc", data={"lan": "999999"}).status_code == 404


def test_twenty_thousand_characters_with_a_table_go_into_every_file(curator: FlaskClient, page: str) -> None:
    table = "\n".join("\t".join(f"ô {row}.{column}" for column in range(5)) for row in range(40))
    text = ("Bảo tàng đã thực hiện kiểm kê, chỉnh lý kho. " * 440 + "\n" + table + "\n" + HOSTILE)[:24_000]
    assert len(text) > 20_000
    assert curator.post(f"{page}/viet/display", data={"text": text, "version": "0"}).status_code == 303
    assert "<script>alert" not in curator.get(page).get_data(as_text=True)
    for form in ("pdf", "docx", "xlsx", "csv", "json"):
        answer = curator.get(f"/bao-cao/2026.{form}")
        assert answer.status_code == 200
        assert len(answer.data) > 1_000
        answer.close()


def test_a_text_beyond_all_measure_is_refused_and_kept_in_the_field(curator: FlaskClient, page: str) -> None:
    long = curator.post(f"{page}/viet/care", data={"text": "a" * 70_000, "version": "0"})
    assert long.status_code == 422
    assert "70.000" in long.get_data(as_text=True)
    assert "a" * 70_000 in long.get_data(as_text=True)


def test_the_english_edition_uses_its_own_text_or_says_that_there_is_none(curator: FlaskClient, page: str) -> None:
    curator.post(f"{page}/viet/leadership", data={"text": "Chỉ tiếng Việt", "version": "0"})
    curator.post(f"{page}/viet/next", data={"text": "Tiếng Việt", "version": "0"})
    curator.post(f"{page}/viet/next", data={"text": "English words", "version": "0", "ngon_ngu": "en"})
    kept = curator.get("/bao-cao/2026.json?ngon_ngu=en").get_json()
    assert kept["sections"][3]["paragraphs"] == ["English words"]
    assert kept["sections"][0]["paragraphs"][0].startswith("(This part stands in Vietnamese")


def test_the_next_report_begins_from_the_one_before_and_leaves_it_alone(curator: FlaskClient, session: Session) -> None:
    first = curator.post("/bao-cao/2025/soan").headers["Location"]
    curator.post(f"{first}/viet/next", data={"text": "Của năm 2025", "version": "0"})
    curator.post(f"{first}/viet/cause:museum_visits", data={"text": "Chỉ năm nay", "version": "0"})
    second = curator.post("/bao-cao/2026/soan").headers["Location"]
    assert "từ báo cáo trước" in curator.get(second).get_data(as_text=True)
    curator.post(f"{second}/viet/next", data={"text": "Của năm 2026", "version": "1"})
    session.rollback()
    texts = session.execute(sa.select(Report.year, ReportText.key, ReportText.text).join(Report)).all()
    assert sorted((row.year, row.text) for row in texts if row.key == "next") == [
        (2025, "Của năm 2025"),
        (2026, "Của năm 2026"),
    ]
    assert not [row for row in texts if row.year == 2026 and row.key.startswith("cause")]


def test_remarks_are_left_and_settled_by_name(curator: FlaskClient, page: str, session: Session) -> None:
    curator.post(f"{page}/gop-y", data={"part": "next", "text": "Nêu rõ <b>số</b> liệu"})
    shown = curator.get(page).get_data(as_text=True)
    assert "Nêu rõ &lt;b&gt;số&lt;/b&gt; liệu" in shown
    session.rollback()
    remark = session.scalars(sa.select(ReportComment)).one()
    assert curator.post(f"{page}/gop-y/{remark.id}/xong").status_code == 303
    assert curator.post(f"{page}/gop-y/{remark.id}/xong").status_code == 303
    assert curator.post(f"{page}/gop-y/999/xong").status_code == 404
    session.rollback()
    session.refresh(remark)
    assert remark.resolved_by is not None


def test_signer_and_addressees_stand_on_the_paper(curator: FlaskClient, page: str) -> None:
    data = {
        "signer": "Nguyễn Thị Lan",
        "acting": "1",
        "addressees": "Sở Văn hóa\nỦy ban nhân dân tỉnh;",
        "recipients": "Ban Giám đốc\n- Lưu: VT",
        "with_forecast": "1",
    }
    assert curator.get(f"{page}/thong-tin").status_code == 200
    assert curator.post(f"{page}/thong-tin", data=data).status_code == 303
    kept = curator.get("/bao-cao/2026.json").get_json()
    assert kept["addressees"] == ["Sở Văn hóa", "Ủy ban nhân dân tỉnh"]
    assert kept["signer"] == {"offices": ["KT. Giám đốc", "Phó giám đốc"], "name": "Nguyễn Thị Lan"}
    assert kept["recipients"] == ["Như trên;", "Ban Giám đốc;", "Lưu: VT."]
    assert "forecast" in kept["appendices"]


def test_a_draft_begun_by_mistake_is_taken_back(curator: FlaskClient, page: str) -> None:
    assert curator.post(f"{page}/bo").status_code == 303
    assert curator.get(page).status_code == 404
    assert curator.post("/bao-cao/2026/soan").status_code == 303


def test_unknown_parts_and_reports_are_not_found(curator: FlaskClient, page: str) -> None:
    assert curator.get(f"{page}/viet/nothing").status_code == 404
    assert curator.post(f"{page}/viet/nothing", data={"text": "x"}).status_code == 404
    assert curator.get("/bao-cao/ban/999").status_code == 404
    assert curator.post(f"{page}/gop-y", data={"part": "nothing", "text": "x"}).status_code == 404


def test_a_viewer_reads_and_does_not_write(sign_in: SignIn, curator: FlaskClient, page: str) -> None:
    viewer = sign_in(Role.VIEWER)
    assert viewer.get(page).status_code == 200
    assert viewer.get(f"{page}/viet/next").status_code == 403
    assert viewer.post(f"{page}/viet/next", data={"text": "x"}).status_code == 403
