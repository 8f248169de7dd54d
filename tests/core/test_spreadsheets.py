"""Text tables: no cell acts as a formula, and what was written is read back as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import museum_tracker
from museum_tracker.core.spreadsheets import TableWriter, as_written, harmless


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1-cmd",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\xa0=1",
        "\ufeff=1",
        "\u200b@x",
        "＝1",
        "'=1",
        "\tTrống",
        "\rTrống",
        " '=1",
    ],
)
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert as_written(harmless(text)) == text


@pytest.mark.parametrize("text", ["Trống đồng", "-5", "+84912345678", "-2,5", "a=b", "'ông", "", " Trống", "– 5"])
def test_ordinary_texts_and_numbers_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.sampled_from("=+-@'\t\r\n 1a\u00a0\ufeff＝"), max_size=8))
def test_every_text_comes_back_as_it_was(text: str) -> None:
    assert as_written(harmless(text)) == text
    assert harmless(text).lstrip("\t\r\n \u00a0\ufeff")[:1] not in {"=", "@", "＝"}


def test_a_written_row_guards_texts_and_leaves_numbers() -> None:
    out = io.StringIO()
    TableWriter(out).row(["=1", -5, None, "Trống", 0.734, "a, b; c"])
    assert next(csv.reader([out.getvalue()], delimiter=";")) == ["'=1", "-5", "", "Trống", "0,734", "a, b; c"]


def test_no_other_code_writes_text_tables() -> None:
    home = Path(museum_tracker.__file__).parent
    found = [path for path in home.rglob("*.py") if "csv.writer" in path.read_text("utf-8")]
    assert [path.name for path in found] == ["spreadsheets.py"]
