"""Papers that are printed by themselves: the list behind a figure, a frozen list, the minutes of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from museum_tracker.core import clock
from museum_tracker.core.errors import NotFound
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.figures.as_of import as_known
from museum_tracker.figures.basis import basis_of_figure
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.queries import get_population
from museum_tracker.figures.rules.asks import Ask, read_ask
from museum_tracker.figures.rules.measures import MEASURE_LABELS, Measure, is_stock
from museum_tracker.reports.closed import Closed
from museum_tracker.reports.kinds import minutes, single
from museum_tracker.reports.model import Document
from museum_tracker.reports.objects import object_list
from museum_tracker.reports.summary import ObjectList
from museum_tracker.years.frozen import FrozenAsk, find_frozen, read_frozen
from museum_tracker.years.queries import ClosedYear, find_sample

MINUTES = "bien-ban-mau"
LIST_FORMS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class MinutesAsk:
    """The minutes of the sample of a year."""

    year: int

    def text(self) -> str:
        """The question as one word of an address."""
        return f"{MINUTES}.{self.year}"


Wanted = Ask | FrozenAsk | MinutesAsk


def read_wanted(text: str) -> Wanted:
    """The paper behind a word of an address.

    Raises:
        ValueError: the word names none.
    """
    name, _, rest = text.partition(".")
    if name == MINUTES:
        return MinutesAsk(int(rest))
    return read_frozen(text) or read_ask(text)


def path_of(wanted: Wanted) -> str:
    """The page that shows what a paper prints."""
    if isinstance(wanted, MinutesAsk):
        return f"/nam/{wanted.year}/mau"
    return wanted.path if isinstance(wanted, FrozenAsk) else figure_path(wanted)


def forms_of(wanted: Wanted) -> tuple[str, ...]:
    """The forms a paper is printed in: minutes are signed on paper, a frozen list also goes out as plain text."""
    if isinstance(wanted, MinutesAsk):
        return LIST_FORMS[:2]
    return (*LIST_FORMS, "csv") if isinstance(wanted, FrozenAsk) else LIST_FORMS


def paper_document(session: Session, wanted: Wanted, locale: str) -> Document:
    """A paper as a document in a language.

    Raises:
        NotFound: there is no such population, nothing was frozen, or no sample was drawn.
    """
    if isinstance(wanted, MinutesAsk):
        sample = find_sample(session, wanted.year)
        if sample is None:
            raise NotFound(what=Message(N_("the sample of the year %(year)s"), {"year": str(wanted.year)}))
        return minutes.build(sample, get_profile(session), locale, today=clock.today())
    if isinstance(wanted, FrozenAsk):
        return _frozen(session, wanted, locale)
    return _live(session, wanted, locale)


def _live(session: Session, ask: Ask, locale: str) -> Document:
    title = _title(ask.measure, get_population(session, ask.population).title)
    then = as_known(session, replace(ask, known=None), known=clock.end_of(ask.known)) if ask.known else None
    ids = then.artifact_ids if then else None
    found = object_list(session, ask, locale, key=ask.measure.value, title=title, ids=ids)
    basis = basis_of_figure(session, ask)
    rests = [part for part in (basis.population, basis.document, basis.definition) if part is not None]
    return _listed(session, found, locale, _span(ask), rests)


def _frozen(session: Session, wanted: FrozenAsk, locale: str) -> Document:
    """The frozen objects; what the close has kept of each is printed, numbers and names are those of today."""
    kept = find_frozen(session, wanted)
    if kept is None:
        raise NotFound(what=wanted.text())
    year = kept.year
    stock = is_stock(wanted.measure)
    ask = Ask(wanted.measure, wanted.population, *((None, None, year.end) if stock else (year.start, year.end)))
    label = next(one.label(locale) for one in year.populations if one.code == wanted.population)
    title = _title(wanted.measure, label)
    found = object_list(session, ask, locale, key=wanted.measure.value, title=title, frozen=kept)
    document = _listed(session, found, locale, _span(ask), _rests(year, wanted, stale=kept.days is None))
    return replace(document, name=f"{document.name}-{wanted.year}-{wanted.number}")


def _rests(year: ClosedYear, wanted: FrozenAsk, *, stale: bool) -> list[Message]:
    """On what a frozen list rests, and what of it is not frozen."""
    rests = [
        Message("%(basis)s", {"basis": Closed(year).proof}),
        Message(N_("SHA-256 of the list %(hash)s"), {"hash": year.list_hash(wanted.population, wanted.measure)}),
    ]
    if stale:
        rests.append(Message(N_("numbers, names and the days counted are those of today")))
    else:
        rests.append(Message(N_("numbers and names are those of today")))
    return rests


def _listed(session: Session, found: ObjectList, locale: str, span: Message, rests: Sequence[Message]) -> Document:
    museum = get_profile(session).name(locale)
    return single.build(found, museum, locale, span, dated=clock.today(), rests=rests)


def _title(measure: Measure, population: Message | str) -> Message:
    values = {"measure": Message(MEASURE_LABELS[measure]), "population": population}
    return Message(N_("%(measure)s: %(population)s"), values)


def _span(ask: Ask) -> Message:
    if ask.no_year is not None:
        return Message(N_("in no year"))
    if is_stock(ask.measure) or ask.start is None or ask.end is None:
        until = ask.until or ask.end
        return Message(N_("as of %(date)s"), {"date": until}) if until else Message(N_("as of today"))
    return Message(N_("from %(start)s to %(end)s"), {"start": ask.start, "end": ask.end})
