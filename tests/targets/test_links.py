"""Every figure on a page that is a link opens a list of exactly as many objects as it says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.accounts.permissions import Role
from museum_tracker.figures.checker import check
from museum_tracker.figures.rules.facts import FactKind
from museum_tracker.history.models import ChangeSet
from tests.factories.figures import make_facts, make_objects
from tests.factories.promises import make_museum

PAGES = ("/tong-quan", "/chi-tieu", "/kiem-ke", "/suu-tam", "/bao-cao/2026", "/bao-cao/2025", "/bao-cao/2020")
MARCH, MAY, JUNE, JULY = (dt.date(2026, month, 4) for month in (3, 5, 6, 7))
SPACES = re.compile(r"[\s\u00a0\u202f]+")
NUMBER = re.compile(r"\d+(?:\.\d{3})*")
K = FactKind


def make_turns(session: Session, deed: ChangeSet, ids: list[int]) -> None:
    """What happens to the objects of a real museum: loss, removal, moves, corrections, waiting, old books, no dates."""

    def turn(artifact_id: int, kind: FactKind, on: dt.date | None = None, **more: Any) -> dict[str, Any]:
        return {"artifact_id": artifact_id, "kind": kind, "effective_on": on, **more}

    out, back, struck, lost, again = (ids[place] for place in (8, 16, 24, 32, 40))
    facts = [
        turn(out, K.LEFT, JUNE),
        turn(back, K.LEFT, JUNE),
        turn(back, K.REINSTATED, JULY),
        turn(struck, K.STRUCK, JUNE),
        turn(lost, K.LEVEL, MARCH, level=1),
        turn(lost, K.LOST_LEVEL, MAY, level=1),
        turn(again, K.LEVEL, MARCH, level=3),
        turn(again, K.FULL_LEVEL, MARCH, level=3),
        turn(again, K.LOST_FULL_LEVEL, MAY, level=3),
        turn(again, K.LOST_LEVEL, MAY, level=1),
        turn(again, K.LEVEL, JUNE, level=3),
        turn(again, K.FULL_LEVEL, JUNE, level=3),
        turn(ids[48], K.HOLDING, JUNE, values={"from": "base", "to": "reference"}),
        turn(ids[56], K.HOLDING, dt.date(2025, 1, 1), values={"from": "reference", "to": "base"}),
    ]
    waiting = make_objects(session, 3, quantity=4)
    facts += [turn(one, kind, MAY) for one in waiting for kind in (K.RECEIVED, K.COLLECTED)]
    facts.append(turn(waiting[0], K.RETURNED, JUNE))
    old = make_objects(session, 6, holding="base", kind="document", quantity=2, representative=True)
    facts += [turn(one, K.REGISTERED, effective_latest=dt.date(2026, 1, 31), opening=True) for one in old]
    facts += [turn(one, K.LEVEL, effective_latest=MAY, level=2, opening=True) for one in old[:2]]
    facts += [turn(one, K.FULL_LEVEL, effective_latest=MAY, level=2, opening=True) for one in old[:2]]
    rough = {"effective_latest": dt.date(2001, 12, 31), "effective_text": "2001"}
    for holding in ("deposit", "copy", "loan_in", "reference"):
        facts += [turn(one, K.RECEIVED, MAY) for one in make_objects(session, 2, holding=holding)]
    for one in make_objects(session, 2, holding="base", legal_class="national_treasure"):
        facts += [turn(one, K.COLLECTED), turn(one, K.REGISTERED, dt.date(2001, 1, 1), **rough)]
    make_facts(session, deed, *facts)


def links(page: str) -> Iterator[tuple[str, str]]:
    """The addresses and texts of the links to figures on a page."""
    for anchor in html5lib.parse(page, namespaceHTMLElements=False).iter("a"):
        if "so_lieu=" in anchor.get("href", ""):
            yield anchor.get("href"), SPACES.sub(" ", "".join(anchor.itertext())).strip()


def numbers(text: str) -> list[int]:
    return [int(found.replace(".", "")) for found in NUMBER.findall(text)]


def total(browser: FlaskClient, url: str) -> int:
    """How many objects a list says it holds."""
    [found] = re.findall(r'class="total"><b class="num">([\d.]+)</b>', browser.get(url).get_data(as_text=True))
    return numbers(found)[0]


@pytest.fixture
def browser(
    app: Flask, sign_in: Callable[[Role], FlaskClient], session: Session, deed: ChangeSet, frozen: dt.datetime
) -> FlaskClient:
    make_turns(session, deed, make_museum(session, deed))
    assert check(session) == []
    session.commit()
    app.test_client_class = FlaskClient  # hundreds of lists: their HTML is looked at by other tests
    return sign_in(Role.DIRECTOR)


def test_every_figure_shown_opens_a_list_of_as_many_objects(browser: FlaskClient) -> None:
    listed: dict[str, int] = {}

    def count(url: str) -> int:
        if url not in listed:
            listed[url] = total(browser, url)
        return listed[url]

    wrong: list[str] = []
    shares: dict[str, set[str]] = {}
    seen = 0
    for page in PAGES:
        for url, text in links(browser.get(page).get_data(as_text=True)):
            seen += 1
            if text.endswith("%"):
                shares.setdefault(url, set()).add(text)
                continue
            found = numbers(text)
            # "142 of 190" opens the whole it is a share of; its part is the list of the percentage beside it.
            if count(url) != found[-1]:
                wrong.append(f"{page}: {text} opens {count(url)}: {url}")
    assert wrong == []
    assert seen > 100
    assert all(len(texts) == 1 for texts in shares.values()), shares


def test_a_percentage_is_the_share_of_its_list_in_the_list_of_its_whole(browser: FlaskClient) -> None:
    cards = browser.get("/tong-quan").get_data(as_text=True).split('class="road')[0]
    shown = list(links(cards))
    told = 0
    for (url, text), (whole_url, of) in pairwise(shown):
        if not text.endswith("%"):
            continue
        part, whole = numbers(of)
        for address, expected in ((url, part), (whole_url, whole)):
            assert total(browser, address) == expected
        assert abs(float(text[:-1].replace(",", ".")) - 100 * part / whole) <= 0.0501
        told += 1
    assert told == 2
