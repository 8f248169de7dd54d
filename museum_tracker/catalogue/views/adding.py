"""A new object: its record in one form, its number proposed and given at the moment of saving."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.fields import FIELDS, SECTION_LABELS, Section
from museum_tracker.catalogue.forms import RecordForm, offered_fields
from museum_tracker.catalogue.implied import BY_TYPE
from museum_tracker.catalogue.records import EMPTY
from museum_tracker.catalogue.rules import NumberKind
from museum_tracker.catalogue.series import (
    REGISTER,
    refuse_new_in_closed,
    registration_series,
    reserve_next_number,
    shown_number,
)
from museum_tracker.catalogue.services import create_artifact
from museum_tracker.catalogue.signals import artifact_entered
from museum_tracker.catalogue.views.blueprint import bp
from museum_tracker.catalogue.views.editing import tell_gaps
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

NUMBERS = ("number", "entry_number", "old_numbers")
BOOKS = (
    *("registered", "register_book", "register_page", "register_line", "register_basis", "register_basis_text"),
    *("collected", "handover_record"),
)
PARTS: dict[str, str] = {"books": N_("How it came, and in which book it stands"), **SECTION_LABELS}
ORDER = (Section.IDENTITY, "books", *(section for section in Section if section is not Section.IDENTITY))
OPEN = (Section.IDENTITY, "books", Section.MAKING)
Answer = Response | str | tuple[str, int]


@bp.route("/hien-vat/moi", methods=["GET", "POST"])
@guard(Permission.EDIT_OBJECTS)
def add() -> Answer:
    """Begin the record of an object."""
    forms = _forms()
    if request.method == "POST":
        return _create(forms)
    for form in forms.values():
        form.fill({**EMPTY, **dict.fromkeys(BY_TYPE)})
    return _page(forms)


def _forms() -> dict[str, RecordForm]:
    """A form for each part of the page; what says how an object counts stands together, near the top."""
    session, locale, can = current_session(), current_locale(), signed_in().can
    fields = {section.value: offered_fields(section, can) for section in Section}
    fields[Section.IDENTITY][:0] = [FIELDS[name] for name in NUMBERS]
    fields[Section.ACQUISITION] = [each for each in fields[Section.ACQUISITION] if each.name not in BOOKS]
    fields["books"] = [FIELDS[name] for name in BOOKS]
    forms = {part: RecordForm(session, fields[part], locale) for part in ORDER}
    for each in forms[Section.IDENTITY].inputs:
        if each.name in BY_TYPE:
            each.hint = _("Left empty, the type decides.")
            each.blank = _("– as its type says –")
    return forms


def _page(forms: dict[str, RecordForm]) -> str:
    session = current_session()
    sections = [(part, word(PARTS[part]), form, part in OPEN or not form.ok) for part, form in forms.items()]
    return render_template(
        "catalogue/add.html",
        sections=sections,
        complaints=[text for form in forms.values() for text in form.complaints],
        next_number=shown_number(session, REGISTER),
        take_next=request.form.get("take_next", ""),
        on_register=request.form.get("on_register", ""),
        early_reason=request.form.get("early_reason", ""),
        receiving=Permission.ENTER_ACQUISITIONS,
    )


def _create(forms: dict[str, RecordForm]) -> Answer:
    session = current_session()
    values: dict[str, object] = {}
    for form in forms.values():
        values |= form.typed(request.form).read()
    said = {name: value for name, value in values.items() if name not in BY_TYPE or request.form.get(name)}
    if all(form.ok for form in forms.values()):
        try:
            return _created(forms, said)
        except Refusal as refusal:
            session.rollback()
            _refused(forms, refusal)
    return _page(forms), 422


def _created(forms: dict[str, RecordForm], values: dict[str, object]) -> Response:
    session = current_session()
    numbers = list(values.get("numbers") or [])  # type: ignore[call-overload]
    given = ""
    if request.form.get("take_next") and not any(n["kind"] == NumberKind.REGISTRATION for n in numbers):
        given = reserve_next_number(session, registration_series(session))
        numbers.insert(0, {"kind": NumberKind.REGISTRATION.value, "text": given})
    old_book = bool(request.form.get("on_register"))
    for number in numbers:
        if number["kind"] == NumberKind.REGISTRATION and not old_book:
            refuse_new_in_closed(session, number["text"])
    deed = web_deed(N_("Began the record"))
    artifact = create_artifact(session, {**values, "numbers": numbers}, deed=deed)
    why = request.form.get("early_reason", "").strip()[:500]
    artifact_entered.send(session, artifact=artifact, deed=deed, on_register=old_book, early_reason=why)
    session.commit()
    flash(_("Saved: %(label)s.", label=artifact.label), "success")
    if given and given != request.form.get("proposed"):
        flash(_("The number given is %(given)s: the one proposed was taken meanwhile.", given=given), "warning")
    for form in forms.values():
        tell_gaps(form)
    if request.form.get("then") == "more":
        return redirect(url_for("catalogue.add"), 303)
    return redirect(url_for("catalogue.show", artifact_id=artifact.id), 303)


def _refused(forms: dict[str, RecordForm], refusal: Refusal) -> None:
    names = {refusal.field}
    owner = next(
        (form for form in forms.values() for each in form.inputs if names & {each.name, *each.field.columns}),
        forms[Section.IDENTITY],
    )
    owner.refuse(refusal)
