"""Invented objects: several hundred records with the dates of all that happened to each, the same at every run."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data" / "families.toml"
OPENING_CUTOFF = dt.date(2022, 12, 14)
PLACES = (
    *("Hiệp Hòa, Bắc Giang", "Việt Yên, Bắc Giang", "Lục Nam, Bắc Giang", "Yên Thế, Bắc Giang", "Sơn Động, Bắc Giang"),
    *("Tân Yên, Bắc Giang", "Lạng Giang, Bắc Giang", "Lục Ngạn, Bắc Giang", "Yên Dũng, Bắc Giang", "Không rõ"),
)
METHODS = ("Sưu tầm điền dã", "Hiến tặng", "Hiến tặng", "Mua", "Khai quật khảo cổ", "Chuyển giao")
CONDITIONS = ("Nguyên vẹn", "Sứt nhẹ ở miệng", "Rạn, sứt nhỏ", "Vỡ, đã gắn chắp", "Gỉ nhẹ", "Ố vàng, mòn mép")
HISTORIES = (
    "Gia đình lưu giữ qua nhiều đời, dùng trong sinh hoạt hằng ngày.",
    "Phát hiện khi đào móng nhà, chủ nhà giao lại cho bảo tàng.",
    "Vật dụng của người tham gia kháng chiến, con cháu gìn giữ rồi trao lại.",
    "Trước khi về bảo tàng được giữ tại đình làng.",
)
SOURCES = ("Một hộ dân", "Một gia đình cựu chiến binh", "Ban quản lý di tích", "Một nhà sưu tầm", "Công an tỉnh")
# Objects collected in each reporting year; 2026 is still running.
COLLECTED = {2023: 82, 2024: 88, 2025: 91, 2026: 74}
OLD_STOCK = 380
GAPS = ("description_vi", "condition", "dimensions", "find_place")
# An object of this reporting year whose papers reached the registrar only after the year was closed.
LATE_OF, LATE = 2024, dt.date(2025, 3, 1)
SIDES = ("front", "back", "left", "right")


@dataclass
class Story:
    """An invented object: its record as texts by field name, and the days on which things happened to it."""

    record: dict[str, str]
    code: str = ""
    shape: str = ""
    skin: str = ""
    flat: bool = False
    kind: str = "object"
    height_cm: float = 30.0
    old: bool = False
    received: dt.date | None = None
    collected: dt.date | None = None
    registered: dt.date | None = None
    marked: dt.date | None = None
    classified: dt.date | None = None
    dossier: dt.date | None = None
    proposed: bool = False
    waiting_council: bool = False
    pictures: list[str] = field(default_factory=list)
    model: bool = False
    digitized: dt.date | None = None
    pending: bool = False
    late: bool = False
    holding: str = "base"


def stories(today: dt.date) -> list[Story]:
    """All invented objects up to a day: old stock first, then year by year in the order of collecting."""
    random = Random(74)  # noqa: S311 - the same museum at every run
    with DATA.open("rb") as file:
        families: list[dict[str, Any]] = tomllib.load(file)["family"]
    weights = [family["weight"] for family in families]
    told = [_old(random, _record(random, random.choices(families, weights)[0])) for _ in range(OLD_STOCK)]
    for year, number in COLLECTED.items():
        days = sorted(_day_in(random, year, today) for _ in range(number))
        told += [_new(random, _record(random, random.choices(families, weights)[0]), day, today) for day in days]
    _digitize(random, told, today)
    _come_late(told)
    return told


def _come_late(told: list[Story]) -> None:
    """Let one object, collected and registered in a year, be entered after its close: an adjustment, then restated."""
    first, last = dt.date(LATE_OF - 1, 12, 15), dt.date(LATE_OF, 12, 14)
    for story in told:
        entered = bool(story.received and story.registered and first <= story.received <= story.registered <= last)
        if entered and not story.pictures and not story.flat:
            story.late = True
            return


def _record(random: Random, family: dict[str, Any]) -> Story:
    vi, en = random.choice(family["forms"]).split("|")
    low, high = family.get("quantity", (1, 1))
    flat = bool(family.get("flat"))
    measures = {name: round(random.uniform(*span), 1) for name, span in family["dims"].items()}
    record = {
        "name_vi": vi,
        "name_en": en,
        "type": family["type"],
        "material": family["material"],
        "technique": family["technique"],
        "period": random.choice(family["periods"]),
        "dimensions": "; ".join(f"{name}: {str(value).replace('.', ',')} cm" for name, value in measures.items()),
        "quantity": str(random.randint(low, high)),
        "count_unit": family.get("unit", "chiếc"),
        "find_place": random.choice(PLACES),
        "description_vi": f"[MINH HỌA] {vi}: {family['words']}.",
        "description_en": f"[ILLUSTRATIVE] {en}.",
        "condition": random.choice(CONDITIONS),
        "provenance": f"[MINH HỌA] {HISTORIES[len(vi) % len(HISTORIES)]}",
        "acquisition_method": random.choice(METHODS),
        "source": random.choice(SOURCES),
    }
    for name in GAPS:
        if random.random() < 0.04:  # real catalogues have gaps
            record[name] = ""
    kind = {"photograph": "photograph", "document": "document"}.get(family["type"], "object")
    height = max(measures.values()) if measures else 20.0
    return Story(record, family["code"], family["shape"], family["skin"], flat, kind, height, old=True)


def _old(random: Random, story: Story) -> Story:
    year = random.randint(1984, 2021)
    rough = random.random()
    story.record["collected"] = (
        str(year) if rough < 0.3 else f"{random.randint(1, 28):02}/{random.randint(1, 12):02}/{year}"
    )
    if rough > 0.95:
        story.record["collected"] = ""
    story.registered = OPENING_CUTOFF
    story.marked = OPENING_CUTOFF if random.random() < 0.86 else None
    if random.random() < 0.78:
        story.classified = OPENING_CUTOFF
    elif random.random() < 0.5:
        story.classified = dt.date(random.randint(2023, 2026), random.randint(1, 10), random.randint(1, 28))
    story.dossier = OPENING_CUTOFF if story.classified and random.random() < 0.5 else None
    return story


def _new(random: Random, story: Story, day: dt.date, today: dt.date) -> Story:
    story.old = False
    story.received, story.collected = day, day
    story.record["collected"] = day.strftime("%d/%m/%Y")
    story.record["handover_record"] = f"{random.randint(1, 60):02}/BBGN ngày {day:%d/%m/%Y}"
    steps = (
        ("registered", 20, 60, 0.98),
        ("marked", 5, 40, 0.93),
        ("classified", 20, 150, 0.88),
        ("dossier", 30, 200, 0.7),
    )
    reached = day
    for name, soonest, latest, chance in steps:
        reached += dt.timedelta(days=random.randint(soonest, latest))
        if reached > today - dt.timedelta(days=2) or random.random() > chance:
            break
        setattr(story, name, reached)
    if not all(story.record[name] for name in GAPS):
        story.dossier = None  # no dossier is complete with a gap in it
    story.waiting_council = story.registered is None and (today - day).days < 90
    story.proposed = story.marked is not None and story.classified is None and random.random() < 0.5
    if story.registered is not None and story.registered < today - dt.timedelta(days=400) and random.random() < 0.2:
        story.marked = story.marked or story.registered + dt.timedelta(days=9)
    return story


def _day_in(random: Random, year: int, today: dt.date) -> dt.date:
    first = dt.date(year - 1, 12, 15)
    last = min(dt.date(year, 12, 14), today - dt.timedelta(days=3))
    return first + dt.timedelta(days=random.randint(0, (last - first).days))


# Objects that reach their level in a year: flat ones with one scan, models with four views, those merely known.
DIGITIZED = {2023: (7, 1, 3), 2024: (11, 1, 4), 2025: (15, 1, 5), 2026: (18, 1, 4)}
WAITING = (5, 1, 7)
VIEWS: tuple[tuple[str, ...], ...] = (("page",), SIDES, ("front",))


def _digitize(random: Random, told: list[Story], today: dt.date) -> None:
    whole = [story for story in told if all(story.record[name] for name in GAPS)]
    flat = [story for story in whole if story.kind in {"photograph", "document"} and story.registered]
    turned = [
        s for s in whole if s.shape in {"jar", "vase", "bowl", "bell", "incense", "lime_pot"} and s.skin != "wood"
    ]
    drawn = {"blade", "coin", "textile", "adze", "drum", "dish"}
    known = [story for story in whole if not story.flat and story.shape in drawn]
    for pool in (flat, turned, known):
        random.shuffle(pool)
    for year, (papers, models, pictures) in DIGITIZED.items():
        for pool, number, views in zip((flat, turned, known), (papers, models, pictures), VIEWS, strict=True):
            for story in _take(pool, number, year):
                story.pictures, story.model = list(views), views is SIDES
                story.digitized = _approved_in(random, year, today, story)
    for pool, number, views in zip((flat, turned, known), WAITING, VIEWS, strict=True):
        for story in _take(pool, number, today.year):
            story.pictures, story.pending, story.model = list(views), True, views is SIDES


def _take(pool: list[Story], number: int, year: int) -> list[Story]:
    fit = [story for story in pool if (story.registered or dt.date(9999, 1, 1)) <= dt.date(year, 9, 1)][:number]
    for story in fit:
        pool.remove(story)
    return fit


def _approved_in(random: Random, year: int, today: dt.date, story: Story) -> dt.date:
    # Not before the month after the object was entered: files come to records that are there.
    entered = max(story.registered or today, story.received or dt.date.min)
    following = (entered.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return max(_day_in(random, year, today), following + dt.timedelta(days=2))
