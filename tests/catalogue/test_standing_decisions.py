"""Documentary heritage beside the legal class, decisions with number and date, and who may lift a restriction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.fields import FIELDS, match_header
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.params import Params
from museum_tracker.catalogue.queries import artifacts
from museum_tracker.catalogue.restriction import RestrictionStands, is_restricted
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import translate
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.history.undo import undo
from tests.catalogue.conftest import Reader, Saved
from tests.factories.catalogue import make_artifact, make_written
from tests.factories.digitization import make_person

SignIn = Callable[..., FlaskClient]
NEW = (
    *("legal_class_decision", "legal_class_decided", "documentary_heritage", "documentary_heritage_decision"),
    *("documentary_heritage_decided", "representative_decision", "representative_decided"),
    *("use_restricted", "restriction_decision", "restricted_until"),
)
RESTRICTED = {"use_restricted": "có", "restriction_decision": "12/QĐ-BT", "restricted_until": "31/12/2027"}


def test_a_treasure_may_be_documentary_heritage_too_each_with_its_decision(
    sign_in: SignIn, saved: Saved, read: Reader
) -> None:
    artifact = saved(name_vi="Mộc bản kinh Phật")
    answer = sign_in(Role.CATALOGUER).post(
        f"/hien-vat/{artifact}/sua/legal",
        data={
            "version": "1",
            "legal_class": "national_treasure",
            "legal_class_decision": "1821/QĐ-TTg",
            "legal_class_decided": "24/12/2018",
            "documentary_heritage": "inscribed_regional",
            "documentary_heritage_decision": "MOWCAP 2012",
            "documentary_heritage_decided": "16/05/2012",
            "representative": "on",
            "representative_decision": "45/QĐ-BT",
            "representative_decided": "12/03/2025",
            "holding": "base",
        },
    )
    assert answer.status_code == 303
    now = read(artifact)
    assert (now.legal_class, now.documentary_heritage, now.representative) == (
        "national_treasure",
        "inscribed_regional",
        True,
    )
    assert (now.legal_class_decision, now.legal_class_decided_latest) == ("1821/QĐ-TTg", dt.date(2018, 12, 24))
    assert (now.representative_decision, now.representative_decided_latest) == ("45/QĐ-BT", dt.date(2025, 3, 12))
    assert now.documentary_heritage_decided_earliest == dt.date(2012, 5, 16)
    page = sign_in(Role.VIEWER).get(f"/hien-vat/{artifact}").text
    for text in ("Bảo vật quốc gia", "1821/QĐ-TTg", "24/12/2018", "khu vực châu Á", "MOWCAP 2012", "45/QĐ-BT"):
        assert text in page


@pytest.mark.parametrize("name", NEW)
def test_each_new_field_is_recognised_by_its_own_heading_in_both_languages(name: str) -> None:
    for locale in ("vi", "en"):
        title = translate(FIELDS[name].label, locale)
        assert match_header(title) is FIELDS[name], title


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Quốc gia", "inscribed_national"),
        ("Ghi danh cấp thế giới", "inscribed_world"),
        ("Danh mục kiểm kê", "listed"),
        ("khu vực", "inscribed_regional"),
        ("Không", "none"),
        ("", "none"),
    ],
)
def test_books_write_documentary_heritage_in_many_ways(session: Session, written: str, means: str) -> None:
    read = FIELDS["documentary_heritage"].parse(written, TermLookup(session))
    assert (read.values, read.findings) == ({"documentary_heritage": means}, ())


def test_lists_are_narrowed_to_documentary_heritage_and_to_restricted_use(session: Session, deed: ChangeSet) -> None:
    wood = make_written(session, deed, name_vi="Mộc bản", documentary_heritage="Di sản tư liệu ghi danh cấp thế giới")
    held = make_written(session, deed, name_vi="Sắc phong", **RESTRICTED)
    over = make_written(session, deed, name_vi="Bia", use_restricted="x", restricted_until="2020")
    make_artifact(session, deed, name="Bình")

    def found(**args: str) -> set[int]:
        asked = Params.parse(list(args.items()), can=lambda _permission: True)
        return set(session.scalars(artifacts(session, asked)))

    assert found(di_san_tu_lieu="inscribed_world") == {wood.id}
    assert found(han_che="1") == {held.id}
    assert over.id in found(han_che="0")
    assert held.id not in found(han_che="0")
    assert not is_restricted(over)


def test_the_page_says_plainly_that_and_until_when_use_is_restricted(sign_in: SignIn, saved: Saved) -> None:
    artifact = saved(name_vi="Sắc phong", **RESTRICTED)
    page = sign_in(Role.VIEWER).get(f"/hien-vat/{artifact}").text
    assert "Việc sử dụng, khai thác hiện vật này đang bị hạn chế (12/QĐ-BT) đến 31/12/2027" in page
    assert "đang bị hạn chế" not in sign_in(Role.VIEWER).get(f"/hien-vat/{saved(name_vi='Bình')}").text


@pytest.mark.parametrize(("until", "held"), [("22/11/2026", 1), ("21/11/2026", 0), ("khi có quyết định", 1)])
def test_a_restriction_holds_to_the_end_of_its_last_day(
    session: Session, deed: ChangeSet, monkeypatch: pytest.MonkeyPatch, until: str, held: int
) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date(2026, 11, 22))
    artifact = make_written(session, deed, name_vi="Bia", use_restricted="x", restricted_until=until)
    assert is_restricted(artifact) is bool(held)


def test_a_cataloguer_may_set_a_restriction_but_only_the_right_lifts_it(
    sign_in: SignIn, saved: Saved, read: Reader
) -> None:
    artifact = saved(name_vi="Sắc phong")
    typed = {"version": "1", "use_restricted": "on", "restriction_decision": "12/QĐ-BT", "restricted_until": ""}
    cataloguer = sign_in(Role.CATALOGUER)
    assert cataloguer.post(f"/hien-vat/{artifact}/sua/notes", data=typed).status_code == 303
    assert read(artifact).use_restricted
    lifting = {"version": "2", "restriction_decision": "12/QĐ-BT", "restricted_until": ""}
    refused = cataloguer.post(f"/hien-vat/{artifact}/sua/notes", data=lifting)
    assert refused.status_code in {403, 422}
    assert "Sắc phong" in refused.text
    assert read(artifact).use_restricted
    shortened = {"version": "2", "use_restricted": "on", "restriction_decision": "12/QĐ-BT", "restricted_until": "2020"}
    assert cataloguer.post(f"/hien-vat/{artifact}/sua/notes", data=shortened).status_code in {403, 422}
    assert (
        cataloguer.post(
            f"/hien-vat/{artifact}/sua/notes", data=typed | {"version": "2", "notes": "Rách góc"}
        ).status_code
        == 303
    )
    assert read(artifact).notes == "Rách góc"
    assert (
        sign_in(Role.CURATOR).post(f"/hien-vat/{artifact}/sua/notes", data=lifting | {"version": "3"}).status_code
        == 303
    )
    assert not read(artifact).use_restricted


def test_undo_takes_a_decision_back_and_lifts_no_restriction_without_the_right(
    session: Session, deed: ChangeSet
) -> None:
    artifact = make_artifact(session, deed, name="Sắc phong")
    cataloguer, curator = make_person(session, Role.CATALOGUER), make_person(session, Role.CURATOR, "Lê Thu")
    said = begin_deed(session, by=cataloguer, action="Restricted")
    values = {"use_restricted": True, "documentary_heritage": "listed", "legal_class_decision": "1/QĐ"}
    edit_artifact(session, artifact, values, version=artifact.version, deed=said)
    with pytest.raises(RestrictionStands):
        undo(session, said, by=cataloguer)
    undo(session, said, by=curator)
    session.refresh(artifact)
    assert (artifact.use_restricted, artifact.documentary_heritage, artifact.legal_class_decision) == (
        False,
        "none",
        "",
    )
