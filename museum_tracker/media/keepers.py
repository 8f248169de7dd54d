"""Which kept files records still name, told by the feature that keeps them: what nobody names is swept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

Named = Callable[[Session], Iterable[str]]
_keepers: dict[str, Named] = {}


def add_keeper(prefix: str, named: Named) -> None:
    """Have a folder of the storage swept: `named` answers the keys that records name, voided ones too.

    A file that no record names, because what it came with was refused, goes after a day. Called in `wire()`.
    """
    _keepers[prefix] = named


def keepers() -> dict[str, Named]:
    """The folders that are swept."""
    return dict(_keepers)
