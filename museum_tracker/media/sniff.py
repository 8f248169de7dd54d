"""Recognise a file by its bytes; its name is never believed."""

from __future__ import annotations

from pathlib import Path, PurePath

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.media.kinds import KINDS
from museum_tracker.media.kinds.base import HEAD, Format, Glance

ACCEPTED = "JPEG, PNG, TIFF, WebP, AVIF, HEIC, JPEG 2000, GIF, BMP, PSD; GLB, glTF, OBJ, PLY, STL, 3MF, DAE, ZIP"


class NotRecognised(Refusal):
    """The bytes are of no kind that the museum keeps, whatever the name says."""

    msgid = N_("%(name)s is not a picture or a 3D model that can be kept here. Accepted: %(accepted)s.")
    status = 415


class EmptyFile(Refusal):
    """The file has no content."""

    msgid = N_("%(name)s is empty.")


def identify(path: Path) -> Format | None:
    """The format of a file, from its bytes; None when it is of no kind that is kept."""
    size = path.stat().st_size
    with path.open("rb") as file:
        glance = Glance(path, file.read(HEAD), size)
    for kind in KINDS:
        for sniff in kind.sniffers:
            if found := sniff(glance):
                return found
    return None


def recognise(path: Path, *, name: str) -> Format:
    """The format of a file, or a refusal that names it and says what is accepted."""
    if path.stat().st_size == 0:
        raise EmptyFile(name=name)
    found = identify(path)
    if found is None:
        raise NotRecognised(name=name, accepted=ACCEPTED)
    return found


def name_disagrees(name: str, found: Format) -> bool:
    """Whether a file's extension promises another format than its bytes hold."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    return bool(extension) and extension not in {found.extension, *found.extensions}
