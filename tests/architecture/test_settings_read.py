"""Whole-app truth: a setting of the museum and a shipped vocabulary are read by something, or they go."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from museum_tracker import wire
from museum_tracker.catalogue.fields import FIELDS
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.vocabularies.meanings import MEANINGS
from museum_tracker.vocabularies.particulars import BY_ID, BY_NAME
from museum_tracker.vocabularies.seeds import ORDER, list_seeds

PACKAGE = Path(__file__).parents[2] / "museum_tracker"
# Where a setting is kept and edited is not where it is read.
KEPT_BY = ("core/museum.py", "administration/forms.py", "administration/handlers.py", "administration/services.py")
EDITED_BY = "administration/templates/"
READ_AS = {"address": ("seat", "address"), "reporting_rules": ("year_span", "reporting_years")}
TOLD_BY_PARTICULARS = {"rank", "from", "to", "until", "now"}


def sources() -> dict[str, str]:
    found = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]
    texts = {path.relative_to(PACKAGE).as_posix(): path.read_text("utf-8") for path in found}
    return {
        name: text for name, text in texts.items() if name not in KEPT_BY and not name.startswith(("demo/", EDITED_BY))
    }


@pytest.mark.one_engine
@pytest.mark.parametrize("field", [field.name for field in fields(MuseumProfile)])
def test_every_setting_of_the_museum_is_read_outside_its_own_page(field: str) -> None:
    names = READ_AS.get(field, (re.sub(r"_(vi|en)$", "", field),))
    read = re.compile(rf"(?:profile|museum|get_profile\([^()]*(?:\([^()]*\))?\))\.(?:{'|'.join(names)})\b")
    assert any(read.search(text) for text in sources().values()), field


@pytest.mark.one_engine
def test_every_shipped_vocabulary_is_offered_where_records_are_written_and_opens_its_objects() -> None:
    wire()
    assert {field.scheme for field in FIELDS.values() if field.scheme} == set(ORDER)
    assert {*BY_ID, *BY_NAME} == set(ORDER)


@pytest.mark.one_engine
def test_every_particular_that_words_ship_with_is_read() -> None:
    shipped = {name for scheme in list_seeds() for term in scheme.terms for name in term.data}
    assert shipped <= {*MEANINGS, *TOLD_BY_PARTICULARS}
