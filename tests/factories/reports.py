"""A year's summary made by hand, for what turns it into files."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from museum_tracker.core.charts.road import Step
from museum_tracker.core.i18n import Message
from museum_tracker.core.museum import MuseumProfile
from museum_tracker.figures.rules.asks import Ask
from museum_tracker.figures.rules.measures import Measure
from museum_tracker.figures.rules.results import Figure
from museum_tracker.reports.drafts import Draft
from museum_tracker.reports.rules.periods import period_of
from museum_tracker.reports.summary import (
    Balance,
    Counted,
    Issuer,
    LevelLine,
    ObjectLine,
    ObjectList,
    PlanName,
    Summary,
    TargetLine,
)
from museum_tracker.targets.rules.bands import Verdict
from museum_tracker.targets.rules.forecast import Flow, Goal, forecast, upper_bound
from museum_tracker.targets.rules.road import RoadFacts
from museum_tracker.targets.rules.words import Labour, forecast_sentence, upper_sentence
from museum_tracker.years.balances import BalanceLine, LineKind

TODAY = dt.date(2026, 11, 22)
PERIOD = period_of(MuseumProfile(), 2026)
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


def make_list(key: str, lines: tuple[ObjectLine, ...], measure: str = "collected") -> ObjectList:
    """Objects as a list of a report."""
    return ObjectList(
        key=key,
        title=Message(
            {"collected": "List of objects collected", "digitized": "List of objects digitized"}.get(key, key)
        ),
        figure=_ref(measure),
        count=len(lines),
        read=lambda most: iter(lines[:most]),
        donors=key == "collected",
    )


def make_draft(**changes: Any) -> Draft:
    """A report that somebody has written."""
    texts = {
        "bases": "Căn cứ Luật Di sản văn hóa số 45/2024/QH15;\nCăn cứ Nghị định số 308/2025/NĐ-CP;",
        "leadership": "Ngay từ đầu năm, Bảo tàng đã xây dựng kế hoạch.\n- Ban hành 12 văn bản.\n- Tổ chức 04 cuộc họp.",
        "care": "Đợt\tSố hiện vật\nTháng 3\t120\nTháng 9\t85",
        "strengths": "Hoàn thành các chỉ tiêu về sưu tầm.",
        "weaknesses": "Thiếu thiết bị quét 3D.",
        "causes": "Kinh phí cấp muộn.",
        "next": "Tiếp tục số hóa 90 hiện vật.",
        "proposals": "Đề nghị Sở bố trí kinh phí.",
        "cause:visits": "Đóng cửa sửa chữa trưng bày hai tháng",
        "remedy:visits": "Mở cửa lại từ tháng 3, tăng chương trình giáo dục",
    }
    return Draft(**{"texts": texts, **changes})


def _ref(measure: str) -> Ask:
    return Ask(Measure(measure), start=PERIOD.start, end=PERIOD.end)


def make_targets() -> tuple[TargetLine, ...]:
    """The four computed targets and two entered by hand."""
    collected = TargetLine(
        code="collected",
        name_vi="Số tài liệu, hiện vật sưu tầm mỗi năm",
        name_en="Documents and objects collected a year",
        plan=Message("%(least)s–%(most)s", {"least": 80, "most": 100}),
        achieved=Message("%(n)s", {"n": 86}),
        ratio=Fraction(86, 80),
        number=86,
        verdict=Verdict.ACHIEVED,
        computed=True,
        note=Message("The targets of the period to 2025 continue to apply."),
        figure=_ref("collected"),
    )
    visits = TargetLine(
        code="visits",
        name_vi="Số lượt khách đến tham quan bảo tàng mỗi năm",
        name_en="Museum visits a year",
        plan=Message("≥ %(least)s", {"least": 20_000}),
        minimum=20_000,
        achieved=None,
        ratio=None,
        verdict=Verdict.SHORT,
        computed=False,
        asks_why=True,
    )
    return (collected, visits)


def make_balance(key: str = "stock.all_holdings", title: str = "Stock of the register") -> Balance:
    """A balance that adds up."""
    return Balance(
        key=key,
        title=Message(title),
        lines=(
            BalanceLine(Message("Opening"), Figure(10_130), LineKind.TOTAL),
            BalanceLine(Message("Registered in the period"), Figure(82), LineKind.MOVED, "/hien-vat"),
            BalanceLine(Message("Removed in the period"), Figure(-12), LineKind.MOVED),
            BalanceLine(Message("Closing"), Figure(10_200), LineKind.TOTAL),
            BalanceLine(Message("Collected, not yet registered"), Figure(4), LineKind.BESIDE),
        ),
    )


def make_summary(**changes: Any) -> Summary:
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
                key="collected",
                label=Message("Collected in the period"),
                objects=86,
                pieces=143,
                before=77,
                figure=_ref("collected"),
            ),
            Counted(
                key="newly_registered",
                label=Message("Registered in the period"),
                objects=82,
                pieces=90,
                before=0,
                figure=_ref("newly_registered"),
            ),
        ),
        "levels": (
            LevelLine(
                key="objects_proper",
                population=Message("Objects proper"),
                registered=10_200,
                levels=(2_285, 812, 44),
                full=51,
                figures=tuple(_ref(name) for name in ("registered", "level_1", "level_2", "level_3", "full_level")),
            ),
        ),
        "balances": (make_balance(), make_balance("level_1.objects_proper", "Digitized")),
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
        "collected": make_list("collected", make_objects(86, "Biên bản")),
        "digitized": make_list("digitized", make_objects(44, "Nghiệm thu"), "first_full_level"),
        "inventoried": make_list("inventoried", (), "newly_inventoried"),
    }
    return Summary(**{**values, **changes})
