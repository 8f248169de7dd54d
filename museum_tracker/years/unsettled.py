"""What is unsettled in a year that is to be closed: each point with its count and the page where it is settled.

Features above add theirs with `add_point` in their `wire()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import Custody
from museum_tracker.classification.queries import count_waiting as count_classifications
from museum_tracker.core import clock
from museum_tracker.core.errors import Refusal
from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.museum import get_profile
from museum_tracker.digitization.queries.waiting import count_waiting as count_reviews
from museum_tracker.figures.checking import count_wrong_figures, last_check
from museum_tracker.figures.links import figure_path
from museum_tracker.figures.members import members
from museum_tracker.figures.models import FigureCheck
from museum_tracker.figures.populations import counted_versions
from museum_tracker.figures.queries import figure
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.populations import DEFAULT
from museum_tracker.inventory.queries import Work, count_early, count_work
from museum_tracker.targets.board import BoardRow, board_in, lacks_year
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.plan_words import Scope
from museum_tracker.years.queries import Year, find_sample
from museum_tracker.years.roll import call_roll, kept_figures
from museum_tracker.years.rules.sampling import Outcome
from museum_tracker.years.services.freezing import agree, balances_of
from museum_tracker.years.shapes import OpenPoint


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something to settle before a close: `count` things, settled at `path`; a `blocking` one refuses the close.

    With nothing open (`count` 0) it is shown as done. `detail` explains where a page of a like name counts otherwise.
    """

    code: str
    message: Message
    count: int
    path: str = ""
    blocking: bool = False
    detail: Message | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do."""
        return not self.count

    def kept(self) -> OpenPoint:
        """The point as a close keeps it."""
        return OpenPoint(code=self.code, count=self.count, message=self.message)


Provider = Callable[[Session, Year, dt.date], Iterator[Point]]
PROVIDERS: dict[str, Provider] = {}


def add_point(name: str, provider: Provider) -> None:
    """Have a feature's own points listed before a year is closed: `provider(session, year, today)` gives them."""
    PROVIDERS[name] = provider


def list_points(session: Session, year: Year, on: dt.date, *, count_anew: bool = True) -> list[Point]:
    """Everything that a close of the year asks about, settled or not, in the order in which it is shown.

    `count_anew` compares the figures with their objects and adds up the balances now (seconds in a large museum).
    """
    points = [*_objects(session, year), *_queues(session), *_targets(session, year)]
    for provider in PROVIDERS.values():
        points += provider(session, year, on)
    points.append(_sample(session, year))
    points.append(recount_point(last_check(session), year))
    if count_anew:
        points.append(_figures(session, year))
    return points


def _objects(session: Session, year: Year) -> Iterator[Point]:
    awaiting = Ask(Measure.AWAITING_COUNCIL, DEFAULT, end=year.end)
    count = figure(session, awaiting).objects
    yield Point(
        code="awaiting_council",
        message=Message(N_("Objects received and still before the council")),
        count=count,
        path=figure_path(awaiting),
        detail=_before_council(session, awaiting, count, year.end),
    )
    collected = Ask(Measure.COLLECTED_UNREGISTERED, DEFAULT, as_of=year.end)
    to_register = Message(
        N_("as of %(date)s; the list of objects to register holds %(today)s today, in every store"),
        {"date": year.end, "today": count_work(session, Work.REGISTER)},
    )
    yield Point(
        code="collected_unregistered",
        message=Message(N_("Objects collected and not yet registered")),
        count=figure(session, collected).objects,
        path=figure_path(collected),
        detail=to_register,
    )
    in_all = Message(N_("the list holds %(all)s, of every year"), {"all": count_work(session, Work.EARLY)})
    yield Point(
        code="registered_early",
        message=Message(N_("Objects registered in the year, before the day they were collected")),
        count=count_early(session, year.start, year.end),
        path=f"/kiem-ke/viec/{Work.EARLY}",
        detail=in_all,
    )


def _before_council(session: Session, ask: Ask, count: int, on: dt.date) -> Message:
    """How many of them a meeting has on its list, as the work that waits for the council counts them."""
    under_review = sa.select(sa.func.count()).where(
        Artifact.id.in_(members(ask)), Artifact.custody == Custody.UNDER_REVIEW, Artifact.voided_at.is_(None)
    )
    listed = session.scalar(under_review) or 0
    msgid = N_("as of %(date)s; %(listed)s of them are on the list of a meeting, %(rest)s not yet")
    return Message(msgid, {"date": on, "listed": listed, "rest": count - listed})


def _queues(session: Session) -> Iterator[Point]:
    yield Point(
        code="reviews",
        message=Message(N_("Pictures and models waiting for approval")),
        count=count_reviews(session),
        path="/so-hoa/nghiem-thu",
    )
    yield Point(
        code="classifications",
        message=Message(N_("Classification proposals waiting for a decision")),
        count=count_classifications(session),
        path="/phan-loai",
    )


def _targets(session: Session, year: Year) -> Iterator[Point]:
    rows = museum_rows(session, year)
    lacking = [row for row in rows if row.promise is None and not row.target.ended_reason and lacks_year(row)]
    unproved = [row for row in rows if row.lacks_evidence]
    yield Point(
        code="targets_without_value",
        message=Message(N_("Targets entered by hand without a value of the year")),
        count=len(lacking),
        path=_target_path(lacking),
    )
    yield Point(
        code="targets_without_evidence",
        message=Message(N_("Values entered by hand without an evidence file")),
        count=len(unproved),
        path=_target_path(unproved),
    )


def museum_rows(session: Session, year: Year) -> list[BoardRow]:
    """The museum's own targets as they stood on the year's last day."""
    rows = board_in(session, get_profile(session), year.period, year.end)
    return [row for row in rows if row.target.scope is Scope.MUSEUM]


def unmet_rows(session: Session, year: Year) -> list[BoardRow]:
    """The museum's own targets that the year did not achieve: each needs its cause and remedy in the report."""
    return [row for row in museum_rows(session, year) if row.verdict is Verdict.SHORT]


def _target_path(rows: list[BoardRow]) -> str:
    return f"/chi-tieu/{rows[0].target.id}" if len(rows) == 1 else "/chi-tieu"


def _sample(session: Session, year: Year) -> Point:
    path, sample = f"/nam/{year.year}/mau", find_sample(session, year.year)
    if sample is None:
        return Point(
            code="sample", message=Message(N_("The sample of the register is not drawn yet")), count=1, path=path
        )
    pending = sum(item.outcome is Outcome.PENDING for item in sample.items)
    if pending:
        return Point(
            code="sample", message=Message(N_("Lines of the sample not checked yet")), count=pending, path=path
        )
    unsigned = int(sample.signed_on is None)
    label = (
        N_("The minutes of the sample are not signed yet")
        if unsigned
        else N_("The sample of the register is checked and its minutes are signed")
    )
    return Point(code="sample", message=Message(label), count=unsigned, path=path)


def recount_point(check: FigureCheck | None, year: Year) -> Point:
    """The last recount of every figure from its facts; differences refuse the close."""
    path = f"/nam/{year.year}/chot#doi-chieu"
    if check is None:
        label = N_("The figures have not been recounted from their facts yet")
        return Point(code="recount", message=Message(label), count=1, path=path)
    made, wrong = clock.local(check.started_at).date(), count_wrong_figures(check)
    if not wrong and made <= year.end:
        label = N_("The figures have not been recounted since the year ended; last on %(date)s")
        return Point(code="recount", message=Message(label, {"date": made}), count=1, path=path)
    label = N_("Every kept figure agrees with its facts, recounted on %(date)s")
    if wrong:
        label = N_("Differences between kept figures and their facts, recounted on %(date)s")
    return Point(
        code="recount",
        message=Message(label, {"date": made}),
        count=wrong,
        path=path,
        blocking=bool(wrong),
    )


def _figures(session: Session, year: Year) -> Point:
    label = Message(N_("Both balances of every population add up, and every figure lists its objects"))
    try:
        populations = counted_versions(session, year.end)
        kept = kept_figures(session, year.start, year.end)
        agree(call_roll(session, year.start, year.end), kept, populations)
        balances_of(session, year.period, populations)
    except Refusal as refusal:
        return Point(code="figures", message=refusal.message, count=1, blocking=True)
    return Point(code="figures", message=label, count=0)
