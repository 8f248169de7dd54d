"""The list of contents of a zip is weighed before it is read."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from museum_tracker.core.zips import MOST_OCTETS, has_bearable_list
from museum_tracker.interop.imports.reading.errors import NotATable
from museum_tracker.interop.imports.reading.files import open_table
from museum_tracker.media.sniff import identify

HUGE = MOST_OCTETS + 1


def archive(path: Path, entries: int = 3, comment: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.comment = comment
        for number in range(entries):
            made.writestr(f"{number}.obj", b"v 0 0 0\n")
    return path


@pytest.mark.parametrize("comment", [b"", b"PK", b"x" * 60_000])
def test_an_ordinary_archive_has_a_short_list(tmp_path: Path, comment: bytes):
    assert has_bearable_list(archive(tmp_path / "a.zip", comment=comment))
    assert identify(tmp_path / "a.zip") is not None


def test_a_file_that_is_no_archive_has_none(tmp_path: Path):
    for name, content in (("empty", b""), ("short", b"PK"), ("cut", b"PK\5\6")):
        (tmp_path / name).write_bytes(content)
        assert has_bearable_list(tmp_path / name)


@pytest.mark.parametrize("offset", [0, struct.unpack("<I", b"PK\5\6")[0]])
def test_an_archive_of_a_million_entries_is_neither_a_model_nor_a_table(tmp_path: Path, offset: int):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\3\4" + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, HUGE, offset, 0))
    assert not has_bearable_list(path)
    assert identify(path) is None
    with pytest.raises(NotATable):
        open_table(path, "a.xlsx")


def test_an_archive_with_a_far_end_is_weighed_by_it(tmp_path: Path):
    path = tmp_path / "a.zip"
    far = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, HUGE, 0)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, 4, 1)
    near = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, 10, 0, 0)
    path.write_bytes(b"PK\3\4" + far + locator + near)
    assert not has_bearable_list(path)
