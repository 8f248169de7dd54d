"""What cannot be true of a target or a plan: the same judgement for a file, a form and a revision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from museum_tracker.core.i18n import N_
from museum_tracker.figures.rules.measures import Measure, is_stock
from museum_tracker.targets.rules.bands import YEARLY, TargetKind
from museum_tracker.targets.rules.plan_data import Fault, PlanData, TargetData, fault
from museum_tracker.targets.rules.plan_words import Computed

NEEDED = N_("%(place)s: the field %(field)s is missing.")


@dataclass(frozen=True, kw_only=True)
class Known:
    """The populations and counters that this museum has, for fields that name one; None leaves them unjudged."""

    populations: Collection[str] | None = None
    counters: Collection[str] | None = None


def plan_faults(plan: PlanData, targets: Sequence[TargetData], known: Known | None = None) -> list[Fault]:
    """Everything that cannot be true of a plan and its targets, in the order of the file."""
    found = list(_plan(plan))
    for target in targets:
        found += target_faults(target, known)
        found += _within(plan, target)
    found += _twice(targets)
    found += _overlaps(targets)
    return found


def target_faults(target: TargetData, known: Known | None = None) -> list[Fault]:
    """Everything that cannot be true of one version of a target."""
    return [*_numbers(target), *_span(target), *_computing(target), *_unknown(target, known or Known())]


def _plan(plan: PlanData) -> Iterator[Fault]:
    if plan.starts and plan.ends and plan.ends < plan.starts:
        yield fault(
            "", "ends", N_("%(place)s: it ends (%(field)s %(ends)s) before it starts (starts %(starts)s)."),
            ends=plan.ends, starts=plan.starts,
        )  # fmt: skip


def _within(plan: PlanData, target: TargetData) -> Iterator[Fault]:
    if plan.ends and target.due > plan.ends.year:
        yield fault(
            target.code, "due", N_("%(place)s: %(field)s %(due)s lies after the end of the plan (%(ends)s)."),
            due=str(target.due), ends=plan.ends,
        )  # fmt: skip


def _numbers(target: TargetData) -> Iterator[Fault]:
    least, most, code = target.least, target.most, target.code
    if target.kind is TargetKind.MILESTONE:
        if least is not None or most is not None:
            yield fault(code, "min", N_("%(place)s: a milestone is done or not done; %(field)s and max have no place."))
        return
    if least is None:
        yield fault(code, "min", NEEDED)
    elif target.kind in YEARLY and least <= 0:
        yield fault(code, "min", N_("%(place)s: %(field)s of a yearly target must be above 0."))
    if least is not None and most is not None and least > most:
        yield fault(
            code, "min", N_("%(place)s: the minimum (%(field)s %(least)s) is above the maximum (max %(most)s)."),
            least=least, most=most,
        )  # fmt: skip
    if target.kind is TargetKind.YEARLY_BAND and most is None:
        yield fault(code, "max", NEEDED)
    highest = most if most is not None else least
    if target.unit_vi.startswith("%") and highest is not None and highest > 100:
        yield fault(code, "max", N_("%(place)s: %(field)s %(value)s is above 100%%."), value=highest)


def _span(target: TargetData) -> Iterator[Fault]:
    start, end = target.valid_from, target.valid_to
    if start and end and end < start:
        yield fault(
            target.code, "valid_to", N_("%(place)s: %(field)s %(end)s lies before valid_from %(start)s."),
            end=end, start=start,
        )  # fmt: skip


def _computing(target: TargetData) -> Iterator[Fault]:
    """A yearly target counts a flow; a share compares two stocks and says which flow works towards it.

    Without a measure nobody has chosen yet what counts: values are entered by hand until the target is revised.
    """
    if target.computed is not Computed.CATALOGUE or not target.measure:
        return
    if target.kind is TargetKind.MILESTONE:
        yield fault(
            target.code, "computable", N_("%(place)s: a milestone is entered by hand, not computed (%(field)s).")
        )
        return
    wanted = {"measure": False} if target.kind in YEARLY else {"measure": True, "whole": True, "flow": False}
    for name, stock in wanted.items():
        value = getattr(target, name)
        if not value:
            yield fault(target.code, name, NEEDED)
        elif value in list(Measure) and is_stock(Measure(value)) is not stock:
            msgid = (
                N_("%(place)s: %(field)s must count what stands on a day, not “%(value)s”.")
                if stock
                else N_("%(place)s: %(field)s must count what came in a period, not “%(value)s”.")
            )
            yield fault(target.code, name, msgid, value=value)
    if not target.population:
        yield fault(target.code, "population", NEEDED)


def _unknown(target: TargetData, known: Known) -> Iterator[Fault]:
    named = (("population", target.population, known.populations), ("counter", target.counter, known.counters))
    for field, value, possible in named:
        if value and possible is not None and value not in possible:
            yield fault(
                target.code, field, N_("%(place)s: %(field)s “%(value)s” is not known here; known: %(known)s."),
                value=value, known=", ".join(sorted(possible)) or "–",
            )  # fmt: skip


def _twice(targets: Sequence[TargetData]) -> Iterator[Fault]:
    seen: set[tuple[str, int]] = set()
    for target in targets:
        if (target.code, target.version) in seen:
            yield fault(
                target.code, "id", N_("%(place)s: the same %(field)s stands twice in the file (version %(version)s)."),
                version=str(target.version),
            )  # fmt: skip
        seen.add((target.code, target.version))


def _overlaps(targets: Sequence[TargetData]) -> Iterator[Fault]:
    by_code: dict[str, dict[int, TargetData]] = {}
    for target in targets:
        by_code.setdefault(target.code, {})[target.version] = target
    for code, versions in by_code.items():
        for old, new in pairwise(versions[number] for number in sorted(versions)):
            if (old.valid_to or dt.date.max) >= (new.valid_from or dt.date.min):
                yield fault(
                    code, "valid_from",
                    N_("%(place)s: versions %(old)s and %(new)s apply on the same days; mend %(field)s or valid_to."),
                    old=str(old.version), new=str(new.version),
                )  # fmt: skip
