"""What the words of a row betray: headings, totals, signatures, parts of a set, numbers that are none."""

from __future__ import annotations

import re
from functools import lru_cache

from museum_tracker.catalogue.fields.texts import NO_NUMBER
from museum_tracker.core.legacy import is_syllable
from museum_tracker.core.text import fold

LONGEST_TOTAL = 40
TOTAL_LETTERS = frozenset("tcmsglb")  # asked first: folding every row's first cell would take most of the time
AMOUNT = re.compile(r"[\d\s.,]+(hien vat|chiec|cai|don vi|trang|to|tam|bo)?")

_TOTAL = re.compile(
    r"(tong so|tong cong|tong|cong trang|cong mang sang|cong chuyen sang|cong don|cong|mang sang|chuyen sang|luy ke|"
    r"mang trang sau|chuyen trang sau|total|subtotal|grand total|page total|carried forward|brought forward|sum)\b"
    r"[\s:.\d]*(trang|mang sang|chuyen sang|truoc|sau|hien vat|forward|page)?( nay| so)?[\s:.()\d/]*"
)
_LIKE_TOTAL = re.compile(
    r"\W*((tong|cong) ?[:=]|tong (so|cong|hien vat|gia tri|so luong|hop)\b|tong$|cong$|(tong|cong) (trang|kho|muc|phan|"
    r"nhom|loai|quyen|so|nam|thang|don|lai|gop)\b|cong (i|v|x)+\b|(tong|cong) \d|mang sang|chuyen sang|luy ke|"
    r"thanh tien|so luong ?:|so hien vat ?:|(viet )?bang chu\b|total\b|subtotal|carried|brought)"
)
_FOOTER = re.compile(
    r"\W*(nguoi lap|lap bieu|nguoi kiem ke|nguoi ghi|nguoi giao|nguoi nhan|nguoi duyet|nguoi kiem tra|nguoi viet|"
    r"thu kho|thu truong|thu ky|giam doc|pho giam doc|"
    r"(kt|tm|tl|tuq|q)\b\.? ?(giam doc|hoi dong|ubnd|so|bao tang|chu tich|truong)|truong (phong|ban|kho|doan)|chu tich|"
    r"can bo (kiem ke|lap|quan ly)|phu trach|ke toan|phong kiem ke|\(?ky[, ]|da ky|ky ten|\(?ho ten|xac nhan|"
    r"(dai dien )?ben (giao|nhan)|dai dien|bang chu\b|viet bang chu|an dinh\b|"
    r"(tong so|tong|cong) ?:.{0,80}(hien vat|chiec|don vi|tai lieu)|"
    r"(bien ban|danh sach|bang ke|so) (nay )?(duoc )?(lap|gom|co)\b|"
    r".{0,40}, ?ngay .{0,6}thang .{0,6}nam|ngay\W{0,6}\d{0,2}\W{0,6}thang|prepared by|approved by|director\b)"
)
_PAGE = re.compile(
    r"\W*(?:trang|page|to so|trang so)\W*\d{1,4}(?:\W*(?:/|of|tren)\W*\d{1,4})?\W*|[-–—]\s?\d{1,4}\s?[-–—]"
)
_REMARK = re.compile(r"\W*(ghi chu|luu y|chu thich|chu y|note)\b")
_MARK = re.compile(r"(?:[IVXL]{1,6}|[A-HĐ])\s?[.)/:]?|[*•#§]+")
_SECTION_WORD = re.compile(r"\W*(?:[ivxl]{1,5}|[a-h])[.)/:] ?\S|(?:phan|muc|chuong|nhom|loai|kho|suu tap|bo suu tap)\b")
_PART = re.compile(r"\s*[-–—+•·*→]+\s*(?=[^\W_]|\d)|\s*[a-zđ]\s?[).]\s|\s*\d{1,2}\s?\)\s")
_SUB_LINE = re.compile(
    r"\d{1,4}\s?[.,]\s?(?:\d{1,3}|[a-zđ])\.?|\d{1,4}\s?[a-zđ]|[a-zđ]\s?[).]?|[-–—+•*]+|\d{1,4}\s?[-/]\s?\d{1,2}"
)
_STARTS = (
    *(
        "tong",
        "cong",
        "mang",
        "chuyen",
        "luy",
        "thanh",
        "so",
        "viet",
        "bang",
        "total",
        "sub",
        "carried",
        "brought",
        "sum",
    ),
    *(
        "nguoi",
        "lap",
        "thu",
        "giam",
        "pho",
        "kt",
        "tm",
        "tl",
        "tuq",
        "truong",
        "chu",
        "can",
        "phu",
        "ke",
        "phong",
        "ky",
    ),
    *(
        "da",
        "ho",
        "xac",
        "dai",
        "ben",
        "an",
        "bien",
        "danh",
        "ngay",
        "prepared",
        "approved",
        "director",
        "grand",
        "page",
    ),
)
_WORD = re.compile(r"[^\W\d_]+")
_ONE_FIGURE = str.maketrans("123456789", "0" * 9)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\W*\s\W*[^\W\d_]{2,}|[^\W\d_]{3,}")
_NUMBERING = re.compile(r"[(\[]?\s*(\d{1,2}|[A-ZĐ]|[IVX]{2,4})\s*[)\]]?\.?(?:\s*=.*)?")
_ALPHABETS = (
    tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    tuple("ABCDĐEFGHIKLMNOPQRSTUVXY"),
    ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"),
)


@lru_cache(maxsize=20_000)  # the first words of names repeat, and are asked for every row
def _begins_doubtfully(word: str) -> bool:
    return fold(word).lstrip("*-–—(. ").startswith(_STARTS)


def begins_doubtfully(text: str) -> bool:
    """Whether the first word alone could be that of a total or a signature: most names are done with here."""
    return _begins_doubtfully(text.partition(" ")[0])


def is_total(cells: list[str]) -> bool:
    """A total has its word first and nothing but amounts besides: an object named "Cộng đồng…" has not."""
    first = cells[0]
    if len(first) > LONGEST_TOTAL or first.lstrip("* -–(")[:1].lower() not in TOTAL_LETTERS:
        return False
    if not _TOTAL.fullmatch(fold(first).strip("* -–")):
        return False
    words = [fold(cell) for cell in cells[1:]]
    return all(AMOUNT.fullmatch(word) or _TOTAL.fullmatch(word) for word in words)


def may_be_total(text: str) -> bool:
    """Whether a text begins as totals and sums do, whatever follows."""
    return bool(_LIKE_TOTAL.match(fold(text)))


def is_signature(text: str) -> bool:
    """Whether a text is an office, a place with its day, or what else stands below a table."""
    return bool(_FOOTER.match(fold(text)))


def is_page(text: str) -> bool:
    """Whether a text only counts pages: "Trang 3/20", "- 3 -"."""
    return bool(_PAGE.fullmatch(fold(text)))


def is_remark(text: str) -> bool:
    """Whether a text is a remark on the table itself."""
    return bool(_REMARK.match(fold(text)))


def is_mark(text: str) -> bool:
    """Whether a text is a mark that sections bear and no object has: "II", "A.", "*"."""
    return bool(_MARK.fullmatch(text))


def may_be_heading(text: str) -> bool:
    """Whether a lone text looks like the heading of a section: in capitals, marked, or ending in a colon."""
    letters = [char for char in text if char.isalpha()]
    capitals = len(letters) > 2 and "".join(letters).isupper()
    return capitals or text.endswith(":") or bool(_SECTION_WORD.match(fold(text)))


def is_part(text: str) -> bool:
    """Whether a text is written as a line of a list under an object: "- 01 ấm", "+ nắp", "a) quai"."""
    return bool(_PART.match(text))


def is_sub_line(text: str) -> bool:
    """Whether a running number is that of a part: "1.1", "1a", "a)", "-"."""
    return bool(_SUB_LINE.fullmatch(text.strip()))


def has_digit(text: str) -> bool:
    """Whether a digit stands in a text."""
    return any(map(str.isdigit, text))


def says_no_number(text: str) -> bool:
    """Whether a text in the place of a number is empty, a dash, or says that there is none."""
    return not text.strip(" -–—.…") or bool(NO_NUMBER.fullmatch(fold(text)))


def is_prose(number: str) -> bool:
    """Whether what stands in the place of a number is made of words: "Phần 1: Đồ gốm"; "BTBG-MH 12/Gm 5" is not."""
    return _is_prose(number.translate(_ONE_FIGURE))


@lru_cache(maxsize=20_000)  # numbers that differ in nothing but their figures are judged once
def _is_prose(number: str) -> bool:
    if not _TWO_WORDS.search(number):
        return False
    words = [word for word in _WORD.findall(number) if len(word) > 1]
    spoken = [word for word in words if not word.isupper() and is_syllable(word)]
    return len(words) >= 3 or len(spoken) >= 2 or any(not word.isascii() and len(word) > 2 for word in spoken)


def numbers_columns(cells: list[str]) -> bool:
    """Whether a row only numbers the columns of its table: (1) (2) (3), A B C, A B 1 2 3."""
    if len(cells) < 3 or len(cells[0]) > 6:
        return False
    found = [_NUMBERING.fullmatch(cell) for cell in cells]
    marks = [match[1] for match in found if match]
    if len(marks) < len(cells):
        return False
    digits = [int(mark) for mark in marks if mark.isdigit()]
    letters = [mark for mark in marks if not mark.isdigit()]
    ordered = digits == sorted(set(digits)) and any(_in_order(letters, letter) for letter in _ALPHABETS)
    if digits and not letters:
        return ordered and ((len(digits) >= 2 and digits[0] <= 1) or digits == list(range(digits[0], digits[-1] + 1)))
    return ordered and letters[0] in {"A", "I"}


def _in_order(letters: list[str], alphabet: tuple[str, ...]) -> bool:
    places = [alphabet.index(letter) for letter in letters if letter in alphabet]
    return len(places) == len(letters) and places == sorted(set(places))
