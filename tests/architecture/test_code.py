"""Whole-app truths about the code: size, commits at the edge, heavy libraries kept out of the web process."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "museum_tracker"
EDGES = {"views", "api", "cli", "jobs", "tasks", "demo"}
HEAVY = {
    "trimesh",
    "scipy",
    "alembic",
    "docxtpl",
    "docx",
    "boto3",
    "pyvips",
    "wasmtime",
    "typst",
    "xlsxwriter",
    "collada",
    "numpy",
    "networkx",
    "DracoPy",
    "psutil",
}
FIRST_ANSWER = """
import sys, museum_tracker
from museum_tracker.core.db import Base
app = museum_tracker.create_app()
Base.metadata.create_all(app.extensions["engine"])
answer = app.test_client().get("/dang-nhap", follow_redirects=True)
print(answer.status_code, *sys.modules)
"""
LONG_FUNCTION = 40
LONG_FILE = 300


def modules() -> list[Path]:
    return sorted(path for path in (*PACKAGE.rglob("*.py"), ROOT / "config.py", ROOT / "wsgi.py") if path.exists())


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_python_file_outgrows_its_subject():
    files = [*modules(), *(ROOT / "tests").rglob("*.py"), *(ROOT / "migrations" / "versions").glob("000[2-9]*.py")]
    long = {name(path): lines for path in files if (lines := len(path.read_text().splitlines())) > LONG_FILE}
    assert not long


def test_no_function_outgrows_a_screen_without_a_waiver():
    long = []
    for path in modules():
        source = path.read_text()
        lines = source.splitlines()
        for node in functions(ast.parse(source)):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > LONG_FUNCTION and "long:" not in lines[node.lineno - 1]:
                long.append(f"{name(path)}:{node.name} {length}")
    assert not long


def test_only_the_edge_commits():
    """Views, commands and the worker commit; services flush, so that deeds compose."""
    faults = []
    for path in modules():
        parts = {part.removesuffix(".py") for part in path.relative_to(ROOT).parts}
        if parts & EDGES or any(part.startswith(("views", "cli")) for part in parts):
            continue
        faults += [
            f"{name(path)}:{node.lineno}"
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
        ]
    assert not faults


def test_public_things_say_what_they_are():
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text())
        if not ast.get_docstring(tree) and tree.body:
            silent.append(name(path))
        for node in tree.body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
            if named and not ast.get_docstring(node):
                silent.append(f"{name(path)}:{node.name}")
    assert not silent


def test_the_web_process_never_loads_the_heavy_libraries():
    environ = {"PATH": "", "MUSEUM_SECRET_KEY": "x", "MUSEUM_DATABASE_URL": "sqlite://"}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER], capture_output=True, text=True, cwd=ROOT, env=environ, check=False
    )
    assert done.returncode == 0, done.stderr
    status, *loaded = done.stdout.split()
    assert status == "200"
    assert not HEAVY & set(loaded)


@pytest.mark.parametrize("word", ["TODO", "FIXME", "raise NotImplementedError"])
def test_nothing_promises_instead_of_doing(word: str):
    assert not [name(path) for path in modules() if word in path.read_text()]


def test_the_top_level_holds_what_was_agreed_and_what_git_leaves_out():
    """A test or a command that writes where it stands would leave its traces here."""
    agreed = {"museum_tracker", "uploads", "migrations", "tests", "config.py", "wsgi.py", "pyproject.toml", "README.md"}
    beside = {"LICENSE", "CHANGELOG.md", "requirements.lock"}
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines()}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    strange = {name for name in found - agreed - beside - ignored if not name.endswith(".egg-info")}
    assert not strange
