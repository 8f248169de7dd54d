"""The closed lists of words about files, and the states a file goes through."""

from __future__ import annotations

from enum import StrEnum

from museum_tracker.core.i18n import N_


class AssetKind(StrEnum):
    """What a file shows of an object."""

    IMAGE = "image"
    MODEL3D = "model3d"


class View(StrEnum):
    """Which side of an object a picture shows."""

    FRONT = "front"
    BACK = "back"
    LEFT = "left"
    RIGHT = "right"
    TOP = "top"
    BOTTOM = "bottom"
    DETAIL = "detail"
    MARK = "mark"
    PAGE = "page"


class VersionState(StrEnum):
    """Where a file stands between its arrival and its use."""

    RECEIVING = "receiving"
    STORED = "stored"
    VERIFIED = "verified"
    DERIVING = "deriving"
    READY = "ready"
    QUARANTINED = "quarantined"
    RETIRED = "retired"


class UploadState(StrEnum):
    """Where a file on its way stands."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    ADDED = "added"
    DUPLICATE = "duplicate"
    HEALED = "healed"
    REFUSED = "refused"


# Units of length in which models are measured, with their centimetres; and the axes that can point up.
CM_OF_UNIT = {"mm": 0.1, "cm": 1.0, "m": 100.0, "in": 2.54, "ft": 30.48}
UNIT_UNKNOWN = N_("The file does not say its unit of length: compare its size with the catalogue.")
UP_LABELS = {
    "": N_("as the file says"),
    "+x": N_("side x up"),
    "-x": N_("side x down"),
    "+y": N_("side y up"),
    "-y": N_("side y down"),
    "+z": N_("side z up"),
    "-z": N_("side z down"),
}
KIND_LABELS = {AssetKind.IMAGE: N_("Picture"), AssetKind.MODEL3D: N_("3D model")}
VIEW_LABELS = {
    View.FRONT: N_("front"),
    View.BACK: N_("back"),
    View.LEFT: N_("left"),
    View.RIGHT: N_("right"),
    View.TOP: N_("top"),
    View.BOTTOM: N_("bottom"),
    View.DETAIL: N_("detail"),
    View.MARK: N_("mark"),
    View.PAGE: N_("page"),
}
STATE_LABELS = {
    VersionState.RECEIVING: N_("Being received"),
    VersionState.STORED: N_("Stored"),
    VersionState.VERIFIED: N_("Verified"),
    VersionState.DERIVING: N_("Being prepared"),
    VersionState.READY: N_("Ready"),
    VersionState.QUARANTINED: N_("Held back, not accepted"),
    VersionState.RETIRED: N_("Retired"),
}
UPLOAD_LABELS = {
    UploadState.RECEIVING: N_("Being received"),
    UploadState.RECEIVED: N_("Received"),
    UploadState.ADDED: N_("Added"),
    UploadState.DUPLICATE: N_("Already there"),
    UploadState.HEALED: N_("The damaged file is healed"),
    UploadState.REFUSED: N_("Refused"),
}
ENDED = frozenset({UploadState.ADDED, UploadState.DUPLICATE, UploadState.HEALED, UploadState.REFUSED})
BUSY = frozenset({VersionState.RECEIVING, VersionState.STORED, VersionState.VERIFIED, VersionState.DERIVING})
SHOWABLE = frozenset({VersionState.READY})
