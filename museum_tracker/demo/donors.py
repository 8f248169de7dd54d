"""Who gave the objects: invented people and bodies, some of whom may be named in public and some not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa

from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.services import edit_artifact
from museum_tracker.core.i18n import N_
from museum_tracker.demo.records import Scribe
from museum_tracker.demo.stage import Scene, deed_of
from museum_tracker.sources.rules import SourceKind
from museum_tracker.sources.services import add_source

KNOWN_AGO = dt.timedelta(days=50)
CONSENT_AGO = dt.timedelta(days=400)
# The words of the old books, who that was, of which kind, whether they may be named, and the number of their objects.
DONORS = (
    ("Một hộ dân", "Gia đình ông Nguyễn Văn Mẫu (minh họa)", SourceKind.FAMILY, True, 5),
    ("Một hộ dân", "Bà Trần Thị Thử (minh họa)", SourceKind.PERSON, False, 3),
    ("Một gia đình cựu chiến binh", "Gia đình cựu chiến binh Lê Giả Định (minh họa)", SourceKind.FAMILY, True, 6),
    ("Ban quản lý di tích", "Ban quản lý di tích huyện (minh họa)", SourceKind.ORGANISATION, True, 8),
    ("Một nhà sưu tầm", "Ông Phạm Ví Dụ, nhà sưu tầm (minh họa)", SourceKind.PERSON, False, 4),
    ("Công an tỉnh", "Công an tỉnh (minh họa)", SourceKind.ORGANISATION, True, 7),
)
ADDRESS, PHONE = "Bắc Giang (địa chỉ minh họa)", "0204 000 000"


def donors(scribe: Scribe, today: dt.date) -> Iterator[Scene]:
    """Note, one afternoon, who is meant by the words of the books."""
    yield Scene(today - KNOWN_AGO, 15, partial(_note, scribe, today))


def _note(scribe: Scribe, today: dt.date) -> None:
    session = scribe.session
    for words, name, kind, named, many in DONORS:
        deed = deed_of(session, scribe.cast.cataloguer, N_("Noted who the objects came from"))
        consent = {"may_be_named": True, "consent_on": today - CONSENT_AGO} if named else {}
        contact = {"address": ADDRESS, "phone": PHONE}
        source = add_source(session, deed=deed, name=name, kind=kind, **contact, **consent)
        theirs = sa.select(Artifact).where(Artifact.source_text == words, Artifact.source_id.is_(None))
        for artifact in session.scalars(theirs.order_by(Artifact.id.desc()).limit(many)).all():
            edit_artifact(session, artifact, {"source_id": source.id}, version=artifact.version, deed=deed)
