"""What the journeys are made of: a register in Excel as a museum keeps it, photographs, and a 3D model."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
from PIL import Image

from museum_tracker.demo.models3d import model

SIDES = ("mặt trước", "mặt sau", "bên trái", "bên phải")
HEADINGS = (
    *("STT", "Số đăng ký", "Tên hiện vật", "Loại hình", "Chất liệu", "Niên đại", "Kích thước", "Số lượng"),
    *("Nơi phát hiện", "Miêu tả", "Tình trạng", "Phương thức sưu tầm", "Nguồn gốc", "Lý lịch"),
    *("Ngày sưu tầm", "Ngày đăng ký"),
)
VASE = ("BTBG 9001", "Bình gốm men ngọc", "Đồ gia dụng", "Gốm men", "thế kỷ XIV", "C: 26,5 cm; ĐK miệng: 9,2 cm", 1)
SPEAR = ("BTBG 9002", "Mũi giáo đồng", "Vũ khí", "Đồng", "2.500 năm cách ngày nay", "D: 18 cm; R: 4,5 cm", 1)
BOWL = ("BTBG 9003", "Bát hoa lam", "Đồ gia dụng", "Gốm men", "Lê sơ, thế kỷ XV", "C: 7 cm; ĐK miệng: 15 cm", 2)
GIVEN = ("Hiến tặng", "Một gia đình ở Tân Yên", "Gia đình giữ nhiều đời, trao cho bảo tàng.")
BOUGHT = ("Mua", "Một nhà sưu tầm", "Thu mua tại địa phương.")
OBJECTS = (
    (*VASE, "Tân Yên, Bắc Giang", "Bình miệng loe, men xanh ngọc, vai có hai đường chỉ.", "Nguyên vẹn", *GIVEN),
    (*SPEAR, "Hiệp Hòa, Bắc Giang", "Lưỡi hình búp đa, họng tra cán tròn.", "Gỉ, sứt mũi", *GIVEN),
    (*BOWL, "Yên Thế, Bắc Giang", "Vẽ hoa cúc dây màu lam trong lòng.", "Sứt miệng", *BOUGHT),
)


def write_register(path: Path, day: dt.date) -> Path:
    """A register of three objects collected and registered on that day, with a title above as museums write it."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sổ đăng ký"
    sheet.append(["SỔ ĐĂNG KÝ HIỆN VẬT"])
    sheet.append([])
    sheet.append(HEADINGS)
    written = f"{day:%d/%m/%Y}"
    for place, row in enumerate(OBJECTS, start=1):
        sheet.append([place, *row, written, written])
    book.save(path)
    return path


def photograph(path: Path, *, seed: int, width: int = 2400, height: int = 1800) -> Path:
    """A sharp picture of a vase before a grey ground, each seed another one."""
    random = np.random.default_rng(seed)
    down, across = np.mgrid[0:height, 0:width]
    ground = 150 + 40 * down / height
    reach = width * (0.12 + 0.1 * np.sin(down / height * np.pi) ** 2)
    inside = (abs(across - width / 2) < reach) & (down > height * 0.1) & (down < height * 0.9)
    bands = 90 + 60 * ((down // 60 + seed) % 2)
    grey = np.where(inside, bands, ground)[..., None] * np.array([0.9, 1.0, 0.92])
    grain = random.normal(0, 12, (height // 4, width // 4, 1)).repeat(4, 0).repeat(4, 1)
    Image.fromarray(np.clip(grey + grain, 0, 255).astype(np.uint8)).save(path, quality=82)
    return path


def scan(path: Path, *, seed: int) -> Path:
    """A scan that is sent in more than one piece: 2,000 pixels a side, too restless to be packed."""
    random = np.random.default_rng(seed)
    Image.fromarray(random.integers(0, 255, (2000, 2000, 3), dtype=np.uint8)).save(path, compress_level=1)
    return path


def vase(path: Path) -> Path:
    """A model of the celadon vase, as high as its record says."""
    path.write_bytes(model("vase", "celadon", height_m=0.265, seed=7))
    return path
