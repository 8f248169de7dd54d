"""Deeds on one picture or model: what it shows, cover, retire, bring back, try again."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from museum_tracker.accounts.guards import guard
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.history.web import web_deed
from museum_tracker.media import queries, services, standing
from museum_tracker.media.models import Asset
from museum_tracker.media.views.blueprint import bp
from museum_tracker.web.database import current_session
from museum_tracker.web.i18n import _, word


@bp.post("/tep/muc/<int:asset_id>/mo-ta")
@guard(Permission.UPLOAD_MEDIA)
def describe_asset(asset_id: int) -> Response:
    """Say which side or page a picture shows."""
    session = current_session()
    asset = queries.get_asset(session, asset_id)
    page = request.form.get("page", type=int)
    deed = web_deed(N_("Said what %(file)s shows"), file=asset.current.original_name)
    try:
        services.describe_asset(
            session,
            asset,
            deed=deed,
            view=request.form.get("view", ""),
            page=page if page is None or 0 < page < 10_000 else None,
            title=request.form.get("title", ""),
        )
    except Refusal as refusal:
        return _refused(asset, refusal)
    session.commit()
    return _back(asset, _("Saved."))


@bp.post("/tep/muc/<int:asset_id>/anh-dai-dien")
@guard(Permission.UPLOAD_MEDIA)
def choose_cover(asset_id: int) -> Response:
    """Let a picture stand for its object."""
    session = current_session()
    asset = queries.get_asset(session, asset_id)
    try:
        deed = web_deed(N_("Chose %(file)s as the cover"), file=asset.current.original_name)
        services.choose_cover(session, asset, deed=deed)
    except Refusal as refusal:
        return _refused(asset, refusal)
    session.commit()
    return _back(asset, _("This picture now stands for the object."))


@bp.post("/tep/muc/<int:asset_id>/rut")
@guard(Permission.UPLOAD_MEDIA)
def retire_asset(asset_id: int) -> Response:
    """Withdraw a picture or model, with a reason."""
    session = current_session()
    asset = queries.get_asset(session, asset_id)
    reason = request.form.get("reason", "")
    deed = web_deed(N_("Retired %(file)s"), reason=reason, file=asset.current.original_name)
    try:
        services.retire_asset(session, asset, reason=reason, deed=deed)
    except Refusal as refusal:
        return _refused(asset, refusal)
    session.commit()
    return _back(asset, _("Retired. The original is kept and can be brought back."))


@bp.post("/tep/muc/<int:asset_id>/khoi-phuc")
@guard(Permission.UPLOAD_MEDIA)
def restore_asset(asset_id: int) -> Response:
    """Bring a withdrawn picture or model back."""
    session = current_session()
    asset = queries.get_asset(session, asset_id)
    deed = web_deed(N_("Brought %(file)s back"), file=asset.current.original_name)
    services.restore_asset(session, asset, deed=deed)
    session.commit()
    return _back(asset, _("Brought back."))


@bp.post("/tep/muc/<int:asset_id>/thu-lai")
@guard(Permission.UPLOAD_MEDIA)
def prepare_again(asset_id: int) -> Response:
    """Try once more to prepare a file."""
    session = current_session()
    asset = queries.get_asset(session, asset_id)
    try:
        services.prepare_again(session, asset.current)
    except Refusal as refusal:
        return _refused(asset, refusal)
    session.commit()
    return _back(asset, _("The file is being prepared again."))


@bp.post("/tep/muc/<int:asset_id>/dung")
@guard(Permission.UPLOAD_MEDIA)
def stand_model(asset_id: int) -> Response:
    """Say which side of a model is up."""
    session, asset = current_session(), queries.get_asset(current_session(), asset_id)
    deed = web_deed(N_("Stood %(file)s up"), file=asset.current.original_name)
    try:
        standing.stand_model(session, asset.current, request.form.get("up", ""), deed=deed)
    except Refusal as refusal:
        return _refused(asset, refusal)
    session.commit()
    return _where_from(asset, _("The model is being drawn anew as it stands now; reload the page in a moment."))


@bp.post("/tep/muc/<int:asset_id>/don-vi")
@guard(Permission.UPLOAD_MEDIA)
def set_unit(asset_id: int) -> Response:
    """Say in which unit of length a model was measured."""
    session, asset = current_session(), queries.get_asset(current_session(), asset_id)
    deed = web_deed(N_("Stated the unit of %(file)s"), file=asset.current.original_name)
    try:
        standing.set_unit(session, asset.current, request.form.get("unit", ""), deed=deed)
    except Refusal as refusal:
        return _refused(asset, refusal)
    session.commit()
    return _where_from(asset, _("Saved."))


def _where_from(asset: Asset, text: str) -> Response:
    """Back to the page of the model or of its review, where one of them asked; else to its object."""
    flash(text, "success")
    place = request.form.get("back", "")
    if place.startswith(("/tep/xem/", "/so-hoa/")):
        return redirect(place, 303)
    return redirect(url_for("catalogue.show", artifact_id=asset.artifact_id, _anchor="files"), 303)


def _back(asset: Asset, text: str) -> Response:
    flash(text, "success")
    return redirect(url_for("catalogue.show", artifact_id=asset.artifact_id, _anchor="files"), 303)


def _refused(asset: Asset, refusal: Refusal) -> Response:
    current_session().rollback()
    flash(word(refusal.message), "error")
    return redirect(url_for("catalogue.show", artifact_id=asset.artifact_id, _anchor="files"), 303)
