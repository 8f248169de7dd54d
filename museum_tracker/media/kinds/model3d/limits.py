"""How much a model may ask of a computer: corners of a face, placings of a part, triangles drawn over one another."""

from __future__ import annotations

import re
from typing import Any

from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds.base import Unusable

MOST_CORNERS = 5_000
MOST_INSTANCES = 5_000
MOST_FACES = 30_000_000
_LONG_FACE = re.compile(rb"^f[ \t][^\n]{%d,}" % (2 * MOST_CORNERS - 2), re.MULTILINE)


class TooManyCorners(Unusable):
    """A face of a model has more corners than it may."""

    msgid = N_(
        "A face of the model has %(corners)s corners; at most %(most)s are accepted. "
        "Divide the faces into triangles in the scanning software and export the model again."
    )


class TooManyInstances(Unusable):
    """A model repeats its parts too often."""

    msgid = N_(
        "The model repeats its parts more than %(most)s times. Join them to one mesh in the scanning software and "
        "export it again."
    )


class TooManyFaces(Unusable):
    """A model has more triangles than can be worked with."""

    msgid = N_(
        "The model has %(faces)s triangles; at most %(most)s are accepted. "
        "Simplify it in the scanning software and send that; keep the full scan with the raw data."
    )


class TooMuchOverlap(Unusable):
    """A model's triangles lie over one another in layers without end."""

    msgid = N_(
        "The model is made of many large triangles that lie over one another, so that no picture of it can be made. "
        "Remove the doubled faces in the scanning software and export it again."
    )


def check_corners(extension: str, data: bytes) -> None:
    """Refuse an OBJ with a face of more corners than are accepted: dividing it would take hours.

    Raises:
        TooManyCorners
    """
    if extension != "obj":
        return
    text = re.sub(rb"\\\r?\n", b" ", data) if b"\\" in data else data
    for line in _LONG_FACE.finditer(text):
        corners = len(line[0].split()) - 1
        if corners > MOST_CORNERS:
            raise TooManyCorners(corners=corners, most=MOST_CORNERS)


def check_nodes(document: dict[str, Any]) -> None:
    """Refuse a glTF whose nodes place meshes too often, before each placing is made a copy.

    Raises:
        TooManyInstances
    """
    placed = sum(isinstance(node, dict) and "mesh" in node for node in document.get("nodes") or [])
    if placed > MOST_INSTANCES:
        raise TooManyInstances(most=MOST_INSTANCES)


def check_scene(scene: Any) -> None:
    """Refuse a scene of too many placings or triangles, before they are laid out.

    Raises:
        TooManyInstances, TooManyFaces
    """
    placed = list(scene.graph.nodes_geometry)
    if len(placed) > MOST_INSTANCES:
        raise TooManyInstances(most=MOST_INSTANCES)
    faces = sum(len(getattr(scene.geometry.get(scene.graph[name][1]), "faces", ())) for name in placed)
    if faces > MOST_FACES:
        raise TooManyFaces(faces=faces, most=MOST_FACES)
