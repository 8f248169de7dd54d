"""The object page: its sections, signs, panels and the way through the list it was opened from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import Session

from museum_tracker.accounts.guards import signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.fields import COLUMN_LABELS, SECTION_LABELS, Field, FieldKind, Section, fields_of
from museum_tracker.catalogue.fields.dates import show_years
from museum_tracker.catalogue.forms import RecordForm
from museum_tracker.catalogue.lookups import TermLookup
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.panels import PanelPlace, panels
from museum_tracker.catalogue.queries import neighbours
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.restriction import restriction_note
from museum_tracker.catalogue.rules import NumberState, label
from museum_tracker.catalogue.sight import sees_column, visible_fields
from museum_tracker.catalogue.signs import signs
from museum_tracker.catalogue.views.asked import asked_list
from museum_tracker.core.i18n import translate
from museum_tracker.history.panels import entity_history_html
from museum_tracker.sources.rules import public_name
from museum_tracker.web.i18n import current_locale

# Numbers have a part of their own; years stand behind the dating.
ELSEWHERE = {FieldKind.NUMBER, FieldKind.YEAR}
NUMBER_TONES = {NumberState.DUPLICATE: "late", NumberState.FORMER: "idle"}


@dataclass(frozen=True)
class SectionView:
    """One section of the record: what is written in it, or the form in which it is edited."""

    name: str
    label: str
    rows: list[tuple[str, str]]
    empty: list[str]
    links: list[tuple[str, str, str]]
    form: RecordForm | None = None


@dataclass(frozen=True)
class PanelView:
    """One panel of another feature, drawn."""

    name: str
    title: str
    html: Markup


@dataclass(frozen=True)
class NumberView:
    """One number of the object: its kind, its text, and what is to be noted about it."""

    kind: str
    text: str
    note: str
    tone: str


@dataclass(frozen=True)
class Walk:
    """The list an object was opened from: its address words, and the objects before and after."""

    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    before: int | None = None
    after: int | None = None


@dataclass(frozen=True)
class ObjectPage:
    """All that the template of an object shows."""

    artifact: Artifact
    signs: list[tuple[str, str]]
    sections: list[SectionView]
    numbers: list[NumberView]
    stage: list[PanelView]
    side: list[PanelView]
    main: list[PanelView]
    actions: list[PanelView]
    history: Markup
    walk: Walk
    may_edit: bool
    restriction: str


def object_page(
    session: Session, artifact: Artifact, *, editing: Section | None = None, form: RecordForm | None = None
) -> ObjectPage:
    """Gather the page of an object; the section being edited carries its form."""
    note = restriction_note(artifact, current_locale())
    return ObjectPage(
        artifact=artifact,
        signs=signs(artifact, current_locale()),
        sections=_sections(session, artifact, editing, form),
        numbers=_numbers(artifact, current_locale()),
        history=entity_history_html(session, "artifact", artifact.id, limit=20),
        walk=walk(session, artifact.id),
        may_edit=current_user.can(Permission.EDIT_OBJECTS),
        restriction=note.text(current_locale()) if note else "",
        **{place.value: _drawn(session, artifact, place) for place in PanelPlace},
    )


def section_view(session: Session, artifact: Artifact, section: Section, form: RecordForm | None = None) -> SectionView:
    """One section of an object's record as a reader of this role sees it."""
    return _section(artifact, section, snapshot(artifact), TermLookup(session), form)


def _section(
    artifact: Artifact, section: Section, values: Mapping[str, Any], lookup: TermLookup, form: RecordForm | None
) -> SectionView:
    locale = current_locale()
    rows, empty = [], []
    for each in visible_fields(signed_in().can, fields_of(section)):
        if each.kind in ELSEWHERE:
            continue
        text = _with_years(each, values, each.show(values, lookup, locale), locale)
        if text:
            rows.append((translate(each.label, locale), text))
        elif each.kind is not FieldKind.FLAG:
            empty.append(translate(each.label, locale))
    links = _source_link(artifact) if section is Section.ACQUISITION else []
    return SectionView(section.value, translate(SECTION_LABELS[section], locale), rows, empty, links, form)


def _source_link(artifact: Artifact) -> list[tuple[str, str, str]]:
    """Whom the object came from: the record for those who may see sources, else the name where consent allows it."""
    if artifact.source is None:
        return []
    label = translate(COLUMN_LABELS["source_id"], current_locale())
    if sees_column(signed_in().can, "source_id"):
        return [(label, artifact.source.name, url_for("sources.show", source_id=artifact.source.id))]
    name = public_name(artifact.source.name, may_be_named=artifact.source.may_be_named)
    return [(label, name, "")] if name else []


def _with_years(shown: Field, values: Mapping[str, Any], text: str, locale: str) -> str:
    """A dating in words with its years behind it, as it is counted."""
    if shown.kind is not FieldKind.DATING:
        return text
    years = show_years(values.get("date_earliest"), values.get("date_latest"), locale)
    return f"{text} ({years})" if years and text and years != text else text or years


def _sections(
    session: Session, artifact: Artifact, editing: Section | None, form: RecordForm | None
) -> list[SectionView]:
    values, lookup = snapshot(artifact), TermLookup(session)
    return [_section(artifact, one, values, lookup, form if one is editing else None) for one in Section]


def _numbers(artifact: Artifact, locale: str) -> list[NumberView]:
    """The numbers of the object, those in force before those it bore once."""
    order = sorted(artifact.numbers, key=lambda number: (number.state is NumberState.FORMER, number.id))
    return [
        NumberView(
            label(number.kind, locale),
            number.text,
            "" if number.state is NumberState.CURRENT else label(number.state, locale),
            NUMBER_TONES.get(number.state, ""),
        )
        for number in order
    ]


def walk(session: Session, artifact_id: int) -> Walk:
    """The way on through the list that the address carries."""
    params = asked_list()
    before, after = neighbours(session, params, artifact_id)
    return Walk(params.url_args(), params.q.strip(), before, after)


def _drawn(session: Session, artifact: Artifact, place: PanelPlace) -> list[PanelView]:
    user, locale = signed_in(), current_locale()
    drawn = []
    for panel in panels(place, user):
        html = panel.render(session, artifact, user)
        if html:
            # Panels promise safe markup: they render their own templates.
            drawn.append(PanelView(panel.name, translate(panel.title, locale), Markup(html)))  # noqa: S704
    return drawn
