"""Papers that features above print of what a year holds: the minutes of its sample, the lists it has frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A file that a page of years offers: on which page ("minutes", "list"), its label, and its address.

    `url` gets the word of an address for a list (`FrozenAsk.text()`), the year for minutes.
    """

    name: str
    page: str
    label: str
    url: Callable[[str], str]
    permission: Permission


_papers: dict[str, Paper] = {}


def add_paper(paper: Paper) -> None:
    """Offer a file on a page of years; called from a feature's `init_app`, harmless when repeated."""
    _papers[paper.name] = paper


def list_papers(page: str, user: User) -> list[Paper]:
    """The files that a page offers to a reader, in the order in which features brought them."""
    return [paper for paper in _papers.values() if paper.page == page and user.can(paper.permission)]
