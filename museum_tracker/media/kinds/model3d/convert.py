"""A model's whole conversion: unpack, load, measure, a light copy for browsers, a poster and thumbnails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.kinds.base import Converted, Format, Limits, Made, Unusable
from museum_tracker.media.kinds.model3d.bundle import Bundle, read_bundle
from museum_tracker.media.kinds.model3d.dress import dress
from museum_tracker.media.kinds.model3d.glb import is_plain, read_glb, shrink_textures
from museum_tracker.media.kinds.model3d.limits import check_nodes
from museum_tracker.media.kinds.model3d.load import UPRIGHT, load, meshes, stand_up, up_axis
from museum_tracker.media.kinds.model3d.measure import has_colours, shape_facts, texture_facts
from museum_tracker.media.kinds.model3d.mending import BOM, ModelDamaged
from museum_tracker.media.kinds.model3d.pack import PackError, simplify
from museum_tracker.media.kinds.model3d.raster import render
from museum_tracker.media.rules import UNIT_UNKNOWN

MOST_FACES = 200_000
FIRST_GLB = b"glTF\1\0\0\0"
POSTER = 800
THUMBS = (("card", 512, "card.jpg", "JPEG", "image/jpeg"), ("thumb", 160, "thumb.webp", "WEBP", "image/webp"))
PARTS_ABSENT = N_("The model names files that did not come with it: %(names)s.")
OTHERS_HIDDEN = N_("Of the models in the archive %(name)s is shown; these are not: %(names)s.")
READABLE = {
    *("KHR_draco_mesh_compression", "KHR_mesh_quantization", "KHR_texture_transform", "KHR_lights_punctual"),
    "EXT_texture_webp",
}


class ExtensionUnknown(Unusable):
    """A glTF requires an extension that is not had here."""

    msgid = N_(
        "The model uses %(names)s, which cannot be read here. Export it again without; Draco compression is fine."
    )


class OldGltf(Unusable):
    """A glTF of the first generation."""

    msgid = N_(
        "The file is glTF 1.0, a form of 2015 that hardly any program reads any more. Export the model as glTF 2.0 "
        "(.glb) and send that."
    )


class TooHeavy(Unusable):
    """A model that cannot be made light enough for browsers."""

    msgid = N_(
        "The model has %(faces)s triangles and could not be made light enough to be looked at. Simplify it to at most "
        "%(most)s triangles in the scanning software and send that; keep the full scan with the raw data."
    )


def convert(path: Path, found: Format, out: Path, limits: Limits) -> Converted:
    """Measure a model and make its access copies: a web model, a poster and two thumbnails.

    Raises:
        Unusable: with the reason, when the model cannot be shown.
    """
    bundle = read_bundle(path, found, limits)
    _check_gltf(bundle)
    scene = load(bundle, limits)
    facts = shape_facts(meshes(scene), _units(bundle, scene))
    axis = up_axis(bundle, limits.up)
    stand_up(scene, axis)
    surfaces = meshes(scene)
    poster = render(surfaces, size=POSTER)
    light, faces = _light_copy(_Standing(bundle, scene, axis), facts["faces"], limits.cache)
    (out / "web.glb").write_bytes(light)
    facts |= {
        "format": bundle.extension.upper() if found.name == "modelzip" else found.label,
        "textures_found": texture_facts(surfaces),
        "coloured": has_colours(surfaces),
        "companions": sorted(bundle.found),
        "textures_missing": sorted(bundle.missing),
        "up": axis,
        "web_faces": faces,
        "web_size": len(light),
    }
    result = Converted(facts=facts, made=[Made("web_glb", "web.glb", "model/gltf-binary")], notes=_notes(bundle, facts))
    result.made += _pictures(poster, out)
    return result


def _check_gltf(bundle: Bundle) -> None:
    """Refuse glTF that is broken, or that says itself that it must not be read without what is not had here."""
    if bundle.extension not in {"glb", "gltf"}:
        return
    try:
        if bundle.data[:8] == FIRST_GLB:
            raise OldGltf
        document = read_glb(bundle.data)[0] if bundle.extension == "glb" else json.loads(bundle.data.removeprefix(BOM))
        required = document.get("extensionsRequired", [])
        generation = str(document.get("asset", {}).get("version", ""))
    except (ValueError, RecursionError, AttributeError) as error:
        raise ModelDamaged from error
    if generation.startswith("1"):
        raise OldGltf
    check_nodes(document)
    unknown = [name for name in required if name not in READABLE and not str(name).startswith("KHR_materials_")]
    if unknown:
        raise ExtensionUnknown(names=", ".join(map(str, unknown[:5])))


def _units(bundle: Bundle, scene: Any) -> str | None:
    """The file's unit of length; glTF is in metres by definition."""
    return "m" if bundle.extension in {"glb", "gltf"} else scene.units


@dataclass(frozen=True)
class _Standing:
    """A model as it stands: its file, its scene, and the axis of the file that points up."""

    bundle: Bundle
    scene: Any
    axis: str


def _light_copy(model: _Standing, faces: int, cache: str) -> tuple[bytes, int]:
    """The model for browsers, at most 200,000 faces, and how many it has."""
    plain = _is_plain_glb(model.bundle)
    glb = model.bundle.data if plain else model.scene.export(file_type="glb")
    glb = shrink_textures(dress(glb, painted_as_shown=not plain, upright=UPRIGHT[model.axis] if plain else None))
    keep = min(1.0, MOST_FACES / faces)
    try:
        light = simplify(glb, keep=keep, kept_in=cache)
        count = count_faces(light)
        if count > MOST_FACES * 1.05:
            light = simplify(glb, keep=keep, firmly=True, kept_in=cache)
            count = count_faces(light)
    except PackError as error:
        if faces > MOST_FACES:
            raise TooHeavy(faces=faces, most=MOST_FACES) from error
        return glb, faces  # small enough to be shown as it is
    return light, count


def _is_plain_glb(bundle: Bundle) -> bool:
    return bundle.extension == "glb" and is_plain(read_glb(bundle.data)[0])


def count_faces(glb: bytes) -> int:
    """Triangles of a GLB, from its JSON alone."""
    document, _ = read_glb(glb)
    accessors = document.get("accessors", [])
    total = 0
    for mesh in document.get("meshes", []):
        for part in mesh.get("primitives", []):
            which = part.get("indices", part.get("attributes", {}).get("POSITION"))
            if which is not None:
                total += accessors[which]["count"] // 3
    return total


def _pictures(poster: Image.Image, out: Path) -> list[Made]:
    poster.save(out / "poster.jpg", "JPEG", quality=88)
    made = [Made("poster", "poster.jpg", "image/jpeg", 1, POSTER, POSTER)]
    for role, side, name, written, mime in THUMBS:
        poster.resize((side, side), Image.Resampling.LANCZOS).save(out / name, written, quality=85)
        made.append(Made(role, name, mime, 1, side, side))
    return made


def _notes(bundle: Bundle, facts: dict[str, Any]) -> list[Message]:
    notes = []
    if bundle.others:
        notes.append(Message(OTHERS_HIDDEN, {"name": bundle.bare_name, "names": ", ".join(bundle.others[:8])}))
    if bundle.missing:
        notes.append(Message(PARTS_ABSENT, {"names": ", ".join(sorted(bundle.missing)[:8])}))
    if not facts["unit"]:
        notes.append(Message(UNIT_UNKNOWN))
    return notes
