"""The population of a what-if, and what is done in it, as people type them."""

from __future__ import annotations

import pytest

from museum_tracker.core.i18n import Message
from museum_tracker.targets.rules.whatif import read_base


@pytest.mark.parametrize(
    ("texts", "read"),
    [
        ({}, None),
        ({"tong-so": "10.000", "da-dat": "20%"}, (10_000, 2_000)),
        ({"tong-so": "55000", "da-dat": "2.750"}, (55_000, 2_750)),
        ({"da-dat": "50%"}, (400, 200)),
        ({"da-dat": "0"}, (400, 0)),
        ({"tong-so": "30"}, (30, 30)),
        ({"da-dat": "400"}, (400, 400)),
    ],
)
def test_the_population_and_what_is_done_may_be_typed(texts: dict[str, str], read: tuple[int, int] | None) -> None:
    problems: dict[str, Message] = {}
    assert read_base(texts, (400, 90), problems) == read
    assert not problems


@pytest.mark.parametrize(
    "texts",
    [{"tong-so": "10", "da-dat": "11"}, {"da-dat": "120%"}, {"da-dat": "-1"}, {"tong-so": "nhiều"}, {"da-dat": "x%"}],
)
def test_typed_numbers_that_do_not_fit_say_why(texts: dict[str, str]) -> None:
    problems: dict[str, Message] = {}
    read_base(texts, (400, 90), problems)
    assert len(problems) == 1
