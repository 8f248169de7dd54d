"""Rewrite the tables of the README from the code: `python -m tests.tools.readme`; a test compares them."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import config
from museum_tracker.accounts.permissions import GRANTS, PERMISSION_LABELS, ROLE_LABELS, Permission, Role

README = Path(__file__).resolve().parents[2] / "README.md"


def settings_table() -> str:
    """Every setting with its variable, its default and its sentence."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for setting in fields(config.Settings):
        default = "the checkout" if setting.name == "home" else f"`{setting.default}`" if setting.default != "" else "–"
        rows.append(f"| `MUSEUM_{setting.name.upper()}` | {default} | {setting.metadata['doc']} |")
    return "\n".join(rows)


def permissions_table() -> str:
    """Every permission with the roles that hold it."""
    rows = ["| may | " + " | ".join(ROLE_LABELS[role] for role in Role) + " |", "|---|" + ":-:|" * len(Role)]
    for permission in Permission:
        held = " | ".join("✓" if permission in GRANTS[role] else "" for role in Role)
        rows.append(f"| {PERMISSION_LABELS[permission]} | {held} |")
    return "\n".join(rows)


def written() -> str:
    """The README with its tables as the code has them."""
    text = README.read_text(encoding="utf-8")
    for name, table in (("settings", settings_table()), ("permissions", permissions_table())):
        block = f"<!-- {name} -->\n{table}\n<!-- /{name} -->"
        text = re.sub(rf"<!-- {name} -->.*?<!-- /{name} -->", lambda _, block=block: block, text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    README.write_text(written(), encoding="utf-8")
