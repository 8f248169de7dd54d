"""How much memory a wide table takes: 200 columns by 50,000 rows, read and tried as an import.

    python -m tests.bench.bench_wide_table [ROWS [COLUMNS]]

The trial runs in a process of its own, whose peak is printed; 400 MB bind.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import config
from museum_tracker import wire
from museum_tracker.core.db import make_engine
from museum_tracker.interop.imports.layout import letter_heading
from tests.bench.measuring import peak_mib
from tests.bench.museum import temporary_museum
from tests.factories.interop import try_file

LIMIT = 400
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def write_wide(path: Path, rows: int, columns: int) -> None:
    """A workbook as Excel writes it: texts shared, a number in every fourth column."""
    texts = ["Số đăng ký", "Tên hiện vật", *(f"Cột {column}" for column in range(3, columns + 1))]
    words = [f"ghi chép số {place} của sổ cũ" for place in range(5000)]
    shared = "".join(f"<si><t>{text}</t></si>" for text in (*texts, *words))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _links(f"{_OFFICE}/officeDocument", "xl/workbook.xml"))
        book.writestr("xl/_rels/workbook.xml.rels", _links(f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"))
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="Rộng" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">{shared}</sst>')
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for row in _rows(rows, columns, len(texts)):
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")


def _links(kind: str, target: str) -> str:
    strings = (
        f'<Relationship Id="r2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        if "sheet1" in target
        else ""
    )
    first = f'<Relationship Id="r1" Type="{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}">{first}{strings}</Relationships>'


def _rows(rows: int, columns: int, first: int) -> Iterator[str]:
    letters = [letter_heading(column) for column in range(columns)]
    yield '<row r="1">' + "".join(f'<c r="{a}1" t="s"><v>{n}</v></c>' for n, a in enumerate(letters)) + "</row>"
    for row in range(2, rows + 2):
        cells = [f'<c r="A{row}"><v>{row}</v></c>']
        for place, letter in enumerate(letters[1:], 1):
            if place % 4 == 3:
                cells.append(f'<c r="{letter}{row}"><v>{row * place}</v></c>')
            else:
                cells.append(f'<c r="{letter}{row}" t="s"><v>{first + (row * 31 + place) % 5000}</v></c>')
        yield f'<row r="{row}">{"".join(cells)}</row>'


def main() -> None:
    """Write the table, try it in a process of its own, and print the peak."""
    rows, columns = (int(argument) for argument in (*sys.argv[1:3], *("50000", "200")[len(sys.argv) - 1 :]))
    with temporary_museum() as museum:
        path = museum.settings.home / "rong.xlsx"
        write_wide(path, rows, columns)
        process = multiprocessing.get_context("spawn").Process(target=_try, args=(museum.settings, path))
        process.start()
        process.join()


def _try(settings: config.Settings, path: Path) -> None:
    begun = time.perf_counter()
    wire()
    engine = make_engine(settings.database)
    batch = try_file(engine, settings, path)
    print(
        f"{batch.rows_read} rows tried in {time.perf_counter() - begun:.0f} s, peak {peak_mib():.0f} MiB (goal {LIMIT})"
    )


if __name__ == "__main__":
    main()
