"""Every page that any test opens is looked at: valid, accessible, free of inline code, fully in words."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

# Parse errors that no reader meets: custom elements and SVG attributes are fine in today's browsers.
HARMLESS = {"non-void-element-with-trailing-slash"}
_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?"
_ZONE = r"(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)"
MOMENT = re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d)(?:[T ]{_CLOCK}{_ZONE}?)?|(?P<month>\d{{4}}-\d\d)|\d{{4}}|{_CLOCK}")
UNTRANSLATED = re.compile(r"%\(\w+\)s|\bUndefined\b|&lt;(?:div|span|a|svg)\b")


class CheckedClient(FlaskClient):
    """A browser that refuses pages no person should be given."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if (
            response.mimetype == "text/html"
            and not response.is_streamed
            and response.status_code not in (301, 302, 303)
        ):
            text = response.get_data(as_text=True)
            if "<html" in text[:400].lower():
                faults = list(page_faults(text))
                assert not faults, f"{response.request.path}: " + "; ".join(faults)
        return response


def page_faults(text: str) -> list[str]:
    """What is wrong with a page, in words; empty for a good one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    faults = [f"line {line}: {code} {data}" for (line, _), code, data in parser.errors if code not in HARMLESS]
    elements = list(tree.iter())
    faults += _structure(tree, elements) + _names(elements) + _policy(elements)
    faults += _moments(elements)
    if found := UNTRANSLATED.search(text):
        faults.append(f"raw text {found.group()!r}")
    return faults


def _structure(tree: Element, elements: list[Element]) -> list[str]:
    faults = []
    html = tree if tree.tag == "html" else tree.find("html")
    if html is None or not html.get("lang"):
        faults.append("no language")
    if not (tree.findtext(".//title") or "").strip():
        faults.append("no title")
    heads = [e for e in elements if e.tag == "h1"]
    if len(heads) != 1:
        faults.append(f"{len(heads)} h1")
    twice = [name for name, times in Counter(e.get("id") for e in elements if e.get("id")).items() if times > 1]
    if twice:
        faults.append(f"ids used twice: {twice}")
    known = {e.get("id") for e in elements}
    for element in elements:
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list"):
            named = (element.get(attribute) or "").split()
            faults += [f"{element.tag} {attribute}={name!r} points nowhere" for name in named if name not in known]
    return faults


def _words_of(element: Element) -> str:
    return "".join(element.itertext()).strip() or element.get("aria-label") or element.get("title") or ""


def _names(elements: list[Element]) -> list[str]:
    labelled = {e.get("for") for e in elements if e.tag == "label"}
    inside = {id(child) for e in elements if e.tag == "label" for child in e.iter()}
    faults = []
    for e in elements:
        if e.tag == "img" and e.get("alt") is None:
            faults.append(f"img without alt: {e.get('src')}")
        if e.tag in {"input", "select", "textarea"} and e.get("type") not in {"hidden", "submit", "button", "image"}:
            named = e.get("aria-label") or e.get("aria-labelledby") or e.get("id") in labelled or id(e) in inside
            if not named:
                faults.append(f"{e.tag} {e.get('name')} without a label")
        has_words = _words_of(e) or any(i.get("alt") for i in e.iter("img")) or e.get("aria-labelledby")
        if e.tag in {"a", "button"} and not has_words:
            faults.append(f"{e.tag} without words: {e.attrib}")
        if e.tag == "form" and not e.get("action") and e.get("method", "").lower() == "post":
            faults.append("form without action")
    return faults


def _moments(elements: list[Element]) -> list[str]:
    """Days and instants that machines cannot read: HTML allows three digits of a second, text alone only if valid."""
    said = [(e.tag, e.get("datetime", "".join(e.itertext()).strip())) for e in elements if e.tag == "time"]
    said += [(e.tag, e.get("datetime", "")) for e in elements if e.tag in {"ins", "del"} and e.get("datetime")]
    return [f"{tag} datetime={text!r}" for tag, text in said if not is_moment(text)]


def is_moment(text: str) -> bool:
    """Whether a text is a valid month, day, time, local or global date and time, or year of HTML."""
    found = MOMENT.fullmatch(text)
    if found is None:
        return False
    try:
        if found["day"]:
            dt.date.fromisoformat(found["day"])
        elif found["month"]:
            dt.date.fromisoformat(f"{found['month']}-01")
    except ValueError:
        return False
    return True


def _policy(elements: list[Element]) -> list[str]:
    faults = []
    for e in elements:
        if e.get("style") is not None or any(name.startswith("on") for name in e.attrib):
            faults.append(f"inline style or handler on {e.tag}")
        if e.tag == "style" or (e.tag == "script" and not e.get("src") and e.get("type") != "application/json"):
            faults.append(f"inline {e.tag}")
        for address in (e.get("src") or "", e.get("href") or ""):
            if e.tag != "a" and address.startswith(("http:", "https:", "//")):
                faults += [f"{e.tag} from elsewhere: {address}"]
    return faults
