"""Internal copies: frozen with the report, read by those who may, each reading noted; the scan of the signed paper."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.core import clock
from museum_tracker.history.models import ChangeSet
from museum_tracker.reports.models import ReportFile
from museum_tracker.reports.rules.handover import paper_of
from tests.factories.promises import make_museum

SignIn = Callable[[Role], FlaskClient]
AFTER = dt.datetime(2026, 12, 20, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def director(sign_in: SignIn, frozen: dt.datetime, session: Session, deed: ChangeSet) -> FlaskClient:
    make_museum(session, deed, count=40)
    session.commit()
    clock.freeze(AFTER)
    return sign_in(Role.DIRECTOR)


@pytest.fixture
def page(director: FlaskClient, sign_in: SignIn) -> str:
    """The address of a report that was issued."""
    curator = sign_in(Role.CURATOR)
    page = curator.post("/bao-cao/2026/soan").headers["Location"]
    keys = set(re.findall(r"/viet/((?:cause|remedy):[a-z0-9_.-]+)\"", curator.get(page).get_data(as_text=True)))
    for key in sorted(keys):
        curator.post(f"{page}/viet/{key}", data={"text": "Do kinh phí", "version": "0"})
    assert director.post(f"{page}/kiem-tra").status_code == 303
    assert director.post(f"{page}/ban-hanh", data={"number": "5", "dated_on": "20/12/2026"}).status_code == 303
    return page


def files(session: Session, *, internal: bool) -> list[ReportFile]:
    session.rollback()
    query = sa.select(ReportFile).where(ReportFile.internal.is_(internal)).order_by(ReportFile.id)
    found = list(session.scalars(query))
    session.expunge_all()
    session.rollback()
    return found


def test_internal_copies_are_frozen_with_the_report_and_noted_when_taken(
    director: FlaskClient, page: str, session: Session
) -> None:
    kept = files(session, internal=True)
    expected = [(form, locale) for locale in ("vi", "en") for form in ("pdf", "docx", "xlsx")]
    assert [(file.form, file.locale) for file in kept] == expected
    assert director.get(f"{page}/tep/{kept[0].id}").status_code == 403
    before = session.scalar(sa.select(sa.func.count()).select_from(ChangeSet))
    session.rollback()
    taken = director.post("/bao-cao/2026/noi-bo", data={"form": "xlsx", "ngon_ngu": "vi"}, follow_redirects=True)
    assert hashlib.sha256(taken.data).hexdigest() == kept[2].sha256
    taken.close()
    assert session.scalar(sa.select(sa.func.count()).select_from(ChangeSet)) == (before or 0) + 1


@pytest.mark.one_engine
def test_who_may_not_read_internal_copies_is_not_given_the_frozen_ones(
    page: str, session: Session, sign_in: SignIn
) -> None:
    kept = files(session, internal=True)[0]
    cataloguer = sign_in(Role.CATALOGUER)
    assert cataloguer.post(f"{page}/noi-bo/{kept.id}").status_code == 403
    assert cataloguer.get(f"{page}/tep/{kept.id}").status_code == 403
    official = files(session, internal=False)[0]
    answer = cataloguer.get(f"{page}/tep/{official.id}")
    assert answer.status_code == 200
    answer.close()
    assert "noi-bo/" not in cataloguer.get(page).get_data(as_text=True)


@pytest.mark.one_engine
def test_a_scan_is_named_after_what_it_is(director: FlaskClient, page: str, session: Session) -> None:
    scan = (io.BytesIO(b"\xff\xd8\xff\xe0 scan"), "ban-ky.html")
    assert director.post(f"{page}/ban-ky", data={"file": scan}).status_code == 303
    assert files(session, internal=False)[-1].name == "ban-ky.jpg"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Biên bản số 12 ngày 3/4/2024, ông Nguyễn Văn A, 0912345678", "biên bản số 12 ngày 03/04/2024"),
        ("07/BBGN-BT ngày 05 tháng 6 năm 2025", "biên bản số 07/BBGN-BT ngày 05/06/2025"),
        ("BBGN 15", "biên bản số 15"),
        ("bà Trần Thị B, số 12 phố Trần Phú, CMND số 121234567", ""),
        ("mua 5.000.000 đồng", ""),
        ("ngày 40/13/2024", ""),
        ("", ""),
    ],
)
def test_an_official_copy_names_number_and_date_of_a_handover_and_nothing_else(written: str, printed: str) -> None:
    paper = paper_of(written)
    assert (paper.text("vi") if paper else "") == printed
