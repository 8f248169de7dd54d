"""Pictures and models for the illustrative objects that everybody sees first."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from museum_tracker.catalogue.models import Artifact
from museum_tracker.demo.invented import SIDES, Story
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import PREFIX

# Number, shape, skin, height in cm, all four sides with a 3D model (or none), days ago.
WHOLE = (
    ("0001", "drum", "bronze", 26.5, True, 31),
    ("0005", "jar", "terracotta", 17.8, False, 27),
    ("0009", "incense", "celadon", 28.4, True, 26),
    ("0010", "bowl", "white_blue", 7.6, True, 24),
    ("0015", "jar", "brown_glaze", 33.5, True, 19),
)
KNOWN = (
    ("0002", "adze", "bronze", 30),
    ("0003", "blade", "bronze", 29),
    ("0004", "adze", "stoneware", 28),
    ("0006", "woodblock", "terracotta", 34),
    ("0007", "vase", "terracotta", 33),
    ("0008", "adze", "terracotta", 32),
    ("0011", "vase", "white_blue", 23),
    ("0012", "incense", "celadon", 22),
    ("0013", "jar", "stoneware", 21),
    ("0016", "woodblock", "wood", 18),
    ("0019", "page", "wood", 17),
    ("0021", "bell", "bronze", 16),
    ("0022", "coin", "bronze", 15),
    ("0025", "blade", "iron", 14),
    ("0026", "dish", "brass", 13),
    ("0027", "photograph", "wood", 12),
    ("0028", "textile", "wood", 11),
)


def showpieces(today: dt.date) -> list[Story]:
    """What is photographed of the forty illustrative objects, and when it was approved."""
    whole = [
        Story(
            {"number": f"{PREFIX} {number}"},
            shape=shape,
            skin=skin,
            height_cm=height_cm,
            pictures=list(SIDES),
            model=model,
            digitized=today - dt.timedelta(days=ago),
        )
        for number, shape, skin, height_cm, model, ago in WHOLE
    ]
    known = [
        Story(
            {"number": f"{PREFIX} {number}"},
            shape=shape,
            skin=skin,
            pictures=["front"],
            digitized=today - dt.timedelta(days=ago),
        )
        for number, shape, skin, ago in KNOWN
    ]
    return whole + known


def find_imported(scribe: Scribe, pieces: list[Story]) -> None:
    """Tell the scribe which imported object each showpiece is."""
    for story in pieces:
        query = sa.select(Artifact.id).where(Artifact.number == story.record["number"])
        scribe.ids[id(story)] = scribe.session.scalars(query).one()
