"""A Vietnamese register of any length: most words repeat as in real books, sizes and descriptions do not."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.bench.growing import Table

HEADINGS = [
    "Số đăng ký",
    "Số phân loại",
    "Tên hiện vật",
    "Tên tiếng Anh",
    "Chất liệu",
    "Kỹ thuật",
    "Thời kỳ",
    "Niên đại",
    "Số lượng",
    "Đơn vị tính",
    "Kích thước",
    "Trọng lượng",
    "Xuất xứ",
    "Nơi phát hiện",
    "Phương thức sưu tầm",
    "Ngày sưu tầm",
    "Nguồn gốc",
    "Số biên bản",
    "Ngày đăng ký",
    "Quyển",
    "Trang",
    "Tình trạng",
    "Miêu tả",
    "Tình trạng kiểm kê",
    "Ghi chú",
]
NAMES = (
    "Rìu đồng",
    "Bát men lam",
    "Trống đồng",
    "Gạch mộ",
    "Mộc bản",
    "Sắc phong",
    "Ấm đất nung",
    "Bôn đá",
    "Khánh đá",
)
MATERIALS = (("Đồng", "KL"), ("Gốm", "Gm"), ("Đá", "Đ"), ("Gỗ", "ĐM"), ("Giấy", "Gi"), ("Vải", "V"))
PERIODS = ("Văn hóa Đông Sơn", "Lý", "Trần", "Lê sơ", "Mạc", "Nguyễn")
PLACES = ("Hiệp Hòa", "Việt Yên", "Yên Dũng", "Lục Nam", "Tân Yên", "Yên Thế", "Lạng Giang", "Sơn Động")
METHODS = ("Sưu tầm điền dã", "Hiến tặng", "Mua", "Khai quật khảo cổ", "Chuyển giao")
CONDITIONS = ("Nguyên vẹn", "Sứt miệng", "Gỉ nhẹ", "Vỡ đã gắn", "Ố, rách mép")


def rows(count: int) -> Iterator[list[str]]:
    """Register lines as a museum writes them: most words repeat, sizes and descriptions do not."""
    chance = random.Random(74)  # noqa: S311 - a fixed series, not a secret
    for number in range(1, count + 1):
        name, (material, code) = chance.choice(NAMES), chance.choice(MATERIALS)
        year = chance.randrange(1960, 2024)
        high, wide = chance.randrange(20, 900) / 10, chance.randrange(20, 900) / 10
        place = chance.choice(PLACES)
        yield [
            f"BTBG {number}", f"{code} {number}", f"{name} {chance.randrange(1000)}", "", material, "Đúc khuôn",
            chance.choice(PERIODS), f"thế kỷ {chance.choice(('XV', 'XVI', 'XVII', 'XVIII', 'XIX'))}",
            str(chance.randrange(1, 5)), "chiếc", f"C: {high:.1f} cm; R: {wide:.1f} cm".replace(".", ","),
            f"{chance.randrange(50, 3000)} g", f"{place}, Bắc Giang", place, chance.choice(METHODS),
            f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{year}", f"Hộ dân số {number % 977}",
            f"{number % 300}/BB-BTBG", f"{chance.randrange(1, 29):02}/12/{year}", str(1 + number // 2000),
            str(1 + number % 100), chance.choice(CONDITIONS),
            f"{name} {material.lower()} tìm thấy ở {place}, hoa văn số {number}, còn dấu sử dụng ở miệng và đáy.",
            "đã kiểm kê", "",
        ]  # fmt: skip


def register_table(count: int) -> Table:
    """A register as a table."""
    return HEADINGS, list(rows(count))
