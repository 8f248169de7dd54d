"""The gates: what a picture or a model lacks, each lack a sentence that says what to do."""

from __future__ import annotations

from typing import NamedTuple

from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.rules.definition import ImageGate, ModelGate
from museum_tracker.digitization.rules.evidence import Model, Picture

MILLIMETRES = {"mm": 1.0, "cm": 10.0, "dm": 100.0, "m": 1000.0, "inch": 25.4, "in": 25.4, "ft": 304.8}
UNITS = {"millimeter": "mm", "centimeter": "cm", "meter": "m", "meters": "m", "millimeters": "mm", "inches": "inch"}


def picture_lacks(picture: Picture, gate: ImageGate, *, extent_cm: float | None) -> list[Message]:
    """What keeps a picture from being a standard one; empty when it passes."""
    lacks = []
    if picture.long_side < gate.min_long_side:
        lacks.append(
            Message(
                N_("%(pixels)s pixels on the long side; at least %(least)s are needed"),
                {"pixels": picture.long_side, "least": gate.min_long_side},
            )
        )
    density = pixels_per_mm(picture, extent_cm)
    if density is not None and density < gate.min_pixels_per_mm:
        lacks.append(
            Message(
                N_("%(density)s pixels per mm on the object; at least %(least)s are needed: come closer"),
                {"density": round(density, 1), "least": gate.min_pixels_per_mm},
            )
        )
    lacks += _optics(picture, gate)
    if gate.profile_required and not picture.facts.get("profile"):
        lacks.append(Message(N_("no colour profile; export with sRGB or Adobe RGB embedded")))
    return lacks


def _optics(picture: Picture, gate: ImageGate) -> list[Message]:
    lacks = []
    focus = picture.facts.get("focus")
    if focus is not None and gate.min_focus and focus < gate.min_focus:
        lacks.append(
            Message(N_("not in focus (%(focus)s of %(least)s)"), {"focus": round(focus), "least": gate.min_focus})
        )
    clipped = picture.facts.get("clipped_light")
    if clipped is not None and gate.max_clipped and clipped > gate.max_clipped and _is_close_up(picture):
        lacks.append(Message(N_("burnt-out light in %(share)s%% of the picture"), {"share": round(clipped * 100)}))
    return lacks


def _is_close_up(picture: Picture) -> bool:
    # A white studio ground or a white page clips on purpose; only close-ups are judged for it.
    return picture.view in {"detail", "mark"}


def pixels_per_mm(picture: Picture, extent_cm: float | None) -> float | None:
    """Pixels on each millimetre of the object, if the object filled the frame; None without a measure."""
    if not extent_cm or picture.view in {"detail", "mark"}:
        return None
    return picture.long_side / (extent_cm * 10)


class SizeCheck(NamedTuple):
    """A model's size beside the catalogue's: agrees, does not, or (None) cannot be compared; said in a sentence."""

    agrees: bool | None
    message: Message


def check_size(model: Model, gate: ModelGate, *, extent_cm: float | None) -> SizeCheck:
    """Whether a model is as large as the catalogue says; one without a known unit is never said to be."""
    if not _scale(model):
        return SizeCheck(None, Message(N_("size: unit of length not known; set the unit to compare it")))
    ratio = size_ratio(model, extent_cm)
    if ratio is None:
        return SizeCheck(None, Message(N_("size: not compared, the catalogue states no measure")))
    told = {"ratio": round(ratio, 2) if ratio < 10 else round(ratio)}
    if 1 / (1 + gate.size_tolerance) <= ratio <= 1 + gate.size_tolerance:
        text = N_("size: %(ratio)s times the size in the register, it agrees")
        return SizeCheck(agrees=True, message=Message(text, told))
    text = N_("%(ratio)s times the size in the register; set the unit of the model or correct the measure")
    return SizeCheck(agrees=False, message=Message(text, told))


def _scale(model: Model) -> float | None:
    unit = str(model.facts.get("unit") or "").lower()
    return MILLIMETRES.get(UNITS.get(unit, unit))


def model_lacks(model: Model, gate: ModelGate, *, extent_cm: float | None) -> list[Message]:
    """What keeps a 3D model from being a standard one; empty when it passes."""
    lacks = []
    faces = int(model.facts.get("faces") or 0)
    if faces < gate.min_faces:
        lacks.append(
            Message(N_("%(faces)s faces; at least %(least)s are needed"), {"faces": faces, "least": gate.min_faces})
        )
    missing = model.facts.get("textures_missing") or []
    if gate.textures_complete and missing:
        lacks.append(
            Message(N_("textures missing: %(names)s; add the files and upload again"), {"names": ", ".join(missing)})
        )
    size = check_size(model, gate, extent_cm=extent_cm)
    if size.agrees is False:
        lacks.append(size.message)
    return lacks


def size_ratio(model: Model, extent_cm: float | None) -> float | None:
    """Largest side of the model over the largest catalogued measure; None where either is not known."""
    scale = _scale(model)
    extents = model.facts.get("extents") or []
    if not extent_cm or scale is None or not extents or max(extents) <= 0:
        return None
    return float(max(extents)) * scale / (extent_cm * 10)
