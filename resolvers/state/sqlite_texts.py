"""Persisted documents in the SQLite file, shared by the workers of one machine."""

import sqlite3

from resolvers.state.best_effort import BestEffort
from resolvers.state.file import File, transaction
from resolvers.state.texts import KEPT

TABLES = ("CREATE TABLE IF NOT EXISTS documents (id TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, text TEXT NOT NULL)",)
READ = "SELECT text FROM documents WHERE id = ?"
PUT = "INSERT OR REPLACE INTO documents VALUES (?, ?, ?)"
FORGET = (
    "DELETE FROM documents WHERE rowid IN ("
    "SELECT place FROM (SELECT rowid AS place, sum(size) OVER (ORDER BY rowid DESC) AS so_far FROM documents)"
    " WHERE so_far > ?)"
)
"""A row that replaces another gets a new, higher rowid, so rowids are in the order of storing."""


class SqliteTexts:
    """The oldest are dropped first. `room`: the size limit in characters."""

    def __init__(self, file: File, best_effort: BestEffort, room: int = KEPT) -> None:
        self._file = file
        self._spared = best_effort
        self._room = room

    async def get(self, id: str) -> str | None:
        def found(db: sqlite3.Connection) -> str | None:
            row = db.execute(READ, (id,)).fetchone()
            return row and str(row[0])

        return await self._spared.ask(lambda: self._file.reader.do(found), None)

    async def put(self, id: str, text: str) -> None:
        def kept(db: sqlite3.Connection) -> None:
            with transaction(db):
                db.execute(PUT, (id, len(text), text))
                db.execute(FORGET, (self._room,))

        await self._spared.ask(lambda: self._file.writer.do(kept), None)
