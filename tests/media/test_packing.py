"""Grouping a folder's models with their parts takes as long as the folder is large, not its square."""

from __future__ import annotations

from pathlib import Path

import pytest

from museum_tracker.media import packing


def fill(folder: Path, models: int) -> list[Path]:
    folder.mkdir()
    for number in range(models):
        (folder / f"m{number}.obj").write_text(f"mtllib M{number}.MTL\nmtllib gone.mtl\n")
        (folder / f"m{number}.mtl").write_text("newmtl a\n")
    return list(folder.iterdir())


def looks(folder: Path, models: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How often the disk is asked what lies in a folder or how a file is called while so many models are grouped."""
    asked = 0
    plain = Path.iterdir

    def counted(self: Path):
        nonlocal asked
        for path in plain(self):
            asked += 1
            yield path

    paths = fill(folder, models)
    monkeypatch.setattr(Path, "iterdir", counted)
    grouped = packing.group(paths)
    monkeypatch.setattr(Path, "iterdir", plain)
    assert len(grouped) == models
    assert all(len(parts) == 1 for _model, parts in grouped)
    return asked


def test_each_folder_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert looks(tmp_path / "few", 20, monkeypatch) == 40
    assert looks(tmp_path / "many", 400, monkeypatch) == 800
