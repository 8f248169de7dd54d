"""The static files: nobody altered the vendored ones, colours live in one place and are legible, pages stay light."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from museum_tracker.accounts.permissions import Role

STATIC = Path(__file__).resolve().parents[2] / "museum_tracker" / "web" / "static"
MANIFEST = json.loads((STATIC / "vendor" / "manifest.json").read_text())
OWN_CSS = sorted((STATIC / "css").glob("*.css"))

TEXT = ("ink", "soft", "faint", "lacquer", "patina", "amber", "slate", "gold-edge", "focus")
GROUNDS = ("paper", "surface", "sunk")


def test_vendored_files_are_those_of_the_manifest() -> None:
    listed = {}
    for package in MANIFEST:
        assert package["name"]
        assert package["version"]
        assert package["licence"]
        for name, file in package["files"].items():
            listed[f"{package['folder']}/{name}"] = file["sha256"]
    there = {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert there == listed


def test_only_the_tokens_name_colours() -> None:
    named = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(")
    for path in OWN_CSS:
        if path.name in {"tokens.css", "dark.css", "print.css"}:
            continue
        text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
        assert not named.findall(text), path.name


def tokens(*names: str) -> dict[str, str]:
    """The custom properties of style sheets, later ones winning."""
    found: dict[str, str] = {}
    for name in names:
        found |= dict(re.findall(r"--([\w-]+):\s*([^;]+);", (STATIC / "css" / name).read_text()))
    return found


def test_every_token_in_use_is_defined_and_dark_adds_none() -> None:
    light = tokens("tokens.css")
    assert set(tokens("dark.css")) <= set(light)
    for path in OWN_CSS:
        assert set(re.findall(r"var\(--([\w-]+)", path.read_text())) <= set(light), path.name


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb, as WCAG 2.2 defines it."""
    digits = colour.strip().lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("sheets", [("tokens.css",), ("tokens.css", "dark.css")], ids=["light", "dark"])
def test_text_and_shapes_are_legible_on_every_ground(sheets: tuple[str, ...]) -> None:
    t = tokens(*sheets)
    pairs = [(name, ground, 4.5) for name in TEXT for ground in GROUNDS]
    pairs += [(name, f"{name}-wash", 4.5) for name in ("lacquer", "patina", "amber", "slate")]
    pairs += [("gold-edge", "gold-wash", 4.5), ("on-lacquer", "lacquer", 4.5), ("on-lacquer", "lacquer-deep", 4.5)]
    pairs += [("ink", f"{name}-wash", 4.5) for name in ("lacquer", "patina", "amber", "gold")]
    pairs += [("ink", "mark", 4.5), ("ink", "rail", 4.5), ("soft", "rail", 4.5)]
    pairs += [("control", ground, 3.0) for ground in GROUNDS]
    faint = [f"{one} on {ground}" for one, ground, least in pairs if contrast(t[one], t[ground]) < least]
    assert not faint


def test_the_frame_of_a_page_is_light() -> None:
    """CSS and JavaScript of every page leave most of the 150 kB to the page itself."""
    files = [*OWN_CSS, STATIC / "icons.svg", STATIC / "js" / "house.js", STATIC / "vendor/htmx/htmx.min.js"]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 60_000


def test_static_files_name_no_other_host() -> None:
    for path in [*OWN_CSS, *STATIC.glob("js/**/*.js")]:
        assert not re.search(r"https?://", path.read_text()), path.name


def test_every_sign_in_use_is_in_the_sprite() -> None:
    package = STATIC.parents[1]
    known = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text()))
    for page in package.rglob("templates/**/*.html"):
        used = set(re.findall(r"""\bicon\(\s*["']([\w-]+)["']""", page.read_text()))
        assert used <= known, f"{page.name}: {used - known}"


def test_what_browsers_keep_for_long_sets_no_cookie(sign_in: Callable[[Role], FlaskClient]):
    browser = sign_in(Role.CURATOR)
    with browser.session_transaction() as cookie:
        cookie.permanent = True
    assert "Set-Cookie" in browser.get("/tong-quan").headers
    page = browser.get("/tong-quan").text
    styles = next(part for part in page.split('"') if part.startswith("/tinh/") and ".css" in part)
    with closing(browser.get(styles)) as answer:
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
