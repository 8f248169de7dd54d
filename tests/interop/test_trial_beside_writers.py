"""A trial beside people who save: it waits its turn and never says that the database is locked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import config
from museum_tracker.core.db import session_scope
from museum_tracker.core.museum import Setting
from museum_tracker.interop.imports import trial
from museum_tracker.interop.imports.services import start_trial
from museum_tracker.interop.models import BatchState, ImportBatch
from museum_tracker.jobs.worker import run_all
from tests.factories.interop import stage_file
from tests.interop.tables import write_text


def test_a_save_between_a_trials_reading_and_its_writing_does_not_stop_it(
    engine: sa.Engine, settings: config.Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = write_text(tmp_path / "so.csv", "Số đăng ký;Tên hiện vật\nBTBG 1;Rìu\nBTBG 2;\n")
    batch_id = stage_file(engine, settings, register)
    saves = 0

    def save_beside() -> None:
        nonlocal saves
        saves += 1
        with session_scope(engine, write=True) as other:
            other.add(Setting(key=f"beside-{saves}", value=saves))
            other.commit()

    def reading(name: str) -> None:
        real = getattr(trial, name)

        def read_and_let_others_save(session: Session, *args: Any, **kwargs: Any) -> Any:
            found = real(session, *args, **kwargs)
            if not session.connection().get_execution_options().get("write"):
                save_beside()  # a person saves just now; a trial that holds the turn makes that person wait instead
            return found

        monkeypatch.setattr(trial, name, read_and_let_others_save)

    reading("Answers")
    reading("look_up")
    with session_scope(engine, write=True) as session:
        start_trial(session, session.get_one(ImportBatch, batch_id))
        session.commit()
    run_all(engine, settings)
    with Session(engine) as session:
        batch = session.get_one(ImportBatch, batch_id)
        assert (batch.state, batch.rows_read) == (BatchState.CHECKED, 2)
        job = session.execute(sa.text("select attempts, error_detail from jobs where kind = 'interop.check_import'"))
        assert job.one() == (1, "")
