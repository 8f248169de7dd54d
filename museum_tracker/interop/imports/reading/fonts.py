"""Which cells of a workbook are written in a font of before Unicode: only those, and only if the file names fonts."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import xlrd

from museum_tracker.core.legacy import Encoding, encoding_of_font
from museum_tracker.interop.imports.reading.archives import column_number, pieces
from museum_tracker.interop.imports.reading.limits import Limits

RowFonts = Iterator[tuple[int, dict[int, str]]]
_SMALL = 64 * 1024 * 1024  # a part that lists styles or sheets is never larger
_CELL = re.compile(rb"<(?:\w{1,20}:)?c(?=\s)([^<>]{0,300})>(?:<(?:\w{1,20}:)?v>(\d{1,9})<)?")
_PLACE, _STYLE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,4})(\d{1,12})"), re.compile(rb"\ss\s*=\s*[\"'](\d{1,9})")
_SHARED = re.compile(rb"\st\s*=\s*[\"']s[\"']")
_RUN_FONT = re.compile(r"<(?:\w+:)?rFont\b[^<>]*?\bval\s*=\s*[\"']([^\"']{1,100})")
_FONT = re.compile(r"<(?:\w+:)?font(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.S)
_FONT_NAME = re.compile(r"<(?:\w+:)?name\b[^<>]*?\bval\s*=\s*[\"']([^\"']{1,100})")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.S)
_STYLE_FONT = re.compile(r"<(?:\w+:)?xf\b([^<>]*)>")
_FONT_ID = re.compile(r"\bfontId\s*=\s*[\"'](\d+)")


def is_old(font: str) -> bool:
    """Whether a font is one of before Unicode."""
    return encoding_of_font(font) is not Encoding.UNICODE


def xlsx_fonts(path: Path, limits: Limits) -> Callable[[str], RowFonts] | None:
    """How to walk the cells of an .xlsx sheet that are in old fonts, row by row; None where it has no such font."""
    with zipfile.ZipFile(path) as archive:
        styles = _old_styles(_text(archive, "xl/styles.xml"))
        shared = _old_texts(_text(archive, "xl/sharedStrings.xml"))
        parts = sheet_parts(archive) if styles or shared else {}
    if not parts:
        return None

    def walk(sheet: str) -> RowFonts:
        with zipfile.ZipFile(path) as archive, archive.open(parts[sheet]) as file:
            yield from _rows(pieces(file, limits), styles, shared)

    return lambda sheet: walk(sheet) if sheet in parts else iter(())


def _rows(blocks: Iterator[bytes], styles: Mapping[int, str], shared: Mapping[int, str]) -> RowFonts:
    at, fonts = 0, dict[int, str]()
    for block in blocks:
        for attributes, value in _CELL.findall(block):
            place, style = _PLACE.search(attributes), _STYLE.search(attributes)
            font = styles.get(int(style[1]), "") if style else ""
            if not font and shared and value and _SHARED.search(attributes):
                font = shared.get(int(value), "")
            if not font or place is None:
                continue
            row = int(place[2])
            if row != at and fonts:
                yield at, fonts
                fonts = {}
            at = row
            fonts[column_number(place[1]) - 1] = font
    if fonts:
        yield at, fonts


def _text(archive: zipfile.ZipFile, name: str) -> str:
    if name not in archive.namelist() or archive.getinfo(name).file_size > _SMALL:
        return ""
    return archive.read(name).decode("utf-8", "replace")


def _old_styles(styles: str) -> dict[int, str]:
    """The cell styles whose font is an old one, by their number."""
    names = [_FONT_NAME.search(body) for body in _FONT.findall(styles.partition("<cellXfs")[0])]
    old = {place: html.unescape(name[1]) for place, name in enumerate(names) if name and is_old(name[1])}
    if not old:
        return {}
    found = _STYLES.search(styles)
    fonts = [_FONT_ID.search(style) for style in _STYLE_FONT.findall(found[0] if found else "")]
    return {place: old[int(font[1])] for place, font in enumerate(fonts) if font and int(font[1]) in old}


def _old_texts(shared: str) -> dict[int, str]:
    """The shared texts that are written in an old font of their own, by their number."""
    if "rFont" not in shared:
        return {}
    texts = re.split(r"<(?:\w+:)?si\b", shared)[1:]
    runs = {place: _RUN_FONT.search(text) for place, text in enumerate(texts)}
    return {place: font[1] for place, font in runs.items() if font and is_old(font[1])}


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet by its name."""
    book, links = _text(archive, "xl/workbook.xml"), _text(archive, "xl/_rels/workbook.xml.rels")
    targets = {}
    for link in re.findall(r"<(?:\w+:)?Relationship\b([^<>]*)>", links):
        attributes = dict(re.findall(r"(\w+)\s*=\s*[\"']([^\"']*)", link))
        target = attributes.get("Target", "")
        targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    found = {}
    for sheet in re.findall(r"<(?:\w+:)?sheet\b([^<>]*)>", book):
        attributes = dict(re.findall(r"([\w:]+)\s*=\s*[\"']([^\"']*)", sheet))
        link = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        found[html.unescape(attributes.get("name", ""))] = targets.get(link, "")
    names = set(archive.namelist())
    return {name: part for name, part in found.items() if part in names}


def xls_fonts(path: Path) -> Callable[[str], RowFonts] | None:
    """How to walk the cells of an old .xls sheet that are in old fonts; None where it names no such font."""
    content = path.read_bytes().lower()
    if not any(mark in content for name in (".vn", "vni-") for mark in (name.encode(), name.encode("utf-16-le"))):
        return None
    try:
        book = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True)
    except Exception:  # noqa: BLE001 - a second reader of the same file: what it cannot read, the first one judges
        return None
    styles = {
        place: font for place, style in enumerate(book.xf_list) if is_old(font := book.font_list[style.font_index].name)
    }
    return (lambda sheet: _xls_rows(book, sheet, styles)) if styles else None


def _xls_rows(book: Any, name: str, styles: Mapping[int, str]) -> RowFonts:
    sheet = book.sheet_by_name(name)
    for row in range(sheet.nrows):
        found = {
            column: styles[style]
            for column in range(sheet.row_len(row))
            if (style := sheet.cell_xf_index(row, column)) in styles
        }
        if found:
            yield row + 1, found
    book.unload_sheet(name)
