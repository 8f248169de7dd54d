"""Two people on one section: the page that shows mine, theirs and before, and the form that settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template

from museum_tracker.catalogue.errors import RecordConflict
from museum_tracker.catalogue.fields import SECTION_LABELS, Field, Section
from museum_tracker.catalogue.forms import RecordForm
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.web.i18n import word

THEIRS = "theirs"


@dataclass(frozen=True)
class Clash:
    """One field that two people changed: before, theirs and mine as texts to read."""

    name: str
    label: str
    before: str
    theirs: str
    mine: str


def conflict_page(artifact: Artifact, section: Section, form: RecordForm, conflict: RecordConflict) -> str:
    """The three versions of every field in conflict, with the choice; everything else typed is kept along."""
    theirs = snapshot(artifact)
    mine = {**theirs, **conflict.mine}
    before = {**theirs, **conflict.before}
    rows = [
        Clash(
            name=each.name,
            label=each.label,
            before=_shown(each.field, before, form),
            theirs=_shown(each.field, theirs, form),
            mine=_shown(each.field, mine, form),
        )
        for each in form.inputs
        if set(each.field.columns) & conflict.mine.keys()
    ]
    return render_template(
        "catalogue/conflict.html",
        artifact=artifact,
        section=section,
        section_label=word(SECTION_LABELS[section]),
        rows=rows,
        form=form,
        version=conflict.version,
        list_args=asked_list().url_args(),
    )


def _shown(field: Field, values: Mapping[str, Any], form: RecordForm) -> str:
    return field.show(values, form.lookup, form.locale)


def settled(typed: Mapping[str, str], form: RecordForm, values: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, with the fields for which the other person's version was chosen as they stand now."""
    texts = dict(typed.items())
    theirs = [each.name for each in form.inputs if texts.get(f"choice-{each.name}") == THEIRS]
    if theirs:
        form.fill(values)
        texts.update({each.name: each.text for each in form.inputs if each.name in theirs})
    return texts
