"""The ladder: the level of digitization that the evidence proves, and what is missing for the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from museum_tracker.core.i18n import N_, Message
from museum_tracker.digitization.rules.definition import Demands, Rules
from museum_tracker.digitization.rules.evidence import Evidence, Picture
from museum_tracker.digitization.rules.gates import check_size, model_lacks, picture_lacks

FIELD_LABELS = {
    "number": N_("number"),
    "name": N_("name"),
    "material": N_("material"),
    "dating": N_("date (or “unknown”)"),
    "dimensions": N_("dimensions (or “not measurable”)"),
    "place": N_("place"),
    "description": N_("description"),
    "condition": N_("condition"),
}
VIEW_LABELS = {
    "front": N_("front"),
    "back": N_("back"),
    "left": N_("left"),
    "right": N_("right"),
    "top": N_("top"),
    "bottom": N_("bottom"),
    "detail": N_("detail"),
    "mark": N_("mark"),
    "page": N_("page"),
}


@dataclass(frozen=True)
class Check:
    """One thing a level asks for: met or not, said in a sentence, with the place where it is mended."""

    level: int
    message: Message
    met: bool
    mend: str = ""
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class LevelResult:
    """The level proved, the level that is full for this object, and every check on the way."""

    level: int
    full: int
    checks: tuple[Check, ...] = field(default=())

    @property
    def is_full(self) -> bool:
        """Whether nothing more is asked of this object."""
        return self.level >= self.full

    @property
    def next_checks(self) -> tuple[Check, ...]:
        """The checks of the next level; none when the object is full."""
        return tuple(check for check in self.checks if check.level == self.level + 1)

    @property
    def record_share(self) -> float:
        """Share of the checks of the record that are met (the first of the two axes)."""
        return _share([check for check in self.checks if check.mend.startswith("record")])

    @property
    def media_share(self) -> float:
        """Share of the checks of pictures and models that are met (the second axis)."""
        return _share([check for check in self.checks if not check.mend.startswith("record")])


def _share(checks: list[Check]) -> float:
    return sum(check.met for check in checks) / len(checks) if checks else 1.0


def climb(evidence: Evidence, rules: Rules) -> LevelResult:
    """The level an object has reached: each level includes the ones before, a gap below stops the climb."""
    asked = rules.of(flat=evidence.flat, types=evidence.types)
    checks = [*_record(evidence, asked), _identified(evidence, asked)]
    if asked.full >= 2:
        checks += [_view(evidence, asked, view) for view in asked.views]
        checks += [_pages(evidence, asked)] if asked.every_page else []
        checks.append(_masters(evidence))
    if asked.full >= 3:
        checks.append(_model(evidence, asked))
    level = 0
    while level < asked.full and all(check.met for check in checks if check.level == level + 1):
        level += 1
    return LevelResult(level, asked.full, tuple(checks))


def _record(evidence: Evidence, asked: Demands) -> list[Check]:
    return [
        Check(
            1, Message(N_("Record: %(field)s"), {"field": Message(FIELD_LABELS.get(name, name))}), met, f"record:{name}"
        )
        for name in asked.record
        for met in (bool(evidence.record.get(name, "").strip()),)
    ]


def _identified(evidence: Evidence, asked: Demands) -> Check:
    met = any(picture.standard or (picture.identifies and not asked.standard_only) for picture in evidence.pictures)
    waiting = sum(not picture.judged for picture in evidence.pictures)
    if met or not waiting:
        return Check(1, Message(N_("An approved picture by which the object is known")), met, "media")
    return Check(
        1, Message(N_("An approved picture: %(num)s waiting for approval"), {"num": waiting}), met=False, mend="review"
    )


def _view(evidence: Evidence, asked: Demands, view: str) -> Check:
    shown = [picture for picture in evidence.pictures if picture.view == view]
    label = Message(N_("Standard picture: %(view)s"), {"view": Message(VIEW_LABELS.get(view, view))})
    if any(_stands(picture, evidence, asked) for picture in shown):
        return Check(2, label, met=True, mend="media")
    if not shown:
        return Check(2, label, met=False, mend="media")
    best = min((picture_lacks(p, asked.image, extent_cm=evidence.extent_cm) for p in shown), key=len)
    notes = tuple(best) or (Message(N_("passes the gate, waiting for approval")),)
    return Check(2, label, met=False, mend="media" if best else "review", notes=notes)


def _stands(picture: Picture, evidence: Evidence, asked: Demands) -> bool:
    return picture.standard and not picture_lacks(picture, asked.image, extent_cm=evidence.extent_cm)


def _pages(evidence: Evidence, asked: Demands) -> Check:
    done = {
        p.page or 1
        for p in evidence.pictures
        if _stands(p, evidence, asked) and p.view in {"page", "front", "back", ""}
    }
    if evidence.pages is None:
        return Check(
            2, Message(N_("Every page scanned: the number of pages is not stated yet")), met=False, mend="pages"
        )
    label = Message(
        N_("Every page scanned to standard: %(done)s of %(pages)s"), {"done": len(done), "pages": evidence.pages}
    )
    waiting = [
        p
        for p in evidence.pictures
        if not p.standard
        and (p.identifies or not p.judged)
        and not picture_lacks(p, asked.image, extent_cm=evidence.extent_cm)
    ]
    met = len(done) >= evidence.pages
    notes = (Message(N_("%(num)s waiting for approval"), {"num": len(waiting)}),) if waiting and not met else ()
    return Check(2, label, met, "review" if notes else "media", notes)


def _masters(evidence: Evidence) -> Check:
    counted = [picture for picture in evidence.pictures if picture.standard]
    met = bool(counted) and all(picture.verified for picture in counted)
    return Check(2, Message(N_("Master files kept and verified")), met, "media")


def _model(evidence: Evidence, asked: Demands) -> Check:
    label = Message(N_("Approved 3D model"))
    if not evidence.models:
        return Check(3, label, met=False, mend="media")
    lacks = {
        model.version_id: model_lacks(model, asked.model, extent_cm=evidence.extent_cm) for model in evidence.models
    }
    if any(model.standard and model.verified and not lacks[model.version_id] for model in evidence.models):
        sizes = [check_size(model, asked.model, extent_cm=evidence.extent_cm) for model in evidence.models]
        unsure = tuple(size.message for size in sizes if size.agrees is None)
        return Check(3, label, met=True, mend="media", notes=unsure[:1])
    best = min(lacks.values(), key=len)
    notes = tuple(best) or (Message(N_("passes the gate, waiting for approval")),)
    return Check(3, label, met=False, mend="media" if best else "review", notes=notes)
