"""Answers are kept until somebody does something, and never from a transaction that may yet be undone."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from museum_tracker.accounts.models import User
from museum_tracker.core.db import session_scope
from museum_tracker.history.models import ChangeSet
from museum_tracker.history.remembered import until_next_deed
from museum_tracker.history.services import begin_deed, record
from tests.factories.interop import make_importer


class Question:
    """A question that counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


def ask(engine: sa.Engine, question: Question, key: str = "how many") -> int:
    """Ask as a reader's request does: in a transaction of its own."""
    with Session(engine) as session:
        return until_next_deed(session, key, question)


def do_something(engine: sa.Engine) -> tuple[int, int]:
    """A deed of somebody; its id and its author's."""
    with session_scope(engine, write=True) as session:
        person = make_importer(session)
        deed = begin_deed(session, by=person, action="A test")
        record(session, deed, entity="note", entity_id=1, before=None, after={"text": "a"})
        session.commit()
        return deed.id, person.id


def test_a_question_is_asked_once_until_the_next_deed(engine: sa.Engine) -> None:
    question = Question()
    assert [ask(engine, question), ask(engine, question)] == [1, 1]
    do_something(engine)
    assert [ask(engine, question), ask(engine, question)] == [2, 2]


def test_two_questions_have_two_answers(engine: sa.Engine) -> None:
    first, second = Question(), Question()
    second()
    assert ask(engine, first) == 1
    assert ask(engine, second, "how few") == 2


def test_a_deed_that_goes_on_later_counts_anew(engine: sa.Engine) -> None:
    question = Question()
    deed_id, person_id = do_something(engine)
    assert ask(engine, question) == 1
    with session_scope(engine, write=True) as session:
        deed = session.get_one(ChangeSet, deed_id)
        assert deed.user_id == session.get_one(User, person_id).id
        record(session, deed, entity="note", entity_id=2, before=None, after={"text": "b"})
        session.commit()
    assert ask(engine, question) == 2


def test_what_is_being_written_is_never_kept(engine: sa.Engine) -> None:
    question = Question()
    with session_scope(engine, write=True) as session:
        assert [until_next_deed(session, "how many", question) for _ in range(2)] == [1, 2]
    assert ask(engine, question) == 3
