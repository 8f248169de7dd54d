"""The benchmarks run: small, and without judging any time."""

from __future__ import annotations

from pathlib import Path

import pytest

from museum_tracker.accounts.permissions import Role
from tests.bench import (
    bench_busy,
    bench_datasette,
    bench_exports,
    bench_figures,
    bench_import,
    bench_models,
    bench_pages,
    bench_people,
    bench_pictures,
    bench_reports,
    bench_search,
    bench_start,
    bench_uploads,
    bench_whatif,
)
from tests.bench.growing import grown, invented_table, write_grown
from tests.bench.museum import temporary_museum
from tests.bench.register import register_table

FEW = 200


def test_a_grown_table_has_as_many_rows_as_wanted_and_numbers_of_their_own() -> None:
    heading, rows = invented_table()
    copies = list(grown((heading, rows[:50]), FEW))
    assert len(copies) == FEW
    place = heading.index("number")
    assert len({row[place] for row in copies}) == FEW


def test_the_import_is_compared_with_every_row_accounted_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_grown(tmp_path / "rows.csv", register_table(FEW), FEW)
    assert bench_import.compare(path, FEW, tmp_path) > 0
    assert "import / sqlite-utils" in capsys.readouterr().out


def test_entering_a_table_again_is_timed_equal_and_changed(tmp_path: Path) -> None:
    assert bench_import.enter_again(register_table(FEW), FEW, tmp_path).keys() == {"first", "equal", "changed"}


def test_taking_an_import_back_is_timed(tmp_path: Path) -> None:
    path = write_grown(tmp_path / "rows.csv", register_table(FEW), FEW)
    assert all(spent.cpu > 0 for spent in bench_import.enter_and_undo(path, FEW))


def test_the_list_page_is_compared_for_words_of_every_frequency_and_for_its_depth(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ratios = bench_search.run(FEW, pg=False, rounds=1, home=tmp_path)
    assert len(ratios) == 7
    assert min(ratios.values()) > 0
    said = capsys.readouterr().out
    assert "worst ratio" in said
    assert "filters" in said


def test_the_figures_are_compared_and_both_sides_agree(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bench_figures", "--objects", str(FEW)])
    bench_figures.main()
    assert capsys.readouterr().out


def test_a_what_if_is_answered_with_a_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_whatif.run(FEW, rounds=2) > 0
    assert "what-if at" in capsys.readouterr().out


def test_the_report_of_a_year_is_timed_and_its_appendix_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["bench_reports", "--objects", str(FEW), "--rows", str(2 * FEW)])
    bench_reports.main()
    assert "appendix / bare XlsxWriter" in capsys.readouterr().out


def test_a_museum_is_copied_with_its_facts_and_sums(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_figures, "WRITTEN", FEW // 4)
    monkeypatch.setattr("sys.argv", ["bench_figures", "--objects", str(FEW)])
    bench_figures.main()
    said = capsys.readouterr().out
    assert "4 times" in said
    assert "figures agree" in said
    assert ", 0 differences" in said


def test_a_cold_start_is_compared_with_importing_the_libraries() -> None:
    assert bench_start.run(1) > 0


def test_a_photograph_and_its_tiles_are_compared_with_libvips(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_pictures.run(1.2, 1) > 0
    assert "bit by bit" in capsys.readouterr().out


def test_a_scan_is_compared_with_the_bare_calls_it_needs() -> None:
    assert bench_models.run(2000, ("stl",))["stl"] > 0


def test_a_workbook_is_compared_with_one_written_by_the_library_alone() -> None:
    assert bench_exports.run(20) > 0


def test_an_upload_in_pieces_is_compared_with_a_form() -> None:
    assert min(bench_uploads.run(1, 1).values()) > 0


def test_people_work_at_once_and_nothing_is_lost(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_people.run(20, 0.5, 3, 0.05) > 0
    said = capsys.readouterr().out
    assert "0 errors" in said
    assert ", 0 lost" in said


def test_pages_are_timed_at_rest_and_beside_an_import(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_busy.run(FEW, 50, seconds=0.1) > 0
    assert "50 rows entered" in capsys.readouterr().out


def test_beside_datasette_it_is_said_when_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench_datasette.run(FEW, None, rounds=1) == {}
    assert "no comparison" in capsys.readouterr().out


def test_every_page_is_walked_at_two_sizes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with temporary_museum(home=tmp_path) as museum:
        museum.fill(register_table(FEW // 4), FEW // 4)
    bench_pages.run(FEW // 4, FEW // 2, 1, [Role.CURATOR], home=tmp_path)
    said = capsys.readouterr().out
    assert "50 and 100 objects" in said
    assert "catalogue.show" in said
