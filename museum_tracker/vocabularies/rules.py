"""Words of a vocabulary: what they need, how names are compared, and where a word may stand in the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_
from museum_tracker.core.text import clean, fold, tone_key

CODE_LENGTH = 64
NAME_LENGTH = 200


class CodeTaken(Refusal):
    """Another word of the vocabulary already has this code."""

    msgid = N_("The code “%(code)s” already stands for “%(name)s”.")


class CodeMissing(Refusal):
    """A word needs a code, because numbers and files name it by that."""

    msgid = N_("A code is needed, at most %(most)s characters.")


class NameMissing(Refusal):
    """A word needs its Vietnamese name."""

    msgid = N_("A Vietnamese name is needed, at most %(most)s characters.")


class BelowItself(Refusal):
    """A word cannot stand below itself in the tree."""

    msgid = N_("“%(name)s” cannot stand below itself.")


class MeaningWouldMove(Refusal):
    """A word in use would come to mean something else below another one."""

    msgid = N_(
        "Moved there, “%(name)s” would mean something else (%(meaning)s), and objects use it: draft its own meaning, "
        "have the director put it in force, then move it."
    )


class TermInUse(Refusal):
    """A word that objects use is retired, never removed."""

    msgid = N_("“%(name)s” is in use (%(uses)s times): retire it instead.")


class TermEdited(Refusal):
    """Somebody else changed the word while the form was open."""

    msgid = N_("“%(name)s” was changed by somebody else in the meantime. Reload the page and change it again.")
    status = 409


def plain_name(name: str) -> str:
    """A name for comparing: small letters, one tone spelling, one kind of dash."""
    return re.sub("[‐‑‒–—―−]", "-", tone_key(name))


def check_words(*, code: str, name_vi: str) -> None:
    """Refuse a word without a code or a Vietnamese name.

    Raises:
        CodeMissing: the code is empty or too long.
        NameMissing: the Vietnamese name is empty or too long.
    """
    if not 0 < len(name_vi) <= NAME_LENGTH:
        raise NameMissing(field="name_vi", most=NAME_LENGTH)
    if not 0 < len(code) <= CODE_LENGTH:
        raise CodeMissing(field="code", most=CODE_LENGTH)


def is_below(term_id: int, ancestor_id: int, parents: Mapping[int, int | None]) -> bool:
    """Whether a word stands somewhere below another, or is that other."""
    seen: set[int] = set()
    here: int | None = term_id
    while here is not None and here not in seen:
        if here == ancestor_id:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def propose_code(name_vi: str, taken: Sequence[str]) -> str:
    """A code made from a name that no other word has."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(name_vi)).strip("_")[: CODE_LENGTH - 4] or "muc"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}_{number}", number + 1
    return code


def alt_names(text: str) -> list[str]:
    """Other spellings from a form: one a line or separated by semicolons, without repeats."""
    names = (clean(name) for name in re.split(r"[\n;]", text))
    return list(dict.fromkeys(name[:NAME_LENGTH] for name in names if name))
