"""Pages of the sample that proves the register: drawing it, entering results, its minutes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.dates import read_date
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.history.web import web_deed
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word
from museum_tracker.years.forms import DrawForm, ReasonForm, ResultForm, SignForm
from museum_tracker.years.models import SampleItem, YearSample
from museum_tracker.years.papers import list_papers
from museum_tracker.years.queries import find_sample, get_year
from museum_tracker.years.rules.sampling import (
    DIRECTION_LABELS,
    OUTCOME_LABELS,
    OUTCOME_TONES,
    Outcome,
)
from museum_tracker.years.samples import place_message, rate_among, rate_message, ways_of
from museum_tracker.years.services import sampling
from museum_tracker.years.views import bp, today


class DayUnclear(Refusal):
    """The day of signing is not one day."""

    msgid = N_("“%(text)s” is not a day; write it as day/month/year.")


@bp.get("/nam/<int:year>/mau")
@guard(Permission.VIEW)
def sample(year: int) -> str:
    """The sample of a year with its results so far, or the form that draws it."""
    return _page(year, DrawForm(), SignForm())


@bp.post("/nam/<int:year>/mau")
@guard(Permission.CHECK_SAMPLE)
def draw_sample(year: int) -> Any:
    """Draw the sample."""
    session, form = current_session(), DrawForm()
    if form.validate_on_submit():
        try:
            found = get_year(session, year)
            deed = web_deed(N_("Drew the sample of the register for the year %(year)s"), year=str(year))
            as_of = min(found.end, today())
            sampling.draw_sample(session, year, as_of=as_of, deed=deed, size=form.size.data or 0, seed=form.seed.data)
            session.commit()
            flash(_("The sample is drawn."), "success")
            return redirect(url_for("years.sample", year=year), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(year, form, SignForm()), 422


@bp.route("/nam/<int:year>/mau/<int:position>", methods=["GET", "POST"])
@guard(Permission.CHECK_SAMPLE)
def sample_line(year: int, position: int) -> Any:
    """Enter what checking a line found; the next line follows."""
    session, item = current_session(), _item(year, position)
    form = ResultForm(data=_filled(item))
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Entered line %(line)s of the sample of %(year)s"), line=str(position), year=str(year))
            outcome = Outcome(form.outcome.data)
            seen, note = form.seen_number.data or "", form.note.data or ""
            sampling.note_result(session, item, outcome, deed=deed, seen_number=seen, note=note)
            session.commit()
            return redirect(_next(item), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    page = render_template(
        "years/sample_line.html",
        year=year,
        item=_item(year, position),
        place_message=place_message,
        form=form,
        directions=DIRECTION_LABELS,
    )
    return page, 422 if form.errors else 200


@bp.post("/nam/<int:year>/mau/ky")
@guard(Permission.CHECK_SAMPLE)
def sign_sample(year: int) -> Any:
    """Sign the minutes of the sample."""
    session, form = current_session(), SignForm()
    if form.validate_on_submit():
        try:
            day = read_date(form.on.data)
            if day.earliest is None or day.earliest != day.latest or day.earliest > today():
                raise DayUnclear(field="on", text=form.on.data)
            deed = web_deed(N_("Signed the minutes of the sample of %(year)s"), year=str(year))
            sampling.sign_sample(
                session,
                _sample(year),
                conclusion=form.conclusion.data or "",
                who=form.members.data or "",
                on=day.earliest,
                deed=deed,
            )
            session.commit()
            flash(_("The minutes are signed."), "success")
            return redirect(url_for("years.sample", year=year), 303)
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return _page(year, DrawForm(), form), 422


@bp.post("/nam/<int:year>/mau/bo")
@guard(Permission.CHECK_SAMPLE)
def set_sample_aside(year: int) -> Any:
    """Set the sample aside, for a reason, so that another can be drawn."""
    session, form = current_session(), ReasonForm()
    try:
        reason = form.reason.data or "" if form.validate_on_submit() else ""
        deed = web_deed(N_("Set the sample of %(year)s aside"), reason=reason, year=str(year))
        sampling.set_aside(session, _sample(year), deed=deed)
        session.commit()
        flash(_("The sample is set aside."), "success")
    except Refusal as refusal:
        session.rollback()
        flash(word(refusal.message), "error")
    return redirect(url_for("years.sample", year=year), 303)


def _page(year: int, draw: DrawForm, sign: SignForm) -> str:
    session = current_session()
    found = find_sample(session, year)
    pending = [item for item in found.items if item.outcome is Outcome.PENDING] if found else []
    return render_template(
        "years/sample.html",
        year=get_year(session, year, today()),
        sample=found,
        pending=pending,
        ways=ways_of(found) if found else [],
        whole=rate_message(rate_among(found.items)) if found else None,
        rate_message=rate_message,
        place_message=place_message,
        directions=DIRECTION_LABELS,
        outcomes=OUTCOME_LABELS,
        papers=list_papers("minutes", signed_in()),
        tones=OUTCOME_TONES,
        draw=draw,
        sign=sign,
        aside=ReasonForm(),
    )


def _sample(year: int) -> YearSample:
    found = find_sample(current_session(), year)
    if found is None:
        raise NotFound(what=Message(N_("the sample of the year %(year)s"), {"year": str(year)}))
    return found


def _item(year: int, position: int) -> SampleItem:
    found = next((item for item in _sample(year).items if item.position == position), None)
    if found is None:
        raise NotFound(what=str(position))
    return found


def _filled(item: SampleItem) -> dict[str, Any]:
    if item.outcome is Outcome.PENDING:
        return {}
    return {"outcome": item.outcome.value, "seen_number": item.seen_number, "note": item.note}


def _next(item: SampleItem) -> str:
    """The next line still to be checked, else the sample."""
    year = item.sample.year
    left = [other.position for other in item.sample.items if other.outcome is Outcome.PENDING]
    after = next((position for position in left if position > item.position), left[0] if left else None)
    if after is None:
        return url_for("years.sample", year=year)
    return url_for("years.sample_line", year=year, position=after)
