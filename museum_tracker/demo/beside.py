"""What a museum keeps beside its holdings, and the objects it is known for: so that every population counts some."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.rules import DocumentaryHeritage, Holding, LegalClass
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core.i18n import N_
from museum_tracker.demo.invented import Story
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import PREFIX
from museum_tracker.history.services import begin_deed

# Name, English name, material, code, how it came, under which title it is kept.
KEPT = (
    ("Mảnh gốm thám sát", "Sherds of a trial dig", "Gốm men", "Gm", "Khai quật khảo cổ", Holding.REFERENCE, 9),
    ("Mảnh ngói mũi sen", "Fragment of a roof tile", "Đất nung", "Gm", "Khai quật khảo cổ", Holding.REFERENCE, 5),
    ("Đồ dùng thời bao cấp trùng bản", "Household things in duplicate", "Sắt", "KL", "Hiến tặng", Holding.REFERENCE, 4),
    ("Sắc phong của dòng họ gửi giữ", "Royal ordination of a family", "Giấy", "Gi", "Gửi giữ", Holding.DEPOSIT, 2),
    ("Chiêng đồng của thôn gửi giữ", "Gong of a village", "Đồng", "KL", "Gửi giữ", Holding.DEPOSIT, 1),
    ("Bản phục chế trống đồng", "Replica of a bronze drum", "Đồng", "KL", "Bản sao", Holding.COPY, 1),
    ("Bản in phục chế mộc bản", "Reprint of a woodblock", "Giấy", "Gi", "Bản sao", Holding.COPY, 3),
)  # fmt: skip
REPRESENTATIVE = ("0001", "0005", "0009", "0010", "0015", "0016", "0020", "0021", "0028", "0031")
TREASURES = ("0001", "0009")
DECISION = "Quyết định công nhận (minh họa)"


def _decided(name: str, number: str, day: dt.date) -> dict[str, object]:
    """A decision of the demonstration: its number and its day."""
    on = {f"{name}_decided_earliest": day, f"{name}_decided_latest": day}
    return {f"{name}_decision": f"{number} (minh họa)", f"{name}_decided_text": f"{day:%d/%m/%Y}", **on}


REPRESENTATIVE_BY = _decided("representative", "45/QĐ-BT", dt.date(2025, 3, 12))
TREASURED = {"legal_class": LegalClass.NATIONAL_TREASURE} | _decided(
    "legal_class", "1821/QĐ-TTg", dt.date(2018, 12, 24)
)
# A treasure that is documentary heritage too, and an object whose use is restricted.
KNOWN: dict[str, dict[str, object]] = {
    "0009": {"documentary_heritage": DocumentaryHeritage.REGIONAL}
    | _decided("documentary_heritage", "Ghi danh MOWCAP", dt.date(2012, 5, 16)),
    "0015": {
        "use_restricted": True,
        "restriction_decision": "12/QĐ-BT: đang giám định, tu sửa (minh họa)",
        "restricted_until_text": "31/12/2027",
        "restricted_until_earliest": dt.date(2027, 12, 31),
        "restricted_until_latest": dt.date(2027, 12, 31),
    },
}


def kept_beside() -> list[Story]:
    """Reference objects, deposits and copies of the old books."""
    return [
        Story(
            {
                "name_vi": name if many == 1 else f"{name} ({place})",
                "name_en": english,
                "material": material,
                "acquisition_method": method,
                "description_vi": f"[MINH HỌA] {name}.",
                "description_en": f"[ILLUSTRATIVE] {english}.",
                "quantity": "1",
            },
            code=code,
            holding=holding.value,
        )
        for name, english, material, code, method, holding, many in KEPT
        for place in range(1, many + 1)
    ]


def name_known_pieces(scribe: Scribe) -> None:
    """Note which of the illustrative objects are representative, and which are national treasures."""
    action = N_("Noted the representative objects and the national treasures")
    deed = begin_deed(scribe.session, by=scribe.cast.curator, action=action, reason=DECISION)
    numbers = {f"{PREFIX} {number}": number for number in REPRESENTATIVE}
    found = sa.select(Artifact).where(Artifact.number.in_(numbers)).order_by(Artifact.number)
    for artifact in scribe.session.scalars(found).all():
        values: dict[str, object] = {"representative": True} | REPRESENTATIVE_BY
        if numbers[artifact.number] in TREASURES:
            values |= TREASURED
        values |= KNOWN.get(numbers[artifact.number], {})
        edit_artifact(scribe.session, artifact, values, version=artifact.version, deed=deed)
