"""Random records as people write them, for tests that hold whatever was written."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

WORDS = st.sampled_from(["Bình gốm", "Trống đồng Đông Sơn", "Gia phả họ Nguyễn", "Ảnh chân dung", "Rìu", "K'ni"])
NUMBERS = st.builds("{} {}".format, st.sampled_from(["BTBG", "btbg", "Đ", "D"]), st.integers(1, 6))
DAYS = st.sampled_from(["12/03/2001", "2019", "05/2026", "20/11/2026", "22/11/2026"])
TYPES = st.sampled_from(["nhạc cụ", "Văn bản – tư liệu", "Phim ảnh", "Tượng"])
MATERIALS = st.sampled_from(["Gốm", "Đồng", "Gỗ", "Giấy", "Đồng, Gỗ", "Gỗ; sơn"])
METHODS = st.sampled_from(["Sưu tầm", "Hiến tặng", "Mua", "Gửi giữ", "Khai quật"])

# The texts of a record by field name, but for its numbers and days, which doors treat each in their way.
TEXTS = st.fixed_dictionaries(
    {"name_vi": WORDS},
    optional={
        "name_en": st.sampled_from(["Vase", "Bronze drum"]),
        "type": TYPES,
        "material": MATERIALS,
        "dating": st.sampled_from(["thế kỷ XIV", "1783", "khoảng 1930", "Trần, thế kỷ XIV", "không rõ"]),
        "dimensions": st.sampled_from(["C: 26,5 cm; ĐK: 34,2 cm", "30 x 20 cm", "mất"]),
        "weight": st.sampled_from(["8,6 kg", "215 g"]),
        "quantity": st.integers(1, 4).map(str),
        "find_place": st.sampled_from(["Hiệp Hòa", "xã Xuân Cẩm, huyện Hiệp Hòa"]),
        "description_vi": st.sampled_from(["Nguyên vẹn", "Thân phình, men rạn\nđáy bằng"]),
        "old_numbers": st.sampled_from(["K 77", "K 77; K 78", "-"]),
        "notes": st.sampled_from(["xem lại", "đã sửa"]),
    },
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """The texts of a record with its numbers and days."""
    more = st.fixed_dictionaries(
        {},
        optional={
            "number": NUMBERS,
            "classification_number": NUMBERS,
            "collected": DAYS,
            "registered": DAYS,
            "acquisition_method": METHODS,
            "flat": st.sampled_from(["Có", "Không"]),
            "kind": st.sampled_from(["Tài liệu", "Hiện vật"]),
        },
    )
    return {**draw(TEXTS), **draw(more)}
