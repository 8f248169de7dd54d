"""Which column is which: proposed, mended by a person, kept as a named mapping; old encodings seen before and after."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.catalogue.rules import ENUM_LABELS, Holding
from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound, Refusal
from museum_tracker.core.legacy import ENCODING_LABELS, Encoding, convert, guess
from museum_tracker.interop.imports import services
from museum_tracker.interop.imports.dittos import DITTO_RULE_LABELS
from museum_tracker.interop.imports.plan import STANDING_LABELS, ImportPlan, SheetPlan
from museum_tracker.interop.imports.reading.delimited import SEPARATORS
from museum_tracker.interop.imports.reading.encodings import encoding_choices
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.interop.imports.register_lines import NAMED
from museum_tracker.interop.imports.running import open_walk
from museum_tracker.interop.imports.staging import Staged, path_of
from museum_tracker.interop.imports.targets import target_labels
from museum_tracker.interop.models import ImportBatch
from museum_tracker.interop.views.blueprint import batch_or_404, bp, settings
from museum_tracker.interop.views.sheet_forms import (
    header_row_of,
    in_encoding,
    old_fonts,
    pages_of,
    plan_of_form,
    sheet_form,
    units_of,
)
from museum_tracker.web.database import current_engine, current_session
from museum_tracker.web.i18n import _, word

PREVIEWED = 20


@bp.get("/nhap-du-lieu/<int:batch_id>/cot")
@guard(Permission.IMPORT_OBJECTS)
def mapping(batch_id: int) -> Any:
    """Look at the columns and say what each holds."""
    batch = batch_or_404(batch_id)
    return _page(batch, ImportPlan.from_json(batch.plan), ())


def _page(batch: ImportBatch, plan: ImportPlan, errors: tuple[str, ...]) -> str:
    reading, views = _read(batch, plan)
    sheets = [sheet_form(place, view, plan) for place, view in enumerate(views)]
    pages = pages_of([len(sheet.columns) for sheet in sheets])
    at = min(max(request.values.get("trang", 1, type=int), 1), len(pages))
    return render_template(
        "interop/mapping.html",
        pages=[(number, sheets[first].plan.name) for number, (first, _last) in enumerate(pages, 1)],
        at=at,
        batch=batch,
        plan=plan,
        reading=reading,
        sheets=sheets[slice(*pages[at - 1])],
        old_fonts=old_fonts(sheets, views),
        errors=errors,
        targets=sorted((names := {n: word(text) for n, text in target_labels().items()}).items(), key=lambda p: p[1]),
        target_names=names,
        dittos=[(rule.value, word(text)) for rule, text in DITTO_RULE_LABELS.items()],
        encodings=[(code.value, word(text)) for code, text in ENCODING_LABELS.items()],
        code_pages=[(code, word(text)) for code, text in encoding_choices(reading.encoding)],
        separators=[(mark, word(text)) for mark, text in SEPARATORS.items()],
        units=units_of,
        standings=[(standing.value, word(text)) for standing, text in STANDING_LABELS.items()],
        bases=[("", _("– each row names its own –")), *((kind.value, word(ENUM_LABELS[kind])) for kind in NAMED)],
        holdings=[(holding.value, word(ENUM_LABELS[holding])) for holding in Holding],
    )


def _read(batch: ImportBatch, plan: ImportPlan) -> Any:
    staged = Staged(batch.file_name, batch.sha256, batch.size)
    headers = {sheet.name: sheet.header_row for sheet in plan.sheets}
    return services.read_file(settings(), staged, encoding=plan.encoding, separator=plan.separator, header_rows=headers)


@bp.post("/nhap-du-lieu/<int:batch_id>/cot")
@guard(Permission.IMPORT_OBJECTS)
def map_columns(batch_id: int) -> Any:
    """Keep what was decided about the columns; then show the first rows, or read the file anew."""
    session, batch = current_session(), batch_or_404(batch_id)
    services.require_open(batch)
    before = ImportPlan.from_json(batch.plan)
    act = request.form.get("act", "")
    plan = plan_of_form(before, request.form)
    if act == "reread":
        return _reread(batch, plan)
    if act.startswith("page"):
        return _turn(batch, plan, act.split()[1:])
    if act.startswith("legacy"):
        return _look_at_legacy(batch, plan, act.split()[1:])
    try:
        services.set_plan(session, batch, plan, today=clock.today(settings().timezone))
        if request.form.get("profile", "").strip():
            profile = services.save_profile(session, plan, request.form["profile"], by=signed_in())
            batch.profile_name = profile.name
    except Refusal as refusal:
        session.rollback()
        return _page(batch_or_404(batch_id), plan, (word(refusal.message),)), refusal.status
    session.commit()
    return redirect(url_for("interop.preview", batch_id=batch.id), 303)


def _turn(batch: ImportBatch, plan: ImportPlan, page: list[str]) -> Response:
    """Keep what was typed so far, and go to other sheets."""
    batch.plan = plan.to_json()
    current_session().commit()
    number = int(page[0]) if page and page[0].isdecimal() and len(page[0]) < 6 else 1
    return redirect(url_for("interop.mapping", batch_id=batch.id, trang=number), 303)


def _look_at_legacy(batch: ImportBatch, plan: ImportPlan, column: list[str]) -> Response:
    """Keep what was typed so far, and go to a column's old encoding: sheet and place of the column."""
    batch.plan = plan.to_json()
    current_session().commit()
    where: dict[str, Any] = dict(zip(("trang", "cot"), column, strict=False))
    return redirect(url_for("interop.legacy", batch_id=batch.id, **where), 303)


def _reread(batch: ImportBatch, plan: ImportPlan) -> Any:
    """Read the file again with another encoding, separator or heading row."""
    session, form = current_session(), request.form
    sheets = tuple(
        replace(sheet, header_row=header_row_of(form.get(f"s{place}_header", ""), sheet.header_row))
        for place, sheet in enumerate(plan.sheets)
    )
    changed = replace(
        plan,
        encoding=form.get("encoding", plan.encoding),
        separator=form.get("separator", plan.separator),
        sheets=sheets,
    )
    try:
        reading, views = _read(batch, changed)
    except Refusal as refusal:
        flash(word(refusal.message), "error")
        return redirect(url_for("interop.mapping", batch_id=batch.id), 303)
    plan = replace(changed, encoding=reading.encoding, sheets=tuple(view.plan for view in views))
    batch.plan = plan.to_json()
    session.commit()
    return redirect(url_for("interop.mapping", batch_id=batch.id), 303)


@bp.get("/nhap-du-lieu/<int:batch_id>/xem-truoc")
@guard(Permission.IMPORT_OBJECTS)
def preview(batch_id: int) -> str:
    """The first objects of the file as they would be entered, before the whole is tried."""
    batch = batch_or_404(batch_id)
    walk = open_walk(current_engine(), settings(), batch)
    try:
        records = list(islice(walk.first(), PREVIEWED))
    finally:
        walk.close()
    names = list(dict.fromkeys(name for record in records for name in record.row.texts))
    labels = target_labels()
    return render_template(
        "interop/preview.html",
        batch=batch,
        records=records,
        columns=[(name, word(labels[name])) for name in names],
    )


@bp.get("/nhap-du-lieu/<int:batch_id>/bang-ma")
@guard(Permission.IMPORT_OBJECTS)
def legacy(batch_id: int) -> str:
    """Twenty cells of a column as they stand, and as each old encoding would read them."""
    batch = batch_or_404(batch_id)
    place, number = request.args.get("trang", 0, type=int), request.args.get("cot", 0, type=int)
    plan = ImportPlan.from_json(batch.plan)
    if not (0 <= place < len(plan.sheets) and 0 <= number < len(plan.sheets[place].columns)):
        raise NotFound(what=batch.file_name)
    sheet, column = plan.sheets[place], plan.sheets[place].columns[number]
    cells = _cells(batch, plan, sheet, number)
    encodings = [encoding for encoding in Encoding if encoding is not Encoding.UNICODE]
    return render_template(
        "interop/legacy.html",
        batch=batch,
        place=place,
        number=number,
        column=column,
        rows=[(cell, [convert(cell, code) for code in encodings]) for cell in cells],
        chosen=next(
            (one for one in (column.legacy, sheet.legacy) if one not in {"", Encoding.UNICODE}), guess(cells).value
        ),
        encodings=[(code.value, word(ENCODING_LABELS[code])) for code in Encoding],
        headings=[word(ENCODING_LABELS[code]) for code in encodings],
    )


def _cells(batch: ImportBatch, plan: ImportPlan, sheet: SheetPlan, number: int) -> list[str]:
    """Different cells of a column that hold more than plain letters, as many as are shown."""
    table = open_table(
        path_of(settings(), batch.sha256), batch.file_name, encoding=plan.encoding, separator=plan.separator
    )
    try:
        rows = islice(table.rows(sheet.name), 5000)
        cells = (row.cells[number] for row in rows if row.number > sheet.header_row and number < len(row.cells))
        return list(islice(dict.fromkeys(cell[:200] for cell in cells if not cell.isascii()), PREVIEWED))
    finally:
        table.close()


@bp.post("/nhap-du-lieu/<int:batch_id>/bang-ma")
@guard(Permission.IMPORT_OBJECTS)
def choose_legacy(batch_id: int) -> Response:
    """Read a column, or every column that looks the same, in an old encoding."""
    session, batch = current_session(), batch_or_404(batch_id)
    services.require_open(batch)
    plan = ImportPlan.from_json(batch.plan)
    code = request.form.get("code", "")
    code = code if code in set(Encoding) else Encoding.UNICODE.value
    place, number = request.form.get("trang", -1, type=int), request.form.get("cot", -1, type=int)
    sheets = list(plan.sheets)
    if 0 <= place < len(sheets):
        sheets[place] = in_encoding(sheets[place], code, number if request.form.get("which") == "this" else None)
    batch.plan = replace(plan, sheets=tuple(sheets)).to_json()
    session.commit()
    flash(_("The columns are converted when the file is read."), "success")
    return redirect(url_for("interop.mapping", batch_id=batch.id), 303)
