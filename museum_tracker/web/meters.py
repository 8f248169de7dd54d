"""Where the marks of a band meter stand: figures become places along the bar, so that templates need no arithmetic."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Meter:
    """Places along the bar as percentages of its length, written for SVG ("71.70%"); empty where there is no mark."""

    done: str
    band_x: str = ""
    band_width: str = ""
    goal: str = ""
    pace: str = ""


def band_meter(
    value: float, *, top: float, low: float | None = None, high: float | None = None, pace: float | None = None
) -> Meter:
    """The meter of a target: what is done, the band low–high of the plan, and where the pace should be today.

    `top` is the figure at the right end. With `low` alone a single goal line is drawn.
    """

    def place(figure: float) -> str:
        share = min(max(figure / top, 0.0), 1.0) if top > 0 else 0.0
        return f"{share * 100:.2f}%"

    band = low is not None and high is not None and high > low
    return Meter(
        done=place(value),
        band_x=place(low) if band and low is not None else "",
        band_width=place(high - low) if band and low is not None and high is not None else "",
        goal=place(low) if low is not None and not band else "",
        pace=place(pace) if pace is not None else "",
    )
