"""The kinds of media that can be kept; adding one is adding a package and one word here."""

from museum_tracker.media.kinds.base import Format, MediaKind
from museum_tracker.media.kinds.image import IMAGE
from museum_tracker.media.kinds.model3d import MODEL3D

KINDS: tuple[MediaKind, ...] = (IMAGE, MODEL3D)
FORMATS: dict[str, Format] = {one.name: one for kind in KINDS for one in kind.formats}
