"""The check of every page catches what an outside validator would: days and instants that no machine can read."""

from __future__ import annotations

import pytest

from tests.page import is_moment, page_faults

PAGE = '<!doctype html><html lang="vi"><head><title>Trang</title></head><body><h1>Trang</h1>{body}</body></html>'


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01",
        "2026-12",
        "2026",
        "10:05",
        "2026-12-01T10:05:09+00:00",
        "2026-12-01 10:05Z",
        "2026-12-01T10:05:09.123",
    ],
)
def test_days_and_instants_of_html_pass(text: str) -> None:
    assert is_moment(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01T10:05:09.123456+00:00",
        "01/12/2026",
        "2026-02-30",
        "2026-13",
        "24:00",
        "hôm qua",
        "",
        "2026-12-01T10",
    ],
)
def test_what_html_does_not_know_is_a_fault_of_the_page(text: str) -> None:
    assert not is_moment(text)
    assert page_faults(PAGE.format(body=f'<time datetime="{text}">…</time>')) == [f"time datetime={text!r}"]


def test_a_time_without_an_attribute_must_read_as_one() -> None:
    assert page_faults(PAGE.format(body="<time>2026-12-01</time>")) == []
    assert page_faults(PAGE.format(body="<time>01/12/2026</time>")) == ["time datetime='01/12/2026'"]
