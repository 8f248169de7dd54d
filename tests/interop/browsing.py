"""What tests of the import pages do over and over: send a table, keep its columns, let the worker work."""

from __future__ import annotations

import io

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from museum_tracker.interop.models import ImportBatch, ImportRow
from museum_tracker.jobs.worker import run_all


def send(browser: FlaskClient, content: bytes, name: str = "so.csv") -> str:
    """Upload a table; the address that answers."""
    answer = browser.post("/nhap-du-lieu", data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303
    return answer.headers["Location"]


def mapped(browser: FlaskClient, app: Flask, batch_id: int, **changes: str) -> int:
    """Keep the proposed columns with an opening balance; the status of the answer."""
    with Session(app.extensions["engine"]) as session:
        plan = session.get_one(ImportBatch, batch_id).plan
    form = {"act": "keep", "standing": "opening", "cutoff": "31/12/2025", "document": "Sổ 1978", "holding": "base"}
    for place, sheet in enumerate(plan["sheets"]):
        form[f"s{place}_taken"] = "1"
        for number, column in enumerate(sheet["columns"]):
            form |= {f"s{place}_c{number}_{name}": column[name] for name in ("target", "ditto", "legacy", "unit")}
    return browser.post(f"/nhap-du-lieu/{batch_id}/cot", data=form | changes).status_code


def fetch(browser: FlaskClient, address: str) -> bytes:
    """A downloaded file."""
    with browser.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


def work(app: Flask) -> None:
    """Let the worker do what waits."""
    run_all(app.extensions["engine"], app.config["SETTINGS"])


def batch_of(app: Flask, batch_id: int = 1) -> ImportBatch:
    """A batch as it stands."""
    with Session(app.extensions["engine"]) as session:
        batch = session.get_one(ImportBatch, batch_id)
        session.expunge(batch)
        return batch


def row_ids(app: Flask) -> dict[int, int]:
    """The ids of kept rows by their place in the file."""
    with Session(app.extensions["engine"]) as session:
        return {row.row: row.id for row in session.scalars(sa.select(ImportRow))}
