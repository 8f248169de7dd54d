"""The honest sentences: a forecast or a verdict in formal words, in no language yet."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from museum_tracker.core.i18n import N_, Message
from museum_tracker.core.periods import Period
from museum_tracker.targets.rules.bands import MET, Rest, Verdict
from museum_tracker.targets.rules.forecast import Forecast, Upper

SHORT_REST = 45  # days: with less left, a pace per month says nothing
LAST_WEEK = 7


class Labour(StrEnum):
    """What is done to an object so that it counts for a promise."""

    COLLECT = "collect"
    DIGITIZE = "digitize"
    INVENTORY = "inventory"


WORK_WORDS = {
    Labour.COLLECT: N_("collecting"),
    Labour.DIGITIZE: N_("digitizing"),
    Labour.INVENTORY: N_("inventorying and classifying"),
}


@dataclass(frozen=True)
class Percent:
    """A share as text: rounded to a decimal, but never up to a goal, or to all, that it has not reached."""

    share: Fraction
    goal: Fraction | None = None

    @property
    def value(self) -> float:
        """Per cent with one decimal."""
        tenths = self.share * 1000
        rounded = math.floor(tenths + Fraction(1, 2))
        short_of = [edge * 1000 for edge in (self.goal, Fraction(1)) if edge is not None and self.share < edge]
        return (math.floor(tenths) if any(rounded >= edge for edge in short_of) else rounded) / 10


def forecast_sentence(seen: Forecast, labour: Labour) -> Message:
    """One sentence that says honestly whether the goal will be met, and what it takes."""
    goal = Percent(seen.goal.share).value
    if seen.share is None:
        return Message(N_("The population holds no object yet: there is nothing to forecast."))
    share = Percent(seen.share, seen.goal.share).value
    if seen.years <= 0:
        msgid = N_("The goal of %(goal)s%% was due on %(date)s; the share is %(share)s%%.")
        return Message(msgid, {"goal": goal, "date": seen.goal.due, "share": share})
    if seen.gone:
        return _gone(seen)
    if seen.at_goal is None or seen.need is None:
        return _not_enough(seen, labour, goal)
    ahead = Percent(seen.at_goal, seen.goal.share).value
    if seen.will_reach:
        return _kept(seen, goal, ahead)
    values = {"date": seen.goal.due, "share": ahead, "goal": goal, "work": Message(WORK_WORDS[labour])}
    need = {
        "needed": seen.need.a_year,
        "a_day": seen.need.a_working_day,
        "working_days": seen.need.working_days,
    }
    msgid = N_(
        "At the present pace only %(share)s%% will be reached on %(date)s; reaching %(goal)s%% takes %(work)s "
        "%(needed)s objects a year (about %(a_day)s a working day, %(working_days)s days a year)."
    )
    return Message(msgid, {**values, **need})


def _gone(seen: Forecast) -> Message:
    """Why there is no share to forecast where everything leaves."""
    msgid = N_(
        "The population shrinks by %(lost)s objects a year: nothing of its %(population)s objects would be left on "
        "%(date)s, and there is no share to forecast."
    )
    return Message(msgid, {"lost": -seen.flow.growth, "population": seen.population, "date": seen.goal.due})


def shrinking_sentence(seen: Forecast) -> Message | None:
    """Says when a share rises because the population shrinks, and not by the work alone."""
    if seen.at_goal is None or seen.years <= 0 or seen.flow.growth >= 0 or seen.reached:
        return None
    msgid = N_("The population shrinks by %(lost)s objects a year: the share rises by that too, not by the work alone.")
    return Message(msgid, {"lost": -seen.flow.growth})


def _not_enough(seen: Forecast, labour: Labour, goal: float) -> Message:
    values: dict[str, object] = {"goal": goal, "date": seen.goal.due, "work": Message(WORK_WORDS[labour])}
    if seen.reached or seen.need is None:
        return Message(N_("Not enough data for a forecast: less than 12 months have been recorded."))
    msgid = N_(
        "Not enough data for a forecast: less than 12 months have been recorded. With the population as it stands, "
        "reaching %(goal)s%% on %(date)s takes %(work)s %(needed)s objects a year."
    )
    return Message(msgid, {**values, "needed": seen.need.a_year})


def _kept(seen: Forecast, goal: float, ahead: float) -> Message:
    if seen.reached:
        msgid = N_("The goal of %(goal)s%% is reached; at the present pace the share will be %(share)s%% on %(date)s.")
        return Message(msgid, {"goal": goal, "share": ahead, "date": seen.goal.due})
    msgid = N_(
        "At the present pace %(goal)s%% will be reached about %(crossing)s; the share will be %(share)s%% on %(date)s."
    )
    values = {"goal": goal, "crossing": seen.crossing or seen.goal.due, "share": ahead, "date": seen.goal.due}
    return Message(msgid, values)


def never_sentence(seen: Forecast) -> Message | None:
    """Says when collecting outruns the work, and for how large a population the pace would do."""
    if not seen.never or seen.room is None:
        return None
    msgid = N_(
        "The population grows by %(growth)s objects a year and %(done)s are done: this ratio can never reach "
        "%(goal)s%%. This pace would reach it on %(date)s for at most %(room)s objects."
    )
    values = {
        "growth": seen.flow.growth,
        "done": seen.flow.done,
        "goal": Percent(seen.goal.share).value,
        "date": seen.goal.due,
        "room": seen.room,
    }
    return Message(msgid, values)


def spread_sentence(seen: Forecast) -> Message | None:
    """Where the paces of past years would have led: how far the forecast may be trusted."""
    if seen.spread is None or seen.years <= 0:
        return None
    msgid = N_("With the pace of any of the last %(years)s years it would be %(low)s%%–%(high)s%% on %(date)s.")
    low, high = (Percent(share, seen.goal.share).value for share in (seen.spread.least, seen.spread.most))
    return Message(msgid, {"years": seen.spread.years, "low": low, "high": high, "date": seen.goal.due})


def crossing_sentence(seen: Forecast) -> Message | None:
    """When this pace crosses the goal after its date, or that it never does; nothing while it keeps the promise."""
    if seen.at_goal is None or seen.will_reach or seen.years <= 0:
        return None
    goal = Percent(seen.goal.share).value
    if seen.crossing is None:
        return Message(N_("Forecast: not reached at this pace (%(goal)s%%)."), {"goal": goal})
    return Message(
        N_("At this pace %(goal)s%% would be reached about %(date)s only."), {"goal": goal, "date": seen.crossing}
    )


def scenario_sentence(seen: Forecast) -> Message:
    """One sentence that says where a what-if leads, and what the goal takes where it falls short."""
    if seen.share is None or seen.years <= 0 or seen.at_goal is None or seen.need is None:
        return forecast_sentence(seen, Labour.DIGITIZE)
    values: dict[str, object] = {
        "share": Percent(seen.at_goal, seen.goal.share).value,
        "goal": Percent(seen.goal.share).value,
        "date": seen.goal.due,
    }
    if seen.will_reach:
        msgid = N_("With this scenario the share will be %(share)s%% on %(date)s: the goal of %(goal)s%% is reached.")
        return Message(msgid, values)
    msgid = N_(
        "With this scenario only %(share)s%% will be reached on %(date)s; reaching %(goal)s%% takes digitizing "
        "%(needed)s objects a year (about %(a_day)s a working day, %(working_days)s days a year)."
    )
    pace = {"needed": seen.need.a_year, "a_day": seen.need.a_working_day, "working_days": seen.need.working_days}
    return Message(msgid, {**values, **pace})


def remarks_of(seen: Forecast) -> list[Message]:
    """What else must be said beside the forecast: when it crosses, how far past years spread, what pace cannot do."""
    told = (crossing_sentence(seen), spread_sentence(seen), never_sentence(seen), shrinking_sentence(seen))
    return [found for found in told if found]


def upper_sentence(upper: Upper, *, band: tuple[int, int], goal: Fraction, due: dt.date) -> Message:
    """What the yearly band alone would bring at most, were each of its objects new to the goal's level."""
    msgid = N_(
        "The yearly target of %(least)s–%(most)s alone would bring %(low)s–%(high)s%% at most on %(date)s, "
        "even if each of its objects were new to the goal's level."
    )
    low, high = Percent(upper.least, goal).value, Percent(upper.most, goal).value
    return Message(msgid, {"least": band[0], "most": band[1], "low": low, "high": high, "date": due})


def goal_verdict(seen: Forecast) -> Verdict:
    """How a share promised by a date stands today."""
    if seen.share is None:
        return Verdict.NO_VALUE
    if seen.reached:
        return Verdict.ACHIEVED
    if seen.years <= 0:
        return Verdict.SHORT
    if seen.will_reach is None:
        return Verdict.TOO_EARLY
    return Verdict.ON_PACE if seen.will_reach else Verdict.FORECAST_SHORT


def year_sentence(verdict: Verdict, rest: Rest, *, value: int, least: int, most: int | None, period: Period) -> Message:
    """One sentence on a yearly band: reached, or what is missing and how fast it must come."""
    values: dict[str, object] = {"value": value, "least": least, "missing": rest.missing, "date": period.end}
    if verdict is Verdict.EXCEEDED:
        return Message(N_("%(value)s: above the maximum of %(most)s in the plan."), {**values, "most": most or least})
    if verdict in MET:
        return Message(N_("The minimum of %(least)s in the plan is reached."), values)
    if verdict is Verdict.SHORT:
        return Message(N_("%(missing)s short of the minimum of %(least)s."), values)
    if verdict is Verdict.NO_VALUE:
        return Message(N_("No value has been entered for %(year)s."), {"year": str(period.year)})
    msgid = N_("%(missing)s more are needed by %(date)s (%(rest)s).")
    return Message(msgid, values | {"rest": rest_words(rest)})


def rest_words(rest: Rest) -> Message:
    """The days that are left, and the pace they ask for: by months, in the last weeks by weeks, then by days alone."""
    if rest.work_left <= 0:
        return Message(N_("%(days)s days left, none of them a working day"), {"days": rest.days_left})
    values: dict[str, object] = {"days": rest.days_left, "work": rest.work_left, "a_day": _a_day(rest)}
    if rest.days_left > SHORT_REST:
        msgid = N_("%(days)s days left, %(work)s of them working days: about %(a_month)s a month, %(a_day)s")
        return Message(msgid, values | {"a_month": rest.a_month})
    if rest.days_left > LAST_WEEK:
        msgid = N_("%(days)s days left, %(work)s of them working days: about %(a_week)s a week, %(a_day)s")
        return Message(msgid, values | {"a_week": rest.a_week})
    return Message(N_("%(days)s days left, %(work)s of them working days: %(a_day)s"), values)


def _a_day(rest: Rest) -> Message:
    every = rest.work_left // rest.missing if rest.missing else 0
    if every > 1:
        return Message(N_("one every %(days)s working days"), {"days": every})
    return Message(N_("%(n)s a working day"), {"n": rest.a_working_day})
