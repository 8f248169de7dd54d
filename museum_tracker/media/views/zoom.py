"""Deep zoom: what a pyramid holds, and its tiles, copied without decoding."""

from __future__ import annotations

from flask import Response, make_response, request, url_for

from museum_tracker.accounts.guards import guard, signed_in
from museum_tracker.accounts.permissions import Permission
from museum_tracker.core.errors import NotFound
from museum_tracker.media import queries
from museum_tracker.media.kinds.image.pyramid import Level, levels_of, read_tile
from museum_tracker.media.models import Derivative
from museum_tracker.media.preparing import RECIPE
from museum_tracker.media.release import require_released
from museum_tracker.media.storage import derived_key
from museum_tracker.media.views.blueprint import bp, storage
from museum_tracker.media.views.files import A_YEAR, SHA256, ask_to_remake, sealed
from museum_tracker.web.database import current_session


@bp.get("/tep/<sha256>/phong-to/<int:page>.json")
@guard(Permission.VIEW)
def describe(sha256: str, page: int) -> Response:
    """The sizes and tiles of one page, for the viewer."""
    require_released(current_session(), sha256, signed_in().can)
    found = queries.find_derivative(current_session(), sha256, "pyramid", page) if SHA256.fullmatch(sha256) else None
    levels = _levels(found) if found else ()
    if not levels:
        raise NotFound(what=str(page))
    tiles = url_for("media.tile", sha256=sha256, page=page, level=0, column=0, row=0, v=RECIPE)
    return make_response(
        {
            "width": levels[-1].width,
            "height": levels[-1].height,
            "tile": levels[-1].tile,
            "levels": [{"width": one.width, "height": one.height} for one in levels],
            "tiles": tiles.replace("/0/0_0.jpg", "/{level}/{column}_{row}.jpg"),
        }
    )


@bp.get("/tep/<sha256>/manh/<int:page>/<int:level>/<int:column>_<int:row>.jpg")
@guard(Permission.VIEW)
def tile(sha256: str, page: int, level: int, column: int, row: int) -> Response:
    """One tile; its address never changes its content, so a browser keeps it for a year."""
    if not SHA256.fullmatch(sha256):
        raise NotFound(what=sha256[:12])
    require_released(current_session(), sha256, signed_in().can)
    etag = f"{sha256[:20]}-{RECIPE}-{page}-{level}-{column}-{row}"
    if request.if_none_match.contains(etag):
        return _tile_headers(make_response("", 304), etag)
    try:
        path = storage().local_path(derived_key(sha256, RECIPE, f"pyramid-{page}.tif"))
        levels: tuple[Level, ...] = levels_of(path)
        jpeg = read_tile(path, levels[level], column, row)
    except (FileNotFoundError, IndexError):
        jpeg = None
    if jpeg is None:
        raise NotFound(what=f"{level}/{column}_{row}")
    response = make_response(jpeg)
    response.mimetype = "image/jpeg"
    return _tile_headers(response, etag)


def _levels(found: Derivative) -> tuple[Level, ...]:
    """The levels of a pyramid; one that is missing or cut short has none, and is made anew."""
    try:
        path = storage().local_path(found.key)
        levels = tuple(levels_of(path)) if path.stat().st_size == found.size else ()
    except FileNotFoundError:
        levels = ()
    if not levels:
        ask_to_remake(found)
    return levels


def _tile_headers(response: Response, etag: str) -> Response:
    response.set_etag(etag)
    response.cache_control.max_age = A_YEAR
    return sealed(response, forever=True)
