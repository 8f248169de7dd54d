"""Where the name of an office may be broken between lines: between its units of meaning, never inside one."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

FREE, AFTER_COMMA, ANYWHERE, IN_A_NAME, NEVER = 0, 4, 10, 30, 60
JOINS = frozenset({"và", "and", "–", "-", "(", "&"})
# What belongs to the word after it: "tỉnh Bắc Giang", "số 74/KH-UBND".
LEADS = frozenset(
    "và của tỉnh huyện xã phường sở phòng số ngày tháng năm về cho tại and of the for in on to no.".split()  # noqa: SIM905
)
COMPOUNDS = frozenset(
    {
        ("văn", "hóa"), ("văn", "hoá"), ("thể", "thao"), ("du", "lịch"), ("bảo", "tàng"), ("ủy", "ban"), ("uỷ", "ban"),
        ("nhân", "dân"), ("thành", "phố"), ("khoa", "học"), ("công", "nghệ"), ("di", "sản"), ("di", "tích"),
        ("lịch", "sử"), ("cách", "mạng"), ("dân", "tộc"), ("quản", "lý"), ("thông", "tin"), ("truyền", "thông"),
        ("giáo", "dục"), ("đào", "tạo"), ("nghệ", "thuật"), ("quân", "sự"), ("mỹ", "thuật"), ("trung", "ương"),
        ("trung", "tâm"), ("kế", "hoạch"), ("kết", "quả"), ("thực", "hiện"), ("tổng", "hợp"), ("báo", "cáo"),
    }
)  # fmt: skip


@cache
def breaks(text: str) -> tuple[int, ...]:
    """For each word but the first, how much a line break before it hurts."""
    words = text.split()
    return tuple(_cost(before, word) for before, word in pairwise(words))


def _cost(before: str, word: str) -> int:
    one, next_ = before.casefold().strip("(),;"), word.casefold().strip("(),;")
    if one in LEADS or (one, next_) in COMPOUNDS:
        return NEVER
    if next_ in JOINS or word.startswith("("):
        return FREE
    if before.endswith((",", ";")):
        return AFTER_COMMA
    if before[:1].isupper() and word[:1].islower() and next_ not in LEADS:
        return NEVER  # the later syllables of a name are small: "Văn hóa", "Bảo tàng"
    if before[:1].isupper() and word[:1].isupper():
        return IN_A_NAME
    return ANYWHERE
