"""What a column may hold: every field of the object record, and what only an imported table says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from museum_tracker.catalogue.fields import FIELDS
from museum_tracker.core.i18n import LOCALES, N_, translate
from museum_tracker.interop.imports.matching import Matcher

IGNORE = "ignore"
LINE = "line"
RECORD_ID = "record_id"
ROW_REFERENCE = "row_reference"
REASON = "reason"
LOCATION = "location"
INVENTORY_STATUS = "inventory_status"
CLASSIFICATION_STATUS = "classification_status"

# Parts of the size in columns of their own: the letter that Vietnamese books write before each.
PARTS: dict[str, str] = {
    "part_height": "C",
    "part_length": "D",
    "part_width": "R",
    "part_thickness": "Dy",
    "part_depth": "S",
    "part_diameter": "ĐK",
}

SPECIAL_LABELS: dict[str, str] = {
    INVENTORY_STATUS: N_("State of inventory"),
    CLASSIFICATION_STATUS: N_("State of classification"),
    LOCATION: N_("Location"),
    "part_height": N_("Height"),
    "part_length": N_("Length"),
    "part_width": N_("Width"),
    "part_thickness": N_("Thickness"),
    "part_depth": N_("Depth"),
    "part_diameter": N_("Diameter"),
    RECORD_ID: N_("Record (written by our export)"),
    ROW_REFERENCE: N_("Row reference (written by our list of rows to mend)"),
    LINE: N_("Running number of the table (not kept)"),
    REASON: N_("Reasons (written by our list of rows to mend; not kept)"),
    IGNORE: N_("Leave this column out"),
}

SPECIAL_HEADERS: dict[str, tuple[str, ...]] = {
    INVENTORY_STATUS: ("status inventory", "inventory status", "tình trạng kiểm kê", "kiểm kê", "trạng thái kiểm kê"),
    CLASSIFICATION_STATUS: (
        "status classification",
        "classification status",
        "tình trạng phân loại",
        "trạng thái phân loại",
    ),
    LOCATION: (
        *("vị trí", "nơi để", "vị trí trong kho", "kho vị trí", "kho", "vị trí lưu giữ", "nơi lưu giữ"),
        *("vị trí bảo quản", "nơi bảo quản", "location", "storage location", "current location"),
    ),
    "part_height": ("cao", "chiều cao", "height", "kích thước cao", "kích thước C", "kích thước H", "h"),
    "part_length": ("dài", "chiều dài", "length", "kích thước dài", "kích thước D", "l"),
    "part_width": ("rộng", "chiều rộng", "width", "kích thước rộng", "kích thước R", "w"),
    "part_thickness": ("dày", "độ dày", "thickness", "kích thước dày"),
    "part_depth": ("sâu", "chiều sâu", "depth", "kích thước sâu", "kích thước S"),
    "part_diameter": ("đường kính", "ĐK", "diameter", "kích thước ĐK", "kích thước đường kính"),
    RECORD_ID: ("Mã hồ sơ hệ thống", "System record"),
    ROW_REFERENCE: ("Dòng gốc (hệ thống)", "Original row (system)"),
    REASON: ("Lý do cần sửa (hệ thống)", "Reasons to mend (system)"),
    IGNORE: (
        "Vị trí hiện tại (chỉ để xem)",
        "Present location (to look at only)",
        "Mức số hóa (chỉ để xem)",
        "Digitization level (to look at only)",
        "Cột khác của bảng gốc (chỉ để xem)",
        "Other columns of the first table (to look at only)",
    ),
    LINE: ("TT", "STT", "số thứ tự", "số TT", "thứ tự", "No.", "row no"),
}

NOT_KEPT = frozenset({IGNORE, LINE, REASON, RECORD_ID, ROW_REFERENCE})
NUMBERS = frozenset(
    {"number", "classification_number", "entry_number", "old_numbers", "field_numbers", "other_numbers"}
)
NAMES = frozenset({"name_vi", "name_en", "alternative_names"})
# A sign for "the same as above" makes no sense under a number that is one object's own.
OWN = NUMBERS | NOT_KEPT


@cache
def headers() -> Mapping[str, tuple[str, ...]]:
    """Every target with the headings under which books and programs write it."""
    found = {
        name: (field.label, *(translate(field.label, locale) for locale in LOCALES), *field.headers)
        for name, field in FIELDS.items()
    }
    special = {
        name: (*titles, SPECIAL_LABELS[name], *(translate(SPECIAL_LABELS[name], locale) for locale in LOCALES))
        for name, titles in SPECIAL_HEADERS.items()
    }
    return {**found, **special}


@cache
def matcher() -> Matcher:
    """The matcher that knows all targets."""
    return Matcher(headers(), shared=[IGNORE])


def target_labels() -> dict[str, str]:
    """The message id of every target's name, fields first."""
    return {**{name: field.label for name, field in FIELDS.items()}, **SPECIAL_LABELS}
