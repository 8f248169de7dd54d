"""Whole-app truths about words: documents that agree with the code, and a complete Vietnamese catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from tests.tools import catalogue, readme

ROOT = Path(__file__).resolve().parents[2]


def test_the_readme_lists_every_setting_and_permission():
    assert readme.README.read_text(encoding="utf-8") == readme.written()


def test_ci_runs_the_readme_test_command_word_for_word():
    command = next(line for line in readme.README.read_text(encoding="utf-8").splitlines() if line.endswith("/pytest"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_setup_commands_stand_first():
    head = readme.README.read_text(encoding="utf-8")[:900]
    assert "museum-tracker demo" in head
    assert "pytest" in head


def test_every_picture_of_the_readme_is_there():
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", readme.README.read_text(encoding="utf-8"))
    assert shown
    assert not [path for path in shown if not (ROOT / path).is_file()]


def test_every_text_has_its_vietnamese():
    assert not catalogue.missing(catalogue.merged())


def test_no_word_is_kept_that_nothing_says():
    assert not catalogue.stale()


def test_the_compiled_catalogue_comes_from_its_sources():
    assert catalogue.COMPILED.read_bytes() == catalogue.compiled(catalogue.merged())
