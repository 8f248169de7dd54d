"""Pages of the digitization definition: its versions, the draft, what it would change, and the decision."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message, Named
from museum_tracker.digitization.forms_definition import FULL_LABELS, DecideForm, DemandsForm, TypeForm
from museum_tracker.digitization.models import DEFINITION_STATE_LABELS, DefinitionState, DigitizationDefinition
from museum_tracker.digitization.queries.definitions import (
    definition_on,
    effects,
    get_definition,
    list_definitions,
    list_effects,
)
from museum_tracker.digitization.rules.definition import Demands, Rules
from museum_tracker.digitization.rules.ladder import FIELD_LABELS, VIEW_LABELS
from museum_tracker.digitization.services import definitions as services
from museum_tracker.digitization.views import bp
from museum_tracker.history.web import web_deed
from museum_tracker.vocabularies.meanings import read_meanings
from museum_tracker.vocabularies.models import Term
from museum_tracker.vocabularies.queries import term_options
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale

PAGE = 100
GROUPS = {services.SOLID: N_("Three-dimensional objects"), services.FLAT: N_("Flat objects")}


@dataclass(frozen=True)
class Group:
    """A group of objects and what is asked of it."""

    name: str
    label: Message
    demands: Demands


@bp.get("/cach-tinh")
@guard(Permission.VIEW)
def definitions() -> str:
    """Every version of the definition, the one in force first."""
    session, today = current_session(), clock.today()
    found = list_definitions(session)
    current = definition_on(session, today)
    drafts = [one for one in found if one.state is DefinitionState.DRAFT]
    return render_template(
        "digitization/definitions.html",
        current=current,
        groups=_groups(current),
        drafts=drafts,
        others=[one for one in reversed(found) if one not in drafts and one is not current],
        **_words(),
    )


@bp.get("/cach-tinh/<int:definition_id>")
@guard(Permission.VIEW)
def definition(definition_id: int) -> str:
    """One version: what it asks for; for a draft also what it would change, and the way to decide."""
    return _page(get_definition(current_session(), definition_id), DecideForm(valid_from=clock.today()))


@bp.post("/cach-tinh/du-thao")
@guard(Permission.DRAFT_DEFINITIONS)
def draft_definition() -> Any:
    """Begin a draft from the definition in force."""
    session = current_session()
    draft = services.make_draft(session, deed=web_deed(N_("Drafted a definition of digitization")))
    session.commit()
    return redirect(url_for("digitization.definition", definition_id=draft.id), 303)


@bp.route("/cach-tinh/<int:definition_id>/nhom/<group>", methods=["GET", "POST"])
@guard(Permission.DRAFT_DEFINITIONS)
def edit_group(definition_id: int, group: str) -> Any:
    """Say what a draft asks of a group of objects."""
    session = current_session()
    draft = get_definition(session, definition_id)
    asked = _find_group(draft, group)
    form = DemandsForm()
    if not form.is_submitted():
        form.show(asked.demands)
    if form.validate_on_submit():
        deed = web_deed(N_("Changed what the draft asks of %(group)s"), group=asked.label)
        try:
            services.set_demands(session, draft, group, form.demands(), name=asked.label, deed=deed)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("digitization.definition", definition_id=definition_id), 303)
    page = render_template("digitization/demands.html", form=form, group=asked, definition_id=definition_id)
    return page, 422 if form.errors or form.form_errors else 200


@bp.post("/cach-tinh/<int:definition_id>/loai")
@guard(Permission.DRAFT_DEFINITIONS)
def add_type(definition_id: int) -> Any:
    """Give a type of object demands of its own, to be changed on the next page."""
    session = current_session()
    draft, form = get_definition(session, definition_id), _type_form()
    if not form.validate():
        flash(_("Choose a type."), "error")
        return redirect(url_for("digitization.definition", definition_id=definition_id), 303)
    term = session.get_one(Term, form.type_id.data)
    rules = Rules.from_json(draft.rules)
    asked = rules.of(flat=read_meanings(session).flat(term.id), types=(term.id,))
    deed = web_deed(N_("Gave %(type)s demands of its own in the draft"), type=term.name_vi)
    services.set_demands(session, draft, str(term.id), asked, name=_type_name(term), deed=deed)
    session.commit()
    return redirect(url_for("digitization.edit_group", definition_id=definition_id, group=term.id), 303)


@bp.post("/cach-tinh/<int:definition_id>/loai/<int:type_id>/bo")
@guard(Permission.DRAFT_DEFINITIONS)
def drop_type(definition_id: int, type_id: int) -> Any:
    """Let a type follow the general demands again."""
    session = current_session()
    draft = get_definition(session, definition_id)
    asked = _find_group(draft, str(type_id))
    deed = web_deed(N_("Took the own demands of %(type)s out of the draft"), type=asked.label)
    services.set_demands(session, draft, str(type_id), None, name=asked.label, deed=deed)
    session.commit()
    return redirect(url_for("digitization.definition", definition_id=definition_id), 303)


@bp.post("/cach-tinh/<int:definition_id>/xem-truoc")
@guard(Permission.DRAFT_DEFINITIONS)
def preview_draft(definition_id: int) -> Any:
    """Count how many objects a draft would lift or lower."""
    session = current_session()
    done = services.preview(session, get_definition(session, definition_id))
    session.commit()
    if not done:
        flash(_("Every object is being measured by the draft; the result appears here."), "success")
    return redirect(url_for("digitization.definition", definition_id=definition_id) + "#thay-doi", 303)


@bp.get("/cach-tinh/<int:definition_id>/hien-vat")
@guard(Permission.VIEW)
def draft_effects(definition_id: int) -> str:
    """The objects that a draft would lift or lower."""
    session = current_session()
    draft = get_definition(session, definition_id)
    rises = request.args.get("chieu") != "giam"
    level = request.args.get("muc", type=int)
    chosen = level if level in services.LEVELS else None
    after = request.args.get("sau", 0, type=int)
    rows = list_effects(session, effects(draft.id, rises=rises, level=chosen), after=after, limit=PAGE + 1)
    return render_template(
        "digitization/effects.html",
        draft=draft,
        rows=rows[:PAGE],
        more=rows[PAGE - 1].artifact_id if len(rows) > PAGE else None,
        rises=rises,
        level=chosen,
    )


@bp.post("/cach-tinh/<int:definition_id>/ap-dung")
@guard(Permission.DECIDE_DEFINITIONS)
def decide_definition(definition_id: int) -> Any:
    """Put a draft in force from a day on."""
    session, form = current_session(), DecideForm()
    draft = get_definition(session, definition_id)
    if form.validate():
        deed = web_deed(N_("Decided on a definition of digitization (%(document)s)"), document=form.document.data or "")
        words = {"document": form.document.data or "", "note": form.note.data or ""}
        try:
            if form.seen.data != _mark(draft):
                raise services.DraftChanged
            services.decide(session, draft, valid_from=form.valid_from.data, deed=deed, **words)
            session.commit()
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
        else:
            flash(_("Decided. All levels are worked out anew on its day; the balances show the change."), "success")
            return redirect(url_for("digitization.definitions"), 303)
    return _page(get_definition(session, definition_id), form), 422


@bp.post("/cach-tinh/<int:definition_id>/bo")
@guard(Permission.DRAFT_DEFINITIONS)
def throw_away_draft(definition_id: int) -> Any:
    """Throw a draft away."""
    session = current_session()
    services.throw_away(
        session, get_definition(session, definition_id), deed=web_deed(N_("Threw a draft of the definition away"))
    )
    session.commit()
    flash(_("The draft is gone; nothing was counted by it."), "success")
    return redirect(url_for("digitization.definitions"), 303)


def _mark(found: DigitizationDefinition) -> str:
    """Tells one wording of a draft from another."""
    return hashlib.sha256(json.dumps(found.rules, sort_keys=True).encode()).hexdigest()[:16]


def _page(found: DigitizationDefinition, form: DecideForm) -> str:
    form.seen.data = _mark(found)
    return render_template(
        "digitization/definition.html",
        definition=found,
        groups=_groups(found),
        draft=found.state is DefinitionState.DRAFT,
        form=form,
        type_form=_type_form(),
        preview=found.preview,
        levels=services.LEVELS,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "fields": FIELD_LABELS,
        "views": VIEW_LABELS,
        "full_labels": FULL_LABELS,
        "states": DEFINITION_STATE_LABELS,
        "today": clock.today(),
    }


def _groups(found: DigitizationDefinition) -> list[Group]:
    rules = Rules.from_json(found.rules)
    general = [
        Group(services.SOLID, Message(GROUPS[services.SOLID]), rules.solid),
        Group(services.FLAT, Message(GROUPS[services.FLAT]), rules.flat),
    ]
    session = current_session()
    terms = {number: session.get(Term, number) for number in rules.types}
    own = [
        Group(str(number), _type_name(terms[number]) if terms[number] else Message(str(number)), demands)
        for number, demands in rules.types.items()
    ]
    return general + own


def _find_group(found: DigitizationDefinition, name: str) -> Group:
    for group in _groups(found):
        if group.name == name:
            return group
    raise NotFound(what=name)


def _type_name(term: Term | None) -> Message:
    return Named(term.name_vi, name_en=term.name_en) if term else Message("")


def _type_form() -> TypeForm:
    form = TypeForm()
    options = term_options(current_session(), "object_type", current_locale())
    form.type_id.choices = [SelectChoice(number, label) for number, label in options]
    return form
