"""Every kind of change of an object, made through the services that the pages call; and all that stands of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.accounts.permissions import Role
from museum_tracker.acquisitions import removals
from museum_tracker.acquisitions import services as acquisitions
from museum_tracker.acquisitions.models import CouncilBatch, CouncilItem, ObjectEntry
from museum_tracker.acquisitions.queries import find_removal
from museum_tracker.acquisitions.rules import BatchState, Decision
from museum_tracker.catalogue import services as catalogue
from museum_tracker.catalogue.models import Artifact
from museum_tracker.catalogue.records import snapshot
from museum_tracker.catalogue.rules import Holding, NumberKind
from museum_tracker.classification import services as classification
from museum_tracker.classification.queries import find_current
from museum_tracker.digitization.models import DigitizationTask, PageCount, Review, Scope
from museum_tracker.digitization.rules.tasks import TaskState
from museum_tracker.digitization.services import reviews, tasks
from museum_tracker.figures.models import Fact, Standing, StandingEntry, Tally
from museum_tracker.figures.services import standing
from museum_tracker.figures.tallies import fold
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import begin_deed
from museum_tracker.inventory import services as inventory
from museum_tracker.inventory.rules import Step
from museum_tracker.media import services as media
from museum_tracker.media.models import Asset, AssetVersion, Derivative
from museum_tracker.movements import services as movements
from tests.factories.catalogue import make_artifact
from tests.factories.digitization import RECORD, make_file
from tests.factories.inventory import TRANSFER, register
from tests.factories.locations import make_location
from tests.factories.people import make_colleague
from tests.factories.vocabularies import term

DAY = dt.date(2026, 5, 4)
Change = Callable[[Session, Artifact, ChangeSet], object]


class Museum:
    """One object with a picture, two places, an open meeting and people of every role."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.cataloguer = make_colleague(session, Role.CATALOGUER)
        self.curator = make_colleague(session, Role.CURATOR)
        self.director = make_colleague(session, Role.DIRECTOR)
        deed = self.sign(self.cataloguer)
        gift = term(session, "acquisition_method", "gift").id
        full = {**RECORD, "acquisition_method_id": gift, "source_text": "Ông Ba", "provenance": "Dùng trong lễ hội"}
        self.vase = make_artifact(session, deed, **full)
        self.other = make_artifact(session, deed, name="Chân đèn")
        self.place = make_location(session, deed)
        self.batch = acquisitions.open_batch(session, deed=deed, title="Họp tháng 5")
        for _ in range(2):
            version = make_file(session, self.vase, by=self.cataloguer)
            session.add(Derivative(version_id=version.id, role="thumb", key=f"k/{version.id}", mime="image/jpeg"))
        session.flush()
        media.refresh_cover(session, self.vase.id)
        session.flush()

    def sign(self, by: User, action: str = "A change") -> ChangeSet:
        """Open a change signed by somebody."""
        return begin_deed(self.session, by=by, action=action)

    def do(self, name: str) -> ChangeSet:
        """Make one kind of change by somebody who may."""
        by = self.curator if name in BY_CURATOR else self.cataloguer
        deed = self.sign(by, name)
        CHANGES[name](self, deed)
        self.session.flush()
        return deed

    def state(self) -> dict[str, Any]:
        """All that stands: records, numbers, custody, facts, standings, sums, entry book, council's list, places."""
        session = self.session
        session.flush()
        session.expire_all()
        fold(session)
        artifacts = session.scalars(sa.select(Artifact).order_by(Artifact.id)).all()
        facts = standing(session.scalars(sa.select(Fact).order_by(Fact.id)).all())
        return {
            "records": {one.id: _record(one) for one in artifacts if one.voided_at is None},
            "facts": sorted(
                (fact.artifact_id, fact.kind.value, str(fact.effective_on), fact.level, fact.opening) for fact in facts
            ),
            "standings": [row for row in _rows(session, Standing) if row["stocks"] or row["flows"]],
            "steps": _rows(session, StandingEntry, but={"id"}),
            "sums": [row for row in _rows(session, Tally) if row["objects"] or row["pieces"]],
            "entries": _rows(session, ObjectEntry),
            "heard": _rows(session, CouncilItem, but={"id"}),
            "tasks": [
                row for row in _rows(session, DigitizationTask, but={"id", "updated_at"}) if row["state"] != "cancelled"
            ],
            "page counts": _rows(session, PageCount),
            "reviews": _rows(session, Review, but={"id"}),
            "pictures": [(one.id, one.view, one.title, one.position, one.retired) for one in session.scalars(_ASSETS)],
        }


_ASSETS = sa.select(Asset).order_by(Asset.id)
_CACHES = ("custody", "classification_state", "inventory_state", "digitization_level", "full_level_reached")
_SHOWN = ("number", "classification_number", "location_id", "cover")


def _record(artifact: Artifact) -> dict[str, Any]:
    return (
        snapshot(artifact)
        | {name: getattr(artifact, name) for name in (*_CACHES, *_SHOWN)}
        | {"numbers": _numbers(artifact)}
    )


def _numbers(artifact: Artifact) -> list[tuple[str, str, str]]:
    """The numbers that are borne; one that was given and taken back may be remembered as a former one or not at all."""
    return sorted((n.kind.value, n.text, n.state.value) for n in artifact.numbers if n.state.value != "former")


def _rows(session: Session, model: Any, *, but: frozenset[str] | set[str] = frozenset()) -> list[dict[str, Any]]:
    columns = [column for column in model.__table__.columns if column.name not in but]
    rows = [dict(row) for row in session.execute(sa.select(*columns)).mappings()]
    return sorted(rows, key=lambda row: str(sorted(row.items(), key=str)))


def _picture(museum: Museum, place: int = 0) -> AssetVersion:
    asset = museum.session.scalars(_ASSETS.where(Asset.artifact_id == museum.vase.id)).all()[place]
    return asset.current


def _item(museum: Museum) -> CouncilItem:
    query = sa.select(CouncilItem).join(CouncilBatch).where(CouncilItem.artifact_id == museum.vase.id)
    return museum.session.scalars(query.where(CouncilBatch.state == BatchState.OPEN)).one()


def _decide(decision: Decision) -> Callable[[Museum, ChangeSet], object]:
    def change(museum: Museum, deed: ChangeSet) -> None:
        item = _item(museum)
        answers = {one.id: (decision, "Không đúng chủ đề") for one in item.batch.items}
        acquisitions.decide(museum.session, item.batch, answers, minutes_number="12/BB", met_on=DAY, deed=deed)

    return change


def _edit(**values: Any) -> Callable[[Museum, ChangeSet], object]:
    def change(museum: Museum, deed: ChangeSet) -> None:
        catalogue.edit_artifact(museum.session, museum.vase, values, version=museum.vase.version, deed=deed)

    return change


def _classified(museum: Museum) -> Any:
    return find_current(museum.session, museum.vase.id)


def _task(museum: Museum) -> Any:
    return tasks.find_open_task(museum.session, museum.vase.id)


def _number(museum: Museum) -> Any:
    return next(number for number in museum.vase.numbers if number.kind is NumberKind.OLD)


def _void(museum: Museum, deed: ChangeSet) -> None:
    catalogue.void_artifact(museum.session, museum.other, deed=deed)


def _receive(museum: Museum, deed: ChangeSet) -> None:
    values = {"name_vi": "Đèn dầu", "acquisition_method_id": term(museum.session, "acquisition_method", "gift").id}
    acquisitions.receive(museum.session, values, received_on=DAY, handover_on=DAY, handover_record="3/BBGN", deed=deed)


CHANGES: dict[str, Callable[[Museum, ChangeSet], object]] = {
    "create": lambda m, d: make_artifact(m.session, d, name="Thạp", number="BT 900"),
    "edit": _edit(condition_text="Sứt miệng", quantity=3),
    "edit title": _edit(holding=Holding.REFERENCE),
    "edit date registered": _edit(registered_text="2026", registered_earliest=DAY, registered_latest=DAY),
    "number": lambda m, d: catalogue.set_number(m.session, m.vase, "BT 77", deed=d),
    "old number": lambda m, d: catalogue.add_number(m.session, m.vase, "SK 5", kind=NumberKind.OLD, deed=d),
    "strike old number": lambda m, d: catalogue.remove_number(m.session, m.vase, _number(m), deed=d),
    "part": lambda m, d: catalogue.set_parent(m.session, m.other, m.vase, deed=d),
    "void": _void,
    "receive": _receive,
    "receive known": lambda m, d: acquisitions.receive_known(
        m.session, m.vase, received_on=DAY, handover_on=DAY, handover_record="2/BBGN", deed=d
    ),
    "put before council": lambda m, d: acquisitions.put_before(m.session, m.batch, [m.vase], deed=d),
    "take off council": lambda m, d: acquisitions.take_off(m.session, _item(m), deed=d),
    "accept": _decide(Decision.BASE),
    "decide later": _decide(Decision.LATER),
    "return": _decide(Decision.RETURN),
    "register": lambda m, d: register(m.session, m.vase, basis=None, on=DAY, deed=d),
    "write basis": lambda m, d: inventory.write_basis(m.session, [m.vase], TRANSFER, deed=d),
    "mark": lambda m, d: inventory.mark(m.session, [m.vase], on=DAY, deed=d),
    "dossier": lambda m, d: inventory.complete_dossier(m.session, m.vase, on=DAY, deed=d),
    "strike line": lambda m, d: inventory.take_back(m.session, m.vase, Step.REGISTERED, "Nhầm", deed=d),
    "unmark": lambda m, d: inventory.take_back(m.session, m.vase, Step.MARKED, "Nhầm", deed=d),
    "propose class": lambda m, d: classification.propose(m.session, m.vase, term(m.session, "material", "Gm"), deed=d),
    "confirm class": lambda m, d: classification.confirm(m.session, _classified(m), deed=d),
    "send back class": lambda m, d: classification.send_back(m.session, _classified(m), "Xem lại", deed=d),
    "contest class": lambda m, d: classification.contest(m.session, _classified(m), "Xem lại", deed=d),
    "propose removal": lambda m, d: removals.propose_removal(m.session, m.vase, "Hư hỏng", deed=d),
    "remove": lambda m, d: removals.decide_removal(
        m.session, _removal(m), decision_number="5/QĐ", decided_on=DAY, deed=d
    ),
    "keep": lambda m, d: removals.drop_removal(m.session, _removal(m), "Còn dùng được", deed=d),
    "reinstate": lambda m, d: removals.put_back_on_register(m.session, m.vase, decision_number="6/QĐ", on=DAY, deed=d),
    "move": lambda m, d: movements.move(m.session, m.vase, to=m.place, deed=d),
    "describe picture": lambda m, d: media.describe_asset(
        m.session, _picture(m).asset, deed=d, view="front", title="Mặt trước"
    ),
    "choose cover": lambda m, d: media.choose_cover(m.session, _picture(m, 1).asset, deed=d),
    "retire picture": lambda m, d: media.retire_asset(m.session, _picture(m, 1).asset, reason="Mờ", deed=d),
    "approve picture": lambda m, d: reviews.approve(m.session, _picture(m), scope=Scope.STANDARD, deed=d),
    "send back picture": lambda m, d: reviews.send_back(m.session, _picture(m), reason="Mờ", deed=d),
    "withdraw approval": lambda m, d: reviews.withdraw(m.session, _picture(m), reason="Nhầm", deed=d),
    "plan digitization": lambda m, d: tasks.plan(m.session, [m.vase], deed=d),
    "step of digitization": lambda m, d: tasks.step(m.session, _task(m), TaskState.ON_HOLD, deed=d, reason="Mất điện"),
    "pages": lambda m, d: tasks.state_pages(m.session, m.vase, 4, deed=d),
}
BY_CURATOR = {"accept", "decide later", "return", "strike line", "unmark", "confirm class", "send back class"} | {
    *("contest class", "remove", "keep", "reinstate", "approve picture", "send back picture", "withdraw approval"),
}
# What has to be done before a kind of change is possible, in this order.
BEFORE: dict[str, tuple[str, ...]] = {
    "strike old number": ("old number",),
    "take off council": ("receive known", "put before council"),
    "put before council": ("receive known",),
    "accept": ("receive known", "put before council"),
    "decide later": ("receive known", "put before council"),
    "return": ("receive known", "put before council"),
    "register": ("receive known", "put before council", "accept"),
    "write basis": ("register",),
    "mark": ("register",),
    "dossier": ("register",),
    "strike line": ("register",),
    "unmark": ("register", "mark"),
    "confirm class": ("propose class",),
    "send back class": ("propose class",),
    "contest class": ("propose class", "confirm class"),
    "propose removal": ("receive known", "put before council", "accept"),
    "remove": ("propose removal",),
    "keep": ("propose removal",),
    "reinstate": ("remove",),
    "withdraw approval": ("approve picture",),
    "step of digitization": ("plan digitization",),
}
# What has to stand, and where it is corrected instead.
REFUSED: dict[str, str] = {
    "accept": "/xuat-khoi-so",
    "decide later": "/xuat-khoi-so",
    "return": "/xuat-khoi-so",
    "register": "/gach-so",
    "remove": "/dua-lai-so",
    "keep": "/xuat-khoi-so",
    "reinstate": "/dua-lai-so",
    "take off council": "/hoi-dong",
    "approve picture": "/nghiem-thu/",
    "send back picture": "/nghiem-thu/",
    "withdraw approval": "/nghiem-thu/",
}
# Services that change something and are no kind of change of an object of their own: why.
PARTS_OF_CHANGES = {
    "a door to another": {"place_new", "move_many", "approve_many", "set_custody", "note_custody", "restore_asset"},
    "undo itself": {
        *("put_back", "put_back_entry", "take_back_entry", "take_back_review", "take_back_proposal"),
        *("restore_artifact", "restore_task", "unstate_pages", "place_asset"),
    },
    "follows from others": {"return_to_operator", "follow_files", "settle", "recompute", "state_beginnings", "attach"},
    "closes a task": {"return_to_shelf"},
    "a meeting, not an object": {"open_batch"},
}


def _removal(museum: Museum) -> Any:
    return find_removal(museum.session, museum.vase.id)


def steps_to(name: str) -> list[str]:
    """All changes that come before one, and the one itself."""
    before = [step for needed in BEFORE.get(name, ()) for step in steps_to(needed)]
    return [*dict.fromkeys(before), name]
