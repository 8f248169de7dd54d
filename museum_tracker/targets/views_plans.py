"""Plans as data: loading one after a trial, writing one out, taking one off the board; revising a target."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from wtforms.fields import SelectChoice

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.dates import read_date
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.formats import date as show_date
from museum_tracker.core.formats import number
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.measures import read_number
from museum_tracker.figures.queries import list_populations
from museum_tracker.history.web import web_deed
from museum_tracker.targets import planning
from museum_tracker.targets.counters import COUNTERS
from museum_tracker.targets.forms import NONE, EndForm, PlanForm, ReviseForm
from museum_tracker.targets.models import Plan, Target
from museum_tracker.targets.planning import target_data
from museum_tracker.targets.queries import get_target, list_plans
from museum_tracker.targets.refusals import DayUnclear, NumberUnclear
from museum_tracker.targets.rules.bands import TargetKind
from museum_tracker.targets.rules.plan_data import TargetData
from museum_tracker.targets.rules.plan_file import NO_TEXT, Examined, PlanRefused, PlanUnreadable
from museum_tracker.targets.rules.plan_words import Computed
from museum_tracker.targets.views import bp, today
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, current_locale, word

# What a field of a plan's file is called in the form of a revision.
FORM_FIELDS = {"min": "least", "max": "most", "computable": "computed", "valid_to": "valid_from"}


@bp.get("/chi-tieu/ke-hoach")
@guard(Permission.VIEW)
def plans() -> str:
    """The plans that were loaded, with their files."""
    return render_template("targets/plans.html", plans=list_plans(current_session()), end_form=EndForm())


@bp.get("/chi-tieu/ke-hoach/<int:plan_id>.toml")
@guard(Permission.VIEW)
def plan_file(plan_id: int) -> Response:
    """The plan as a TOML file that another museum may load."""
    plan = _plan(plan_id)
    answer = Response(planning.export_plan(plan), mimetype="application/toml")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{_file_name(plan)}.toml")
    return answer


@bp.route("/chi-tieu/ke-hoach/nhap", methods=["GET", "POST"])
@guard(Permission.EDIT_TARGETS)
def load_plan() -> Any:
    """Try a plan's file, or load it: all of it or nothing."""
    session, form = current_session(), PlanForm()
    found: Examined | None = None
    if form.validate_on_submit():
        instead = form.mode.data == "instead"
        try:
            text = _text(form.file.data.read())
            if request.form.get("trial"):
                found = planning.try_plan(session, text, instead=instead)
            else:
                return _loaded(text, form.file.data.filename or "", instead=instead)
        except PlanRefused as refusal:
            session.rollback()
            form.form_errors += [word(fault.message) for fault in refusal.faults]
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return render_template("targets/plan_form.html", form=form, found=found), 422 if form.errors else 200


def _loaded(text: str, name: str, *, instead: bool) -> Any:
    session = current_session()
    deed = web_deed(N_("Loaded a plan from %(file)s"), file=name)
    reason = _("Another plan takes its place") if instead else ""
    plan = planning.load_plan(session, text, deed=deed, instead=instead, reason=reason)
    session.commit()
    flash(_("Plan %(number)s is loaded.", number=plan.number), "success")
    return redirect(url_for("targets.targets"), 303)


@bp.post("/chi-tieu/ke-hoach/<int:plan_id>/ket-thuc")
@guard(Permission.EDIT_TARGETS)
def end_plan(plan_id: int) -> Any:
    """Take a plan off the board with a reason, or put it back."""
    session, form, plan = current_session(), EndForm(), _plan(plan_id)
    again = request.form.get("again") == "1"
    if not again and not form.validate_on_submit():
        flash(_("Say why the plan no longer applies."), "error")
        return redirect(url_for("targets.plans"), 303)
    action = N_("Put plan %(number)s back on the board") if again else N_("Took plan %(number)s off the board")
    deed = web_deed(action, number=plan.number)
    planning.end_plan(session, plan, reason="" if again else str(form.reason.data), on=today(), deed=deed)
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("targets.plans"), 303)


@bp.route("/chi-tieu/<int:target_id>/sua-doi", methods=["GET", "POST"])
@guard(Permission.EDIT_TARGETS)
def revise_target(target_id: int) -> Any:
    """Make the next version of a target, with the document that decides it; the history shows what changed."""
    session, found = current_session(), get_target(current_session(), target_id)
    form = _revise_form(found)
    if form.validate_on_submit():
        try:
            deed = web_deed(N_("Revised target %(target)s"), target=found.name(current_locale()))
            made = planning.revise_target(session, found, _revised(form, found), deed=deed)
            session.commit()
            flash(_("The target is revised."), "success")
            return redirect(url_for("targets.target", target_id=made.id), 303)
        except PlanRefused as refusal:
            session.rollback()
            for fault in refusal.faults:
                field = FORM_FIELDS.get(fault.field, fault.field)
                form.refuse(_At(field, fault.message))
        except Refusal as refusal:
            session.rollback()
            form.refuse(refusal)
    return render_template("targets/revise.html", target=found, form=form), 422 if form.errors else 200


class _At(Refusal):
    """A fault of a plan shown at the form's own field."""

    def __init__(self, field: str, message: Message) -> None:
        super().__init__(field=field)
        self.told = message

    @property
    def message(self) -> Message:
        """The fault's sentence."""
        return self.told


def _revise_form(target: Target) -> ReviseForm:
    """The form with what the target promises now filled in."""
    locale, data = current_locale(), vars(target_data(target))
    shown = {name: "" if data[name] is None else number(data[name], locale) for name in ("least", "most")}
    said = {"due": str(target.due), "valid_from": "", "document": "", "kind": target.kind.value}
    form = ReviseForm(data=data | shown | said | {"computed": target.computed.value})
    populations = [SelectChoice(one.code, one.label(locale)) for one in list_populations(current_session())]
    form.population.choices = [NONE, *populations]
    form.counter.choices = [NONE, *(SelectChoice(one.code, _(one.label)) for one in COUNTERS.values())]
    if not form.is_submitted():
        form.valid_from.data = show_date(today(), locale)
    return form


def _revised(form: ReviseForm, target: Target) -> TargetData:
    """What was typed, as the values of a version.

    Raises:
        DayUnclear, NumberUnclear: at the field concerned.
    """
    day = read_date(form.valid_from.data)
    if day.earliest is None or day.earliest != day.latest:
        raise DayUnclear(field="valid_from", text=form.valid_from.data)
    due = _number(form, "due")
    if due is None or due != int(due) or not 2000 <= due <= 2100:
        raise NumberUnclear(field="due", text=form.due.data)
    texts: Any = {name: (form[name].data or "").strip() for name in TEXTS}
    texts |= {"name_en": texts["name_en"] or texts["name_vi"], "unit_en": texts["unit_en"] or texts["unit_vi"]}
    return TargetData(
        code=target.code,
        section=target.section,
        scope=target.scope,
        kind=TargetKind(form.kind.data),
        due=int(due),
        least=_number(form, "least"),
        most=_number(form, "most"),
        computed=Computed(form.computed.data),
        carried_on=form.carried_on.data,
        valid_from=day.earliest,
        **texts,
    )


TEXTS = ("document", "name_vi", "name_en", "unit_vi", "unit_en", "measure", "whole", "flow", "population", "counter",
         "note_vi", "note_en")  # fmt: skip


def _number(form: ReviseForm, name: str) -> float | None:
    text = (form[name].data or "").strip().removesuffix("%")
    if not text:
        return None
    value = read_number(text).value
    if value is None or value < 0:
        raise NumberUnclear(field=name, text=text)
    return float(value)


def _plan(plan_id: int) -> Plan:
    found = current_session().get(Plan, plan_id)
    if found is None:
        raise NotFound(what=Message(N_("plan %(id)s"), {"id": str(plan_id)}))
    return found


def _file_name(plan: Plan) -> str:
    return (
        "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plan.code).strip("-") or "plan"
    )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PlanUnreadable(field="file", problem=NO_TEXT) from None
