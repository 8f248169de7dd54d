"""The object page: what it shows, how it is walked through, and its ends."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.protection import add_protection, find_protection
from museum_tracker.catalogue.rules import ENUM_LABELS, ArtifactKind, ClassificationState, InventoryState, LegalClass
from museum_tracker.core.i18n import Message
from tests.catalogue.conftest import Reader, Saved

SignIn = Callable[..., FlaskClient]


def test_states_of_objects_are_not_confused() -> None:
    assert ENUM_LABELS[ArtifactKind.OBJECT] != ENUM_LABELS[LegalClass.OBJECT]
    assert ENUM_LABELS[InventoryState.NONE] != ENUM_LABELS[ClassificationState.NONE]


def test_the_page_shows_the_record_as_curators_wrote_it(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(
        name_vi="Bình gốm men ngọc", number="BTBG 1024", material="Gốm", dating="thế kỷ XIV", dimensions="C: 26,5 cm"
    )
    text = sign_in(Role.VIEWER).get(f"/hien-vat/{artifact}").get_data(as_text=True)
    for part in ("Bình gốm men ngọc", "BTBG 1024", "thế kỷ XIV (1301–1400)", "C: 26,5 cm", "Chưa đăng ký"):
        assert part in text


def test_markup_in_a_record_is_shown_not_run(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="<script>alert(1)</script>", description_vi="<img src=x onerror=alert(1)> ộ 🏺")
    text = sign_in().get(f"/hien-vat/{artifact}").get_data(as_text=True)
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_the_source_is_for_few(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình", source="Ông Nguyễn Văn Kín")
    assert "Ông Nguyễn Văn Kín" in sign_in(Role.CURATOR).get(f"/hien-vat/{artifact}").get_data(as_text=True)
    viewer = sign_in(Role.VIEWER).get(f"/hien-vat/{artifact}").get_data(as_text=True)
    assert "Ông Nguyễn Văn Kín" not in viewer


def test_one_walks_through_the_list_the_object_was_opened_from(sign_in: SignIn, saved: Saved) -> None:
    first = saved(name_vi="Trống đồng", number="BTBG 1")
    saved(name_vi="Bình gốm", number="BTBG 2")
    last = saved(name_vi="Mõ trống", number="BTBG 3")
    text = sign_in().get(f"/hien-vat/{first}?q=trong&sap_xep=so").get_data(as_text=True)
    assert f'href="/hien-vat/{last}?q=trong&amp;sap_xep=so" rel="next" data-hotkey="j"' in text


def test_an_unknown_object_is_a_page_of_its_own(sign_in: SignIn) -> None:
    assert sign_in().get("/hien-vat/999999").status_code == 404
    assert sign_in().get("/hien-vat/99999999999999999999999").status_code == 404


def test_a_number_leads_to_its_object_however_it_is_spaced(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình", number="BTBG 1024")
    answer = sign_in().get("/hien-vat/so/btbg-01024")
    assert answer.status_code == 303
    assert answer.location.endswith(f"/hien-vat/{artifact}")
    assert sign_in().get("/hien-vat/so/KHONG 1").status_code == 404


def test_a_number_borne_by_several_lists_them(sign_in: SignIn, saved: Saved) -> None:
    saved(name_vi="Bát hoa lam", old_numbers="12")
    saved(name_vi="Đĩa hoa lam", old_numbers="12")
    text = sign_in().get("/hien-vat/so/12").get_data(as_text=True)
    assert "Bát hoa lam" in text
    assert "Đĩa hoa lam" in text


def test_a_mistaken_record_is_voided_and_comes_back(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    artifact = saved(name_vi="Nhập nhầm", number="BTBG 9")
    browser = sign_in()
    assert browser.get(f"/hien-vat/{artifact}/huy").status_code == 200
    assert browser.post(f"/hien-vat/{artifact}/huy", data={"reason": "nhập hai lần"}).status_code == 303
    assert read(artifact).voided_at is not None
    gone = browser.get(f"/hien-vat/{artifact}")
    assert gone.status_code == 410
    assert "Khôi phục hồ sơ" in gone.get_data(as_text=True)
    assert browser.get(f"/hien-vat/{artifact}/sua/identity").status_code == 422
    browser.post(f"/hien-vat/{artifact}/khoi-phuc")
    assert read(artifact).voided_at is None


def test_a_record_that_a_register_cites_stands(
    sign_in: SignIn, saved: Saved, read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    artifact = saved(name_vi="Đã vào sổ")
    kept: list[object] = []
    monkeypatch.setitem(find_protection.__globals__, "_protections", kept)
    add_protection(lambda _, ids: dict.fromkeys(ids, Message("Line 4 of the register names it.")))
    browser = sign_in()
    assert "Line 4 of the register" in browser.get(f"/hien-vat/{artifact}/huy").get_data(as_text=True)
    assert browser.post(f"/hien-vat/{artifact}/huy").status_code == 422
    assert read(artifact).voided_at is None


def test_an_object_becomes_part_of_another_by_its_number(sign_in: SignIn, saved: Saved, read: Reader) -> None:
    whole = saved(name_vi="Bộ ấm chén", number="BTBG 20")
    lid = saved(name_vi="Nắp ấm", number="BTBG 21")
    browser = sign_in()
    assert browser.get(f"/hien-vat/{lid}/bo-phan").status_code == 200
    assert browser.post(f"/hien-vat/{lid}/bo-phan", data={"whole": "btbg 20"}).status_code == 303
    assert read(lid).parent_id == whole
    assert "Nắp ấm" in browser.get(f"/hien-vat/{whole}").get_data(as_text=True)
    cycle = browser.post(f"/hien-vat/{whole}/bo-phan", data={"whole": "BTBG 21"})
    assert cycle.status_code == 422
    assert browser.post(f"/hien-vat/{lid}/bo-phan", data={"whole": "KHÔNG CÓ"}).status_code == 422
    browser.post(f"/hien-vat/{lid}/bo-phan", data={"whole": ""})
    assert read(lid).parent_id is None


def test_a_page_weighs_little(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Bình gốm", number="BTBG 1")
    for path in ("/hien-vat", f"/hien-vat/{artifact}", "/hien-vat/moi"):
        assert len(gzip.compress(sign_in().get(path).data)) < 60_000
