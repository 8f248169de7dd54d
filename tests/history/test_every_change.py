"""Every kind of change of an object is undone whole, or stands whole and says where it is corrected."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

import museum_tracker
from museum_tracker import wire
from museum_tracker.core.errors import Refusal
from museum_tracker.figures.checking import find_differences
from museum_tracker.history.entities import ENTITIES
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.services import CannotUndo, NothingToUndo, plan_undo, undo
from tests.history import changes
from tests.history.changes import CHANGES, PARTS_OF_CHANGES, REFUSED, Museum, steps_to

PACKAGE = Path(museum_tracker.__file__).parent
# The features whose services change objects; the others keep rows of their own, undone by one rule (`RowEntity`).
OF_OBJECTS = ("catalogue", "acquisitions", "inventory", "classification", "movements", "media", "digitization/services")
# Kinds of thing in history, and whether a change of theirs is a change of an object.
KINDS = {
    "of an object": {
        *("artifact", "inventory", "custody", "object_entry", "classification", "artifact_location", "asset"),
        *("review", "digitization_task", "page_count"),
    },
    "a thing of its own": {
        *(
            "term",
            "term_meaning",
            "number_series",
            "source",
            "location",
            "museum",
            "user",
            "population",
            "digitization_definition",
        ),
        *("indicator_value", "target", "plan", "visitor_count", "scenario", "calendar_day", "working_week"),
        *("reporting_year", "year_sample", "year_sample_item", "backups", "small_museum", "second_person"),
        *("report", "report_text", "report_comment", "word_template"),
    },
}
FEW = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_undone_leaves_everything_as_before_or_stands_whole(session: Session, name: str) -> None:
    museum = Museum(session)
    for step in steps_to(name)[:-1]:
        museum.do(step)
    before, wrong = museum.state(), _wrong(session)
    change = museum.do(name)
    after, then_wrong = museum.state(), _wrong(session)
    assert after != before
    if name in REFUSED:
        assert _offered(session, change, museum).find(REFUSED[name]) >= 0
        with pytest.raises(CannotUndo):
            undo(session, change, by=museum.curator)
        assert museum.state() == after
        return
    undone = undo(session, change, by=museum.curator)
    assert (museum.state(), _wrong(session)) == (before, wrong)
    if not [thing for thing in plan_undo(session, undone) if thing.refusal]:
        undo(session, undone, by=museum.curator)
        assert (museum.state(), _wrong(session)) == (after, then_wrong)


@FEW
@example(
    names=[
        *("move", "old number", "pages", "choose cover", "step of digitization", "describe picture", "retire picture"),
    ]
)
@example(names=["move", "withdraw approval", "retire picture", "plan digitization"])
@given(names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=9))
def test_any_changes_undone_from_the_last_give_back_each_state_in_turn(session: Session, names: list[str]) -> None:
    point = session.begin_nested()
    try:
        museum = Museum(session)
        _undo_in_turn(museum, _done(museum, [step for name in names for step in steps_to(name)]))
    finally:
        point.rollback()
        session.expire_all()


def _done(museum: Museum, names: list[str]) -> list[tuple[str, ChangeSet, object]]:
    """The changes of these kinds that are possible one after another, each with the state before."""
    session, done = museum.session, []
    for name in names:
        before = museum.state(), _wrong(session)
        trial = session.begin_nested()
        try:
            change = museum.do(name)
        except (Refusal, AttributeError, StopIteration, IndexError, changes.sa.exc.NoResultFound):
            trial.rollback()
            session.expire_all()
        else:
            trial.commit()
            done.append((name, change, before))
    return done


def _undo_in_turn(museum: Museum, done: list[tuple[str, ChangeSet, object]]) -> None:
    for name, change, before in reversed(done):
        now = museum.state()
        try:
            undo(museum.session, change, by=museum.curator)
        except NothingToUndo:
            continue
        except CannotUndo:
            assert museum.state() == now
            break
        assert (museum.state(), _wrong(museum.session)) == before, name


def _wrong(session: Session) -> list[str]:
    """What the checker finds: a struck line with its marking left, say, but never anything that undo left behind."""
    return sorted(f"{found.subject.msgid} {found.artifact_id}" for found in find_differences(session))


def test_every_kind_of_thing_in_history_says_whether_it_belongs_to_an_object() -> None:
    wire()
    assert set(ENTITIES) - {"card"} == set().union(*KINDS.values())


def test_every_service_that_changes_an_object_has_a_case() -> None:
    used = {
        node.attr for node in ast.walk(ast.parse(Path(changes.__file__).read_text())) if isinstance(node, ast.Attribute)
    }
    known = used | {"create_artifact", "register"} | set().union(*PARTS_OF_CHANGES.values())
    assert sorted(_services() - known) == []


def _services() -> set[str]:
    """The public functions of the features of objects that take a change to write in."""
    found = set()
    for feature in OF_OBJECTS:
        folder = PACKAGE / feature
        for file in [
            *folder.glob("services*.py"),
            *folder.glob("services/*.py"),
            *folder.glob("removals.py"),
            *(folder.glob("*.py") if feature.endswith("services") else ()),
        ]:
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
                    if "deed" in names and "definition" not in file.stem:
                        found.add(node.name)
    return found


def _offered(session: Session, change: ChangeSet, museum: Museum) -> str:
    (thing,) = [thing for thing in plan_undo(session, change) if thing.owner == ("artifact", museum.vase.id)]
    assert thing.correction is not None
    return thing.correction[0]
