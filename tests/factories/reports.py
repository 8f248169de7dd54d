"""A year's summary made by hand, for what turns it into files."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from museum_tracker.core.charts.road import Step
from museum_tracker.core.i18n import Message
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.periods import PeriodRule, period_of_year
from museum_tracker.reports.summary import (
    Balance,
    BalanceLine,
    Counted,
    Issuer,
    LevelLine,
    ObjectLine,
    PlanName,
    TargetLine,
    YearSummary,
)
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.forecast import Flow, Goal, forecast, upper_bound
from museum_tracker.targets.rules.road import RoadFacts
from museum_tracker.targets.rules.words import Labour, forecast_sentence, upper_sentence

TODAY = dt.date(2026, 11, 22)
PERIOD = period_of_year(PeriodRule.DECREE, 2026)
SHARES = (11, 26, 45, 71, 106, 146, 165, 186)


def make_road() -> RoadFacts:
    """Eight years of history, 22.4% today, 70% by the end of 2030."""
    history = tuple(Step(dt.date(2018 + place, 12, 14), share / 1000) for place, share in enumerate(SHARES))
    flow = Flow(done=410, growth=70, since=dt.date(2019, 1, 1))
    goal = Goal(share=Fraction(7, 10), due=dt.date(2030, 12, 14))
    seen = forecast(10_200, 2_285, flow, goal, on=TODAY)
    upper = upper_bound(10_200, 2_285, growth=70, band=(50, 100), years=seen.years)
    scope = Message("Objects proper")
    return RoadFacts(history=(*history, Step(TODAY, 0.224)), seen=seen, scope=scope, upper=upper)


def make_objects(count: int, label: str) -> tuple[ObjectLine, ...]:
    """Objects for an appendix, some with long names, one whose name looks like a formula."""
    names = (
        "Trống đồng loại I",
        "=SUM(A1) <b>&",
        "Mộc bản kinh Phật, khắc hai mặt, chữ Hán và chữ Nôm, niên hiệu Vĩnh Thịnh",
    )
    return tuple(
        ObjectLine(
            artifact_id=place,
            number=f"BTBG {1000 + place}",
            name=names[place % len(names)],
            kind="object",
            material="Đồng",
            dating="thế kỷ XVI–XVII",
            quantity=1 + place % 3,
            on=dt.date(2026, 3, 1) + dt.timedelta(days=place % 200),
            on_text="",
            basis=f"{label} {place}/BB",
        )
        for place in range(1, count + 1)
    )


def _ref(measure: str) -> Ask:
    return Ask(Measure(measure), start=PERIOD.start, end=PERIOD.end)


def make_targets() -> tuple[TargetLine, ...]:
    """The four computed targets and two entered by hand."""
    collected = TargetLine(
        name_vi="Số tài liệu, hiện vật sưu tầm mỗi năm",
        name_en="Documents and objects collected a year",
        plan=Message("%(least)s–%(most)s", {"least": 80, "most": 100}),
        achieved=Message("%(n)s", {"n": 86}),
        ratio=Fraction(86, 80),
        verdict=Verdict.ACHIEVED,
        computed=True,
        note=Message("The targets of the period to 2025 continue to apply."),
        figure=_ref("collected"),
    )
    visits = TargetLine(
        name_vi="Số lượt khách đến tham quan bảo tàng mỗi năm",
        name_en="Museum visits a year",
        plan=Message("≥ %(least)s", {"least": 20_000}),
        achieved=None,
        ratio=None,
        verdict=Verdict.NO_VALUE,
        computed=False,
    )
    return (collected, visits)


def make_balance(title: str = "Stock of the register") -> Balance:
    """A balance that adds up."""
    return Balance(
        title=Message(title),
        lines=(
            BalanceLine(label=Message("Opening"), objects=10_130, total=True),
            BalanceLine(label=Message("Registered in the period"), objects=82, figure=_ref("newly_registered")),
            BalanceLine(label=Message("Removed in the period"), objects=-12),
            BalanceLine(label=Message("Closing"), objects=10_200, total=True),
            BalanceLine(label=Message("Collected, not yet registered"), objects=4, beside=True),
        ),
    )


def make_summary(**changes: Any) -> YearSummary:
    """A full summary of the year 2026; name what should differ."""
    road = make_road()
    assert road.upper is not None
    values: dict[str, Any] = {
        "period": PERIOD,
        "as_of": TODAY,
        "running": True,
        "issuer": Issuer(
            name="Bảo tàng tỉnh Bắc Giang",
            parent="Sở Văn hóa, Thể thao và Du lịch",
            place="Bắc Giang",
            code="BTBG",
        ),
        "plan": PlanName(
            number="74/KH-UBND",
            issued=dt.date(2023, 4, 11),
            issuer="Ủy ban nhân dân tỉnh Bắc Giang",
            title="Đẩy mạnh các hoạt động phục vụ học tập suốt đời",
        ),
        "counted": (
            Counted(
                label=Message("Collected in the period"), objects=86, pieces=143, before=77, figure=_ref("collected")
            ),
            Counted(
                label=Message("Registered in the period"),
                objects=82,
                pieces=90,
                before=0,
                figure=_ref("newly_registered"),
            ),
        ),
        "levels": (
            LevelLine(
                population=Message("Objects proper"),
                registered=10_200,
                levels=(2_285, 812, 44),
                full=51,
                figures=tuple(_ref(name) for name in ("registered", "level_1", "level_2", "level_3", "full_level")),
            ),
        ),
        "balances": (make_balance(),),
        "targets": make_targets(),
        "sentences": (
            forecast_sentence(road.seen, Labour.DIGITIZE),
            upper_sentence(road.upper, band=(50, 100), goal=road.seen.goal.share, due=road.seen.goal.due),
        ),
        "years": ("2022", "2023", "2024", "2025", "2026"),
        "collected_by_year": (60, 91, 84, 77, 86),
        "digitized_by_year": (12, 40, 55, 61, 44),
        "collected_band": (80, 100),
        "digitized_band": (50, 100),
        "road": road,
        "collected": make_objects(86, "Biên bản"),
        "digitized": make_objects(44, "Nghiệm thu"),
    }
    return YearSummary(**{**values, **changes})
