"""The pages of populations, of the checker, and of lists as they were known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import Settings
from museum_tracker.accounts.permissions import Role
from museum_tracker.catalogue.models import Artifact
from museum_tracker.core import clock
from museum_tracker.core.i18n import Message
from museum_tracker.figures.as_of import as_known, looked_back
from museum_tracker.figures.balances import Line, stock_balance
from museum_tracker.figures.links import figure_path, line_path
from museum_tracker.figures.models import FigureCheck, Population, Standing
from museum_tracker.figures.queries import Ask, Measure, figure
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.jobs.worker import run_all
from museum_tracker.reports.objects import object_list
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import list_terms
from tests.factories.figures import make_facts, make_objects

SignIn = Callable[[Role], FlaskClient]
MAY = dt.date(2026, 5, 4)


@pytest.fixture
def term(session: Session) -> Term:
    return next(term for term in list_terms(session, "object_type") if term.parent_id is None)


def registered(session: Session, deed: ChangeSet, count: int, **fields: object) -> list[int]:
    ids = make_objects(session, count, **{"holding": "base", **fields})
    make_facts(session, deed, *({"artifact_id": one, "kind": FactKind.REGISTERED, "effective_on": MAY} for one in ids))
    return ids


def seen_in(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    return found.group(1) if found else ""


def test_a_curator_saves_the_filters_of_a_list_as_a_population(
    session: Session, settings: Settings, deed: ChangeSet, sign_in: SignIn, term: Term
) -> None:
    registered(session, deed, 3, type_id=term.id)
    registered(session, deed, 1)
    session.commit()
    client = sign_in(Role.CURATOR)
    assert f"/pham-vi-tinh/moi?loai_hinh={term.id}" in client.get(f"/hien-vat?loai_hinh={term.id}").text
    address = f"/pham-vi-tinh/moi?loai_hinh={term.id}"
    words = {"name": "Trống đồng", "name_en": "Bronze drums", "document": "12/QĐ-BT", "valid_from": "2026-01-01"}
    first = client.post(address, data=words)
    assert first.status_code == 200
    assert "3 hiện vật thuộc phạm vi này." in first.text
    assert session.scalar(sa.select(Population).where(Population.name == "Trống đồng")) is None
    saved = client.post(address, data={**words, "seen": seen_in(first.text)})
    assert saved.status_code == 303
    assert "đang tính" in client.get("/pham-vi-tinh").text
    run_all(session.get_bind(), settings)
    page = client.get(saved.location).text
    assert "theo văn bản số 12/QĐ-BT" in page
    assert client.get(figure_path(Ask(Measure.REGISTERED, "bronze_drums"))).text.count('<b class="num">3</b>') == 1
    for address in ("/", "/tong-quan", "/kiem-ke?pham-vi=bronze_drums", "/pham-vi-tinh", "/chi-tieu"):
        assert client.get(address, follow_redirects=True).status_code == 200


def test_a_revision_is_looked_at_before_it_is_saved(session, settings, deed, sign_in, term):
    registered(session, deed, 2, type_id=term.id, representative=True)
    [other] = registered(session, deed, 1, representative=True)
    session.commit()
    client = sign_in(Role.DIRECTOR)
    address = f"/pham-vi-tinh/moi?tieu_bieu=1&loai_hinh={term.id}"
    words = {"code": "representative", "document": "12/QĐ-BT", "valid_from": "2026-11-01"}
    first = client.post(address, data=words)
    assert "1 hiện vật ra khỏi phạm vi." in first.text
    assert set(re.findall(r'href="/hien-vat/(\d+)"', first.text)) == {str(other)}
    assert client.post(address, data={**words, "seen": seen_in(first.text)}).status_code == 303
    again = client.post("/pham-vi-tinh/representative/sua", data=words)
    assert again.status_code in {200, 422}
    run_all(session.get_bind(), settings)
    early = {**words, "valid_from": "2026-10-01"}
    refused = client.post(address, data={**early, "seen": seen_in(client.post(address, data=early).text)})
    assert refused.status_code == 422
    assert "01/11/2026" in refused.text


def test_states_and_search_words_are_refused_with_a_sentence(sign_in: SignIn) -> None:
    client = sign_in(Role.CURATOR)
    for query in ("muc_so_hoa=1", "q=trống", "", "vi_tri=1"):
        answer = client.get(f"/pham-vi-tinh/moi?{query}")
        assert answer.status_code == 422
        assert 'class="note warn"' in answer.text


def test_impossible_answers_are_refused_and_nothing_is_saved(session, sign_in):
    session.rollback()
    client, address = sign_in(Role.CURATOR), "/pham-vi-tinh/moi?tieu_bieu=1"
    before = session.scalar(sa.select(sa.func.count()).select_from(Population))
    good = {"name": "Thử", "valid_from": "2026-01-01"}
    wrong = (
        {"code": "nonsense"},
        {"valid_from": "0001-01-01"},
        {"valid_from": "9999-12-31"},
        {"name": " "},
        {"valid_from": ""},
    )
    for one in (*wrong, {"code": "base_store", "valid_from": "0001-01-01"}):
        words = {**good, **one}
        first = client.post(address, data=words)
        answer = client.post(address, data={**words, "seen": seen_in(first.text)})
        assert answer.status_code == 422, one
    session.rollback()
    assert session.scalar(sa.select(sa.func.count()).select_from(Population)) == before


def test_a_population_is_ended_and_dropped_on_its_page(session, settings, deed, sign_in, term):
    registered(session, deed, 1, type_id=term.id)
    session.commit()
    client = sign_in(Role.CURATOR)
    address = f"/pham-vi-tinh/moi?loai_hinh={term.id}"
    words = {"name": "Trống đồng", "valid_from": "2026-01-01"}
    client.post(address, data={**words, "seen": seen_in(client.post(address, data=words).text)})
    run_all(session.get_bind(), settings)
    assert client.post("/pham-vi-tinh/trong_dong/ket-thuc", data={"last_day": "2025-01-01"}).status_code in {303, 422}
    client.post("/pham-vi-tinh/trong_dong/ket-thuc", data={"last_day": "2026-02-01"})
    session.rollback()
    made = session.scalars(sa.select(Population).where(Population.code == "trong_dong")).one()
    assert made.valid_to == dt.date(2026, 2, 1)
    page = client.post(f"/pham-vi-tinh/phien-ban/{made.id}/bo", follow_redirects=True).text
    assert "Đã bỏ" in page
    run_all(session.get_bind(), settings)
    session.rollback()
    assert made.bit is None
    assert client.get("/pham-vi-tinh").status_code == 200
    assert client.get("/pham-vi-tinh/trong_dong").status_code == 200


def test_a_list_opened_from_a_figure_says_on_what_it_rests_and_looks_back(
    frozen: dt.datetime, session: Session, deed: ChangeSet, sign_in: SignIn
) -> None:
    old = registered(session, deed, 2)
    session.execute(sa.update(Artifact).values(created_at=clock.now()))
    session.commit()
    clock.freeze(frozen + dt.timedelta(days=3))
    later = begin_deed(session, by=deed.by, action="A test")
    new = registered(session, later, 1)
    session.execute(sa.update(Artifact).where(Artifact.id.in_(new)).values(created_at=clock.now()))
    make_facts(session, later, {"artifact_id": old[0], "kind": FactKind.LEFT, "effective_on": MAY})
    session.commit()
    ask = Ask(Measure.REGISTERED)
    known = clock.end_of(dt.date(2026, 11, 23))
    assert (sorted(new), [old[0]]) == (
        looked_back(session, ask, known=known).left,
        looked_back(session, ask, known=known).joined,
    )
    then = Ask(Measure.REGISTERED, known=dt.date(2026, 11, 23))
    assert figure(session, then) == as_known(session, ask, known=known).figure
    client = sign_in(Role.VIEWER)
    page = client.get(figure_path(ask)).text
    assert "theo cách tính của bảo tàng" in page
    answer = client.get(f"/so-lieu/nhu-da-biet?so_lieu={ask.text()}&ngay=2026-11-23")
    assert answer.location.endswith(then.text())
    back = client.get(answer.location).text
    assert '<b class="num">2</b>' in back
    assert "giá trị hiện nay" in back
    assert set(re.findall(r'href="/hien-vat/(\d+)\?', back)) == {str(one) for one in old}


def test_the_checker_names_each_difference_with_its_object(session, settings, deed, sign_in):
    [one, *_] = registered(session, deed, 2)
    session.commit()
    client = sign_in(Role.DIRECTOR)
    assert client.get("/so-lieu/doi-chieu").status_code == 200
    client.post("/so-lieu/doi-chieu")
    run_all(session.get_bind(), settings)
    found = {each["artifact_id"]: each["subject"]["msgid"] for each in _last(session).differences}
    session.execute(sa.update(Standing).where(Standing.artifact_id == one).values(pieces=7))
    session.commit()
    client.post("/so-lieu/doi-chieu")
    run_all(session.get_bind(), settings)
    assert one in {each["artifact_id"] for each in _last(session).differences}
    assert f'href="/hien-vat/{one}"' in client.get("/so-lieu/doi-chieu").text
    assert sign_in(Role.CURATOR).get("/so-lieu/doi-chieu").status_code == 403
    del found


def _last(session: Session) -> FigureCheck:
    session.rollback()
    return session.scalars(sa.select(FigureCheck).order_by(FigureCheck.id.desc())).first()


def test_a_line_of_a_balance_opens_the_objects_behind_it(session, deed, sign_in):
    first, second = registered(session, deed, 2)
    make_facts(session, deed, {"artifact_id": first, "kind": FactKind.LEFT, "effective_on": dt.date(2026, 6, 1)})
    session.commit()
    balance = stock_balance(session, "all_holdings", start=dt.date(2026, 1, 1), end=dt.date(2026, 12, 31))
    client = sign_in(Role.VIEWER)
    for line, ids in ((Line.FIRST, {first, second}), (Line.REMOVED, {first}), (Line.REGAINED, set())):
        page = client.get(line_path(balance, line)).text
        assert set(re.findall(r'href="/hien-vat/(\d+)\?', page)) == {str(one) for one in ids}
    assert "Xuất khỏi sổ" in client.get(line_path(balance, Line.REMOVED)).text
    for word in ("nonsense", "registered.all_holdings.20260101.20251231.first", "present.x.20260101.20261231.first"):
        assert client.get(f"/hien-vat?dong_can_doi={word}").status_code == 200


def test_the_appendix_of_a_figure_as_known_holds_what_was_counted_then(frozen, session, deed):
    old = registered(session, deed, 2)
    session.execute(sa.update(Artifact).values(created_at=clock.now()))
    clock.freeze(frozen + dt.timedelta(days=3))
    later = begin_deed(session, by=deed.by, action="A test")
    make_facts(session, later, {"artifact_id": old[0], "kind": FactKind.LEFT, "effective_on": MAY})
    for day, count in ((dt.date(2026, 11, 23), 2), (dt.date(2026, 11, 25), 1)):
        found = object_list(session, Ask(Measure.REGISTERED, known=day), "vi", key="x", title=Message("x"))
        assert found.count == len(list(found.read(None))) == count
