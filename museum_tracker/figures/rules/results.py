"""What a figure is: objects and pieces, and how many of them rest on the opening balance."""

from __future__ import annotations

from typing import NamedTuple


class Figure(NamedTuple):
    """A count of objects (register lines) and of pieces; `opening…` is the part that rests on old books only."""

    objects: int = 0
    pieces: int = 0
    opening_objects: int = 0
    opening_pieces: int = 0

    def plus(self, other: Figure) -> Figure:
        """Both counts together."""
        return Figure(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    def minus(self, other: Figure) -> Figure:
        """What is left when the other count is taken away."""
        return Figure(*(mine - theirs for mine, theirs in zip(self, other, strict=True)))
