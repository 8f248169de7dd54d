"""Band meters of promises, drawn for a page or a report."""

from __future__ import annotations

from museum_tracker.core.charts import meter
from museum_tracker.core.formats import number, percent
from museum_tracker.core.i18n import N_, translate
from museum_tracker.targets.promises import Promise
from museum_tracker.targets.rules.bands import TONES
from museum_tracker.targets.rules.words import Percent


def draw(promise: Promise, locale: str, *, name: str) -> str:
    """The promise's meter as SVG: what is done, the band or goal, the gold mark of the pace."""
    tone = TONES[promise.verdict]
    label = translate(
        N_("%(value)s, plan %(plan)s"), locale, value=value_of(promise, locale), plan=plan_of(promise, locale)
    )
    if promise.seen is not None:
        goal = float(promise.seen.goal.share)
        bar = meter.Meter(
            value=float(promise.share or 0),
            least=goal,
            most=goal,
            scale=1,
            tone=tone,
            label=label,
            pace=float(promise.pace),
        )
    else:
        least, most = promise.band or (0, 0)
        bar = meter.Meter(
            value=promise.value.objects,
            least=least,
            most=most,
            scale=meter.scale_for(promise.value.objects, most),
            tone=tone,
            label=label,
            pace=float(promise.pace),
        )
    return meter.draw(bar, name=name)


def value_of(promise: Promise, locale: str) -> str:
    """The promise's figure as the card shows it: 86, or 22,4%."""
    if promise.seen is None:
        return number(promise.value.objects, locale)
    if promise.share is None:
        return "–"
    return f"{number(Percent(promise.share, promise.seen.goal.share).value, locale, decimals=1)}%"


def plan_of(promise: Promise, locale: str) -> str:
    """What the promise is held against: 80–100, or 70%."""
    if promise.seen is not None:
        return percent(float(promise.seen.goal.share), locale, decimals=0)
    least, most = promise.band or (0, 0)
    if promise.target.most is None:
        return f"≥ {number(least, locale)}"
    return f"{number(least, locale)}–{number(most, locale)}"
