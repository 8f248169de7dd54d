"""Pages of what words mean: what each counts as, drafts, and the figures that would move."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.panels import entity_history_html
from museum_tracker.history.recording import forget_change_sets
from museum_tracker.history.web import web_deed
from museum_tracker.vocabularies import deciding, queries
from museum_tracker.vocabularies.forms_meaning import DecisionForm, DraftForm
from museum_tracker.vocabularies.meanings import MEANINGS, Meaning, Meanings, read_meanings
from museum_tracker.vocabularies.models import MeaningState, Term, TermMeaning
from museum_tracker.vocabularies.views import bp
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _

Answer = Response | str | tuple[str, int]


@bp.get("/y-nghia")
@guard(Permission.VIEW)
def meanings() -> str:
    """What every word that moves a figure counts as, and the drafts that wait."""
    db = current_session()
    known = read_meanings(db)
    tables = []
    for code in dict.fromkeys(meaning.scheme for meaning in MEANINGS.values()):
        columns = [meaning for meaning in MEANINGS.values() if meaning.scheme == code]
        rows = [
            (
                row,
                [
                    (meaning.choices[known.of(meaning, row.term.id)], _is_own(known, meaning, row.term))
                    for meaning in columns
                ],
            )
            for row in queries.tree(db, code, active_only=True)
        ]
        tables.append((queries.get_scheme(db, code), columns, rows))
    waiting = [one for one in deciding.list_meanings(db) if one.state is MeaningState.DRAFT]
    return render_template("vocabularies/meanings.html", tables=tables, waiting=waiting)


@bp.route("/<scheme>/<int:term_id>/y-nghia", methods=["GET", "POST"])
@guard(Permission.EDIT_VOCABULARIES)
def draft_meaning(scheme: str, term_id: int) -> Answer:
    """Draft what a word shall mean; the director puts it in force."""
    db = current_session()
    term = queries.get_term(db, scheme, term_id)
    offered = deciding.meanings_of(term)
    if not offered:
        raise NotFound(what=term.name_vi)
    form = DraftForm()
    if form.validate_on_submit():
        said = {meaning.name: request.form.get(meaning.name, "") for meaning in offered}
        try:
            deed = web_deed(N_("Drafted what “%(term)s” means"), term=term.name_vi)
            deciding.draft_meaning(db, term, said, deed=deed, note=form.note.data or "")
            db.commit()
            flash(_("The draft waits for the director."), "success")
            return redirect(url_for("vocabularies.draft_meaning", scheme=scheme, term_id=term_id), 303)
        except Refusal as refusal:
            db.rollback()
            form.refuse(refusal)
    return _draft_page(queries.get_term(db, scheme, term_id), form), 422 if form.is_submitted() else 200


@bp.route("/y-nghia/<int:meaning_id>", methods=["GET", "POST"])
@guard(Permission.DECIDE_MEANINGS)
def decide_meaning(meaning_id: int) -> Answer:
    """Look at the figures that would move, then put a drafted meaning in force."""
    db = current_session()
    found = deciding.get_meaning(db, meaning_id)
    form = DecisionForm(valid_from=clock.today())
    moved = None
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Put in force what “%(term)s” means"), term=found.term.name_vi)
            days = {"valid_from": form.valid_from.data, "restate": bool(form.restate.data)}
            moved = deciding.put_in_force(db, found, **days, deed=deed)
            seen = deciding.fingerprint(found, moved)
            if form.seen.data == seen:
                db.commit()
                flash(_("In force."), "success")
                return redirect(url_for("vocabularies.meanings"), 303)
            form.seen.data = seen
        except Refusal as refusal:
            form.refuse(refusal)
        db.rollback()
        forget_change_sets(db)
        found = deciding.get_meaning(db, meaning_id)
    page = render_template("vocabularies/decide_meaning.html", found=found, form=form, moved=moved, words=_words(found))
    return page, 422 if form.errors or form.form_errors else 200


@bp.post("/y-nghia/<int:meaning_id>/bo")
@guard(Permission.EDIT_VOCABULARIES)
def drop_meaning(meaning_id: int) -> Response:
    """Give a draft up."""
    db = current_session()
    found = deciding.get_meaning(db, meaning_id)
    term = found.term
    deed = web_deed(N_("Dropped the draft of what “%(term)s” means"), term=term.name_vi)
    deciding.drop_draft(db, found, deed=deed)
    db.commit()
    flash(_("The draft is dropped."), "success")
    return redirect(url_for("vocabularies.draft_meaning", scheme=term.scheme.code, term_id=term.id), 303)


def _draft_page(term: Term, form: DraftForm) -> str:
    db = current_session()
    known, draft = read_meanings(db), deciding.find_draft(db, term)
    said = draft.said if draft else deciding.said_of(db, term)
    if draft and not form.is_submitted():
        form.note.data = draft.note
    offered = [
        (
            meaning,
            [(word, _(label)) for word, label in meaning.choices.items()],
            request.form.get(meaning.name, said.get(meaning.name, "")),
            _(meaning.choices[known.said_above(meaning, term.parent_id) or meaning.default]),
            _(meaning.choices[known.of(meaning, term.id)]),
        )
        for meaning in deciding.meanings_of(term)
    ]
    return render_template(
        "vocabularies/draft_meaning.html",
        term=term,
        form=form,
        offered=offered,
        draft=draft,
        may_decide=current_user.can(Permission.DECIDE_MEANINGS),
        decided=[(one, _words(one)) for one in deciding.list_meanings(db, term) if one.state is MeaningState.IN_FORCE],
        history=entity_history_html(db, deciding.ENTITY, draft.id) if draft else "",
    )


def _words(found: TermMeaning) -> list[tuple[str, str]]:
    """What a meaning says, in the reader's language; what it leaves to the word above stands as inherited."""
    pairs = []
    for meaning in deciding.meanings_of(found.term):
        word = meaning.read(found.said.get(meaning.name))
        pairs.append((_(meaning.label), _(meaning.choices[word]) if word else _("as the term above")))
    return pairs


def _is_own(known: Meanings, meaning: Meaning, term: Term) -> bool:
    """Whether a word says it itself rather than inherit it."""
    kept = known.terms.get(term.id)
    return bool(kept and meaning.read(kept.said_on(clock.today()).get(meaning.name)))
