"""The measured facts of a file as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.rules import AssetKind

Row = tuple[str, Message | str]
SIZE_IN_PIXELS = N_("%(width)s × %(height)s pixels")
EXTENT = N_("%(x)s × %(y)s × %(z)s %(unit)s")
NO_UNIT = N_("(unit not stated)")
CM = "cm"


def fact_rows(kind: AssetKind, facts: Mapping[str, Any], *, private: bool) -> list[Row]:
    """Label and value pairs; where a photograph was taken is shown only to those who may see such things."""
    if not facts:
        return []
    rows = _model_rows(facts) if kind is AssetKind.MODEL3D else _image_rows(facts)
    if private and (gps := facts.get("private", {}).get("gps")):
        where = ", ".join(str(part) for part in gps) if isinstance(gps, list) else "?"
        rows.append((N_("Taken at (kept private)"), where))
    return rows


def _image_rows(facts: Mapping[str, Any]) -> list[Row]:
    exif = facts.get("exif") or {}
    size = Message(SIZE_IN_PIXELS, {"width": facts["width"], "height": facts["height"]})
    rows: list[Row | None] = [
        (N_("Format"), str(facts.get("format", ""))),
        (N_("Size"), size),
        (N_("Bits per channel"), str(facts.get("depth", ""))),
        (N_("Colour profile"), str(facts.get("profile") or "")) if facts.get("profile") else None,
        _counted(facts, "pages", N_("Pages"), more_than=1),
        _measure(facts, "focus", N_("Sharpness")),
        _share(facts, "clipped_light", N_("Burnt-out highlights")),
        _share(facts, "clipped_dark", N_("Blocked shadows")),
        (N_("Camera"), " ".join(filter(None, (exif.get("maker"), exif.get("model"))))) if exif.get("model") else None,
        (N_("Taken on"), str(exif["taken_at"])) if exif.get("taken_at") else None,
    ]
    return [row for row in rows if row]


def _model_rows(facts: Mapping[str, Any]) -> list[Row]:
    extents = facts.get("extents_cm") or facts.get("extents") or [0, 0, 0]
    unit: Message | str = CM if facts.get("extents_cm") else Message(NO_UNIT)
    x, y, z = (round(side, 2) for side in extents)
    textures = facts.get("textures_found") or []
    rows: list[Row | None] = [
        (N_("Format"), str(facts.get("format", ""))),
        _counted(facts, "faces", N_("Faces")),
        _counted(facts, "vertices", N_("Vertices")),
        (N_("Extent"), Message(EXTENT, {"x": x, "y": y, "z": z, "unit": unit})),
        (N_("Surface closed"), Message(N_("yes") if facts.get("watertight") else N_("no"))),
        _list(textures, N_("Textures"), lambda one: f"{one['width']}×{one['height']}"),
        _list(facts.get("textures_missing") or [], N_("Files missing"), str),
        _counted(facts, "web_faces", N_("Faces on the web")),
    ]
    return [row for row in rows if row]


def _counted(facts: Mapping[str, Any], key: str, label: str, *, more_than: int = 0) -> Row | None:
    value = int(facts.get(key) or 0)
    return (label, Message("%(value)s", {"value": value})) if value > more_than else None


def _measure(facts: Mapping[str, Any], key: str, label: str) -> Row | None:
    value = facts.get(key)
    return None if value is None else (label, Message("%(value)s", {"value": round(float(value))}))


def _share(facts: Mapping[str, Any], key: str, label: str) -> Row | None:
    value = float(facts.get(key) or 0)
    return (label, Message("%(value)s%%", {"value": round(value * 100, 1)})) if value >= 0.001 else None


def _list(values: list[Any], label: str, shown: Callable[[Any], str]) -> Row | None:
    return (label, ", ".join(shown(value) for value in values[:8])) if values else None
