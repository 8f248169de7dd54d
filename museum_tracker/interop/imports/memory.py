"""What a trial remembers of the numbers it has seen: on disk once it grows, so that a million rows take no memory."""

from __future__ import annotations

import hashlib
import json
import sqlite3

from museum_tracker.interop.imports.records import Record


class TrialMemory:
    """The numbers of earlier rows of the file, each with a fingerprint of what its row said."""

    def __init__(self) -> None:
        self._store = sqlite3.connect("")  # an unnamed database lives in memory and moves to disk by itself
        self._store.execute("create table seen (number text, said blob, primary key (number, said)) without rowid")

    def seen(self, record: Record) -> bool | None:
        """None if the number is new; else whether an earlier row said exactly the same. Remembers the row."""
        if record.identity is None:
            return None
        number = " ".join(record.identity)
        text = json.dumps(record.values, sort_keys=True, default=str, ensure_ascii=False)
        said = hashlib.blake2b(text.encode(), digest_size=12).digest()
        before = {row[0] for row in self._store.execute("select said from seen where number = ?", (number,))}
        if said in before:
            return True
        self._store.execute("insert into seen values (?, ?)", (number, said))
        return False if before else None

    def close(self) -> None:
        """Forget everything."""
        self._store.close()
