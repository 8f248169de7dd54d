"""A model's whole conversion: unpack, load, measure, a light copy for browsers, a poster and thumbnails."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

from museum_tracker.core.i18n import N_, Message
from museum_tracker.media.kinds.base import Converted, Format, Limits, Made, Unusable
from museum_tracker.media.kinds.model3d.bundle import Bundle, read_bundle
from museum_tracker.media.kinds.model3d.glb import is_plain, read_glb, shrink_textures
from museum_tracker.media.kinds.model3d.load import load, meshes, stand_up
from museum_tracker.media.kinds.model3d.measure import has_colours, shape_facts, texture_facts
from museum_tracker.media.kinds.model3d.mending import BOM, ModelDamaged
from museum_tracker.media.kinds.model3d.pack import PackError, simplify
from museum_tracker.media.kinds.model3d.raster import render

MOST_FACES = 200_000
POSTER = 800
THUMBS = (("card", 512, "card.jpg", "JPEG", "image/jpeg"), ("thumb", 160, "thumb.webp", "WEBP", "image/webp"))
PARTS_ABSENT = N_("The model names files that did not come with it: %(names)s.")
OTHERS_HIDDEN = N_("Of the models in the archive %(name)s is shown; these are not: %(names)s.")
READABLE = {
    *("KHR_draco_mesh_compression", "KHR_mesh_quantization", "KHR_texture_transform", "KHR_lights_punctual"),
    "EXT_texture_webp",
}
UNIT_UNKNOWN = N_("The file does not say its unit of length: compare its size with the catalogue.")


class ExtensionUnknown(Unusable):
    """A glTF requires an extension that is not had here."""

    msgid = N_(
        "The model uses %(names)s, which cannot be read here. Export it again without; Draco compression is fine."
    )


def convert(path: Path, found: Format, out: Path, limits: Limits) -> Converted:
    """Measure a model and make its access copies: a web model, a poster and two thumbnails.

    Raises:
        Unusable: with the reason, when the model cannot be shown.
    """
    bundle = read_bundle(path, found, limits)
    _check_gltf(bundle)
    scene = load(bundle)
    facts = shape_facts(meshes(scene), _units(bundle, scene))
    stand_up(scene, bundle)
    surfaces = meshes(scene)
    light, faces = _light_copy(bundle, scene, facts["faces"], limits.cache)
    (out / "web.glb").write_bytes(light)
    facts |= {
        "format": bundle.extension.upper() if found.name == "modelzip" else found.label,
        "textures_found": texture_facts(surfaces),
        "coloured": has_colours(surfaces),
        "companions": sorted(bundle.found),
        "textures_missing": sorted(bundle.missing),
        "web_faces": faces,
        "web_size": len(light),
    }
    result = Converted(facts=facts, made=[Made("web_glb", "web.glb", "model/gltf-binary")], notes=_notes(bundle, facts))
    result.made += _pictures(render(surfaces, size=POSTER), out)
    return result


def _check_gltf(bundle: Bundle) -> None:
    """Refuse glTF that is broken, or that says itself that it must not be read without what is not had here."""
    if bundle.extension not in {"glb", "gltf"}:
        return
    try:
        document = read_glb(bundle.data)[0] if bundle.extension == "glb" else json.loads(bundle.data.removeprefix(BOM))
        required = document.get("extensionsRequired", [])
    except (ValueError, RecursionError, AttributeError) as error:
        raise ModelDamaged(detail=str(error)[:120]) from error
    unknown = [name for name in required if name not in READABLE and not str(name).startswith("KHR_materials_")]
    if unknown:
        raise ExtensionUnknown(names=", ".join(map(str, unknown[:5])))


def _units(bundle: Bundle, scene: Any) -> str | None:
    """The file's unit of length; glTF is in metres by definition."""
    return "m" if bundle.extension in {"glb", "gltf"} else scene.units


def _light_copy(bundle: Bundle, scene: Any, faces: int, cache: str) -> tuple[bytes, int]:
    """The model for browsers, at most 200,000 faces, and how many it has."""
    glb = shrink_textures(_as_glb(bundle, scene))
    keep = min(1.0, MOST_FACES / faces)
    try:
        light = simplify(glb, keep=keep, kept_in=cache)
        count = count_faces(light)
        if count > MOST_FACES * 1.05:
            light = simplify(glb, keep=keep, firmly=True, kept_in=cache)
            count = count_faces(light)
    except PackError as error:
        if faces > MOST_FACES:
            raise ModelDamaged(detail=str(error)[:120]) from error
        return glb, faces  # small enough to be shown as it is
    return light, count


def _as_glb(bundle: Bundle, scene: Any) -> bytes:
    if bundle.extension == "glb" and is_plain(read_glb(bundle.data)[0]):
        return bundle.data
    exported: bytes = scene.export(file_type="glb")
    return exported


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
