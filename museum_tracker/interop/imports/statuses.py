"""Words by which tables say how far an object has come, and what they attest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from museum_tracker.catalogue.rules import ENUM_LABELS, ClassificationState, InventoryState
from museum_tracker.core.i18n import LOCALES, translate
from museum_tracker.core.text import exact_key, fold


class Attested(StrEnum):
    """Something a table says was done, attested "theo sổ"."""

    REGISTERED = "registered"
    MARKED = "marked"
    CLASSIFIED = "classified"
    DOSSIER = "dossier"


@dataclass(frozen=True)
class Status:
    """What a status word attests; `understood` is false for a word that nobody taught us."""

    attested: frozenset[Attested] = frozenset()
    understood: bool = True


_NOTHING = Status()
_REGISTERED = Status(frozenset({Attested.REGISTERED}))
_MARKED = Status(frozenset({Attested.REGISTERED, Attested.MARKED}))
_COMPLETE = Status(frozenset(Attested))
_CLASSIFIED = Status(frozenset({Attested.CLASSIFIED}))

_INVENTORY: dict[str, Status] = {
    **dict.fromkeys(("registered", "da dang ky", "dang ky", "da vao so", "da dang ki", "chua danh so"), _REGISTERED),
    **dict.fromkeys(
        ("inventoried", "marked", "da kiem ke", "kiem ke buoc dau", "buoc dau", "da danh so", "da kiem ke buoc dau"),
        _MARKED,
    ),
    **dict.fromkeys(
        ("complete", "catalogued", "kiem ke khoa hoc", "da kiem ke khoa hoc", "khoa hoc", "hoan thanh"), _COMPLETE
    ),
    **dict.fromkeys(
        ("pending", "none", "no", "chua", "cho", "chua kiem ke", "chua dang ky", "tam nhap", "cho hoi dong", "khong"),
        _NOTHING,
    ),
}
_STATES: dict[InventoryState, Status] = {
    InventoryState.NONE: _NOTHING,
    InventoryState.REGISTERED: _REGISTERED,
    InventoryState.MARKED: _MARKED,
    InventoryState.CLASSIFIED: Status(_MARKED.attested | _CLASSIFIED.attested),
    InventoryState.COMPLETE: _COMPLETE,
}
_CLASSIFICATION: dict[str, Status] = {
    **dict.fromkeys(("classified", "confirmed", "da phan loai", "xac nhan", "da xac nhan", "yes", "co"), _CLASSIFIED),
    **dict.fromkeys(
        ("pending", "none", "no", "proposed", "chua", "cho", "chua phan loai", "de xuat", "cho xac nhan", "khong"),
        _NOTHING,
    ),
}


@lru_cache(maxsize=1000)
def inventory_status(text: str) -> Status:
    """What a word about inventory attests: "inventoried" means registered and marked."""
    state = _state(text, tuple(InventoryState))
    return _STATES[InventoryState(state)] if state else _read(text, _INVENTORY)


@lru_cache(maxsize=1000)
def classification_status(text: str) -> Status:
    """What a word about classification attests: "classified" means confirmed."""
    state = _state(text, tuple(ClassificationState))
    if state:
        return _CLASSIFIED if state == ClassificationState.CONFIRMED else _NOTHING
    return _read(text, _CLASSIFICATION)


def _state(text: str, states: tuple[StrEnum, ...]) -> str:
    """The state whose label, in either language, the text is: as our own exports write it."""
    key = exact_key(text)
    return next((state.value for state in states if key in _labels(state)), "")


@lru_cache(maxsize=None, typed=True)  # words of different lists may be spelt alike
def _labels(state: StrEnum) -> frozenset[str]:
    return frozenset(exact_key(translate(ENUM_LABELS[state], locale)) for locale in LOCALES)


def _read(text: str, words: dict[str, Status]) -> Status:
    key = " ".join(fold(text).replace("_", " ").split())
    return words.get(key) or Status(understood=not key)
