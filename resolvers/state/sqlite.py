"""The store in a SQLite file, shared by the workers of one machine."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from resolvers.state.entry import by_age, decoded, entry, milliseconds, slot_name
from resolvers.state.file import File, transaction
from resolvers.state.record import Record, Slot
from resolvers.state.store import Store

TABLES = (
    "CREATE TABLE IF NOT EXISTS writes (slot TEXT PRIMARY KEY, version TEXT NOT NULL, is_in_doubt INTEGER NOT NULL,"
    " until INTEGER NOT NULL, natural_key TEXT, made TEXT, record BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS writes_in_doubt ON writes (natural_key) WHERE is_in_doubt = 1",
    "CREATE INDEX IF NOT EXISTS writes_ended ON writes (until) WHERE is_in_doubt = 0",
    "CREATE INDEX IF NOT EXISTS writes_made ON writes (made) WHERE made IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS generations (backend TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID",
)
READ = "SELECT record FROM writes WHERE slot = ?"
INSERT = "INSERT OR IGNORE INTO writes VALUES (:slot, :version, :is_in_doubt, :until, :natural, :made, :record)"
UPDATE = (
    "UPDATE writes SET version = :version, is_in_doubt = :is_in_doubt, until = :until, natural_key = :natural,"
    " made = :made, record = :record WHERE slot = :slot AND version = :before"
)
DROP = "DELETE FROM writes WHERE slot = ? AND version = ?"
FORGET = "DELETE FROM writes WHERE is_in_doubt = 0 AND until <= ? AND slot <> ?"
IN_DOUBT = "SELECT record FROM writes WHERE is_in_doubt = 1"
CONTESTED = (
    "SELECT EXISTS (SELECT 1 FROM writes WHERE is_in_doubt = 1 AND natural_key = :natural AND slot <> :slot)"
    " OR EXISTS (SELECT 1 FROM writes WHERE made = :made AND slot <> :slot)"
)
WROTE = (
    "INSERT INTO generations VALUES (?, 1) ON CONFLICT (backend) DO UPDATE SET generation = generation + 1"
    " RETURNING generation"
)
GENERATIONS = "SELECT backend, generation FROM generations"


class SqliteStore(Store):
    def __init__(self, file: File, now: Callable[[], datetime]) -> None:
        self._file = file
        self._now = now
        self._version: int | None = None
        self._generations: Mapping[str, int] = {}

    async def read(self, slot: Slot) -> Record | None:
        return await self._file.reader.do(lambda db: _record(db, slot))

    async def swap(self, before: Record | None, after: Record) -> bool:
        row = asdict(entry(after)) | {"before": before and before.version}
        expired = (milliseconds(self._now()), row["slot"])

        def swapped(db: sqlite3.Connection) -> bool:
            with transaction(db):
                db.execute(FORGET, expired)
                return db.execute(UPDATE if before else INSERT, row).rowcount == 1

        return await self._file.writer.do(swapped)

    async def drop(self, before: Record) -> bool:
        place = (slot_name(before.slot), before.version)
        return await self._file.writer.do(lambda db: db.execute(DROP, place).rowcount == 1)

    async def in_doubt(self) -> list[Record]:
        rows = await self._file.reader.do(lambda db: db.execute(IN_DOUBT).fetchall())
        return by_age(record for (record,) in rows)

    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        asked = asdict(entry(record, vendor_id))
        return await self._file.reader.do(lambda db: bool(db.execute(CONTESTED, asked).fetchone()[0]))

    async def wrote_to(self, backend: str) -> int:
        return await self._file.writer.do(lambda db: int(db.execute(WROTE, (backend,)).fetchone()[0]))

    async def generations(self) -> Mapping[str, int]:
        """Asked before every operation: read again only where somebody wrote since."""
        version = self._file.watch.version()
        if version is None or version != self._version:
            self._generations = await self._file.reader.do(lambda db: dict(db.execute(GENERATIONS).fetchall()))
            self._version = version
        return self._generations

    async def close(self) -> None:
        await self._file.close()


def _record(db: sqlite3.Connection, slot: Slot) -> Record | None:
    found = db.execute(READ, (slot_name(slot),)).fetchone()
    return decoded(found and found[0])
