"""Evidence read from the catalogue, the files and the approvals, for many objects at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.catalogue.models import Artifact, ArtifactMaterial, Dimension
from museum_tracker.catalogue.rules import ArtifactKind
from museum_tracker.core.dimension_groups import DimensionKind
from museum_tracker.digitization.models import Decision, PageCount, Review, Scope
from museum_tracker.digitization.rules.evidence import Evidence, Model, Picture
from museum_tracker.media.models import Asset, AssetVersion
from museum_tracker.media.rules import AssetKind, VersionState
from museum_tracker.vocabularies.models import Term

_A = Artifact
# What stands for each field of the minimum record: any of these columns being filled is enough.
RECORD_COLUMNS: dict[str, tuple[Any, ...]] = {
    "number": (_A.number,),
    "name": (_A.name_vi, _A.name_en),
    "material": (_A.material_text,),
    "dating": (_A.dating_text, _A.period_text),
    "dimensions": (_A.dimensions_text,),
    "place": (_A.find_place, _A.production_place),
    "description": (_A.description_vi, _A.description_en),
    "condition": (_A.condition_text,),
}
TERM_COLUMNS = {"dating": _A.period_id, "place": _A.place_id, "condition": _A.condition_id}


def evidence_of(session: Session, ids: Sequence[int]) -> dict[int, Evidence]:
    """The evidence of several objects (at most a few thousand), by object id."""
    records = _records(session, ids)
    extents = _extents(session, ids)
    files = _files(session, ids)
    pages: dict[int, int] = dict(
        session.execute(sa.select(PageCount.artifact_id, PageCount.pages).where(PageCount.artifact_id.in_(ids))).all()
    )
    found = {}
    above = _types_above(session, {row.type_id for row in records.values() if row.type_id})
    for number, (record, flat, kind, type_id) in records.items():
        pictures, models = files.get(number, ([], []))
        found[number] = Evidence(
            record=record,
            flat=flat,
            types=above.get(type_id or 0, ()),
            pages=pages.get(number, 1 if kind is ArtifactKind.PHOTOGRAPH else None),
            extent_cm=extents.get(number),
            pictures=tuple(pictures),
            models=tuple(models),
        )
    return found


class _RecordRow(NamedTuple):
    record: dict[str, str]
    flat: bool
    kind: ArtifactKind
    type_id: int | None


def _types_above(session: Session, types: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Each type with those above it, the nearest first."""
    found: dict[int, tuple[int, ...]] = {}
    if not types:
        return found
    one = sa.select(Term.scheme_id).where(Term.id == next(iter(types))).scalar_subquery()
    query = sa.select(Term.id, Term.parent_id).where(Term.scheme_id == one)
    parents: dict[int, int | None] = dict(session.execute(query).all())
    for number in types:
        chain: list[int] = []
        step: int | None = number
        while step is not None and step not in chain:
            chain.append(step)
            step = parents.get(step)
        found[number] = tuple(chain)
    return found


def _records(session: Session, ids: Sequence[int]) -> dict[int, _RecordRow]:
    columns = [sa.func.coalesce(*(sa.func.nullif(c, "") for c in cs), "").label(n) for n, cs in RECORD_COLUMNS.items()]
    terms = [column.label(f"{name}_term") for name, column in TERM_COLUMNS.items()]
    materials = sa.exists().where(ArtifactMaterial.artifact_id == _A.id).label("material_term")
    query = sa.select(_A.id, _A.flat, _A.kind, _A.type_id, *columns, *terms, materials).where(_A.id.in_(ids))
    found = {}
    for row in session.execute(query).mappings():
        record = {name: row[name] or ("✓" if row.get(f"{name}_term") else "") for name in RECORD_COLUMNS}
        found[row["id"]] = _RecordRow(record, row["flat"], row["kind"], row["type_id"])
    return found


def _extents(session: Session, ids: Sequence[int]) -> dict[int, float]:
    query = (
        sa.select(Dimension.artifact_id, sa.func.max(Dimension.max_cm))
        .where(Dimension.artifact_id.in_(ids), Dimension.kind != DimensionKind.GIRTH)
        .group_by(Dimension.artifact_id)
    )
    return dict(session.execute(query).all())


def _files(session: Session, ids: Sequence[int]) -> dict[int, tuple[list[Picture], list[Model]]]:
    standing = sa.and_(Review.version_id == AssetVersion.id, Review.standing)
    approved = sa.case((Review.decision == Decision.APPROVED, Review.scope))
    query = (
        sa.select(Asset.artifact_id, Asset.kind, Asset.view, Asset.page, AssetVersion, approved, Review.id)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .join(Review, standing, isouter=True)
        .where(Asset.artifact_id.in_(ids), AssetVersion.state == VersionState.READY)
        .order_by(AssetVersion.id)
    )
    found: dict[int, tuple[list[Picture], list[Model]]] = defaultdict(lambda: ([], []))
    for artifact_id, kind, view, page, version, scope, judged in session.execute(query):
        verified = version.verified_at is not None
        if kind is AssetKind.MODEL3D:
            model = Model(
                version_id=version.id, facts=version.facts, verified=verified, standard=scope is Scope.STANDARD
            )
            found[artifact_id][1].append(model)
            continue
        picture = Picture(
            version_id=version.id,
            view=view,
            page=page or 0,
            width=int(version.facts.get("width") or 0),
            height=int(version.facts.get("height") or 0),
            facts=version.facts,
            verified=verified,
            identifies=scope is not None,
            standard=scope is Scope.STANDARD,
            judged=judged is not None,
        )
        found[artifact_id][0].append(picture)
    return found


def worth_climbing(session: Session, ids: Sequence[int]) -> list[int]:
    """Those objects whose level can be other than 0: they have a ready file, or a level to lose."""
    ready = (
        sa.select(Asset.artifact_id)
        .join(AssetVersion, AssetVersion.asset_id == Asset.id)
        .where(Asset.artifact_id.in_(ids), AssetVersion.state == VersionState.READY)
    )
    levelled = sa.select(_A.id).where(_A.id.in_(ids), _A.digitization_level > 0)
    return sorted(set(session.scalars(ready)) | set(session.scalars(levelled)))
