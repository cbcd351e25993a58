"""The store in a file, shared by the workers of one machine."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from resolvers.state.record import Record, Slot
from resolvers.state.store import (
    ENCODER,
    RECORDS,
    Store,
    StoreFault,
    by_age,
    milliseconds,
    natural_name,
    order_name,
    slot_name,
)

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds to wait for another worker's transaction."""
TABLES = (
    "CREATE TABLE IF NOT EXISTS writes (slot TEXT PRIMARY KEY, version TEXT NOT NULL, is_in_doubt INTEGER NOT NULL,"
    " until INTEGER NOT NULL, natural_key TEXT, made TEXT, record BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS writes_in_doubt ON writes (natural_key) WHERE is_in_doubt = 1",
    "CREATE INDEX IF NOT EXISTS writes_ended ON writes (until) WHERE is_in_doubt = 0",
    "CREATE INDEX IF NOT EXISTS writes_made ON writes (made) WHERE made IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS generations (backend TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID",
)
READ = "SELECT record FROM writes WHERE slot = ?"
INSERT = "INSERT OR IGNORE INTO writes VALUES (:slot, :version, :is_in_doubt, :until, :natural_key, :made, :record)"
UPDATE = (
    "UPDATE writes SET version = :version, is_in_doubt = :is_in_doubt, until = :until, natural_key = :natural_key,"
    " made = :made, record = :record WHERE slot = :slot AND version = :before"
)
DROP = "DELETE FROM writes WHERE slot = ? AND version = ?"
FORGET = "DELETE FROM writes WHERE is_in_doubt = 0 AND until <= ? AND slot <> ?"
IN_DOUBT = "SELECT record FROM writes WHERE is_in_doubt = 1"
CONTESTED = (
    "SELECT EXISTS (SELECT 1 FROM writes WHERE is_in_doubt = 1 AND natural_key = :natural_key AND slot <> :slot)"
    " OR EXISTS (SELECT 1 FROM writes WHERE made = :made AND slot <> :slot)"
)
WROTE = (
    "INSERT INTO generations VALUES (?, 1) ON CONFLICT (backend) DO UPDATE SET generation = generation + 1"
    " RETURNING generation"
)
GENERATIONS = "SELECT backend, generation FROM generations"


class Hand:
    """One connection and the one thread that uses it, so that the event loop never waits for a disk or a lock."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        self._thread = ThreadPoolExecutor(1, "state")

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._db)
        except sqlite3.Error as error:
            raise StoreFault(str(error)) from error

    async def close(self) -> None:
        await self.do(sqlite3.Connection.close)
        self._thread.shutdown()


class SqliteStore(Store):
    """Readers never wait for a writer: the log before the table (WAL), and a connection for each.

    A write is on the disk before its method returns (synchronous = FULL).
    """

    def __init__(self, writer: Hand, reader: Hand, now: Callable[[], datetime]) -> None:
        self._writer = writer
        self._reader = reader
        self._now = now

    @classmethod
    async def open(cls, path: Path, now: Callable[[], datetime]) -> "SqliteStore":
        """Makes the file, for its owner's eyes alone, and the folders above it where they are not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        writer = Hand(str(path))
        await writer.do(_prepare)
        return cls(writer, Hand(str(path)), now)

    async def read(self, slot: Slot) -> Record | None:
        return await self._reader.do(lambda db: _record(db, slot))

    async def swap(self, before: Record | None, after: Record) -> bool:
        row = _row(after) | {"before": before and before.version}
        forget = (milliseconds(self._now()), row["slot"])

        def swapped(db: sqlite3.Connection) -> bool:
            with _transaction(db):
                db.execute(FORGET, forget)
                return db.execute(UPDATE if before else INSERT, row).rowcount == 1

        return await self._writer.do(swapped)

    async def drop(self, before: Record) -> bool:
        place = (slot_name(before.slot), before.version)
        return await self._writer.do(lambda db: db.execute(DROP, place).rowcount == 1)

    async def in_doubt(self) -> list[Record]:
        rows = await self._reader.do(lambda db: db.execute(IN_DOUBT).fetchall())
        return by_age([RECORDS.decode(record) for (record,) in rows])

    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        asked = _row(record) | {"made": order_name(record, vendor_id)}
        return await self._reader.do(lambda db: bool(db.execute(CONTESTED, asked).fetchone()[0]))

    async def wrote_to(self, backend: str) -> int:
        return await self._writer.do(lambda db: int(db.execute(WROTE, (backend,)).fetchone()[0]))

    async def generations(self) -> Mapping[str, int]:
        return await self._reader.do(lambda db: dict(db.execute(GENERATIONS).fetchall()))

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    with _transaction(db):
        for table in TABLES:
            db.execute(table)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """IMMEDIATE: it waits for its turn before it has read anything, and so never finds what it read outdated."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _record(db: sqlite3.Connection, slot: Slot) -> Record | None:
    found = db.execute(READ, (slot_name(slot),)).fetchone()
    return None if found is None else RECORDS.decode(found[0])


def _row(record: Record) -> dict[str, object]:
    return {
        "slot": slot_name(record.slot),
        "version": record.version,
        "is_in_doubt": int(record.is_in_doubt),
        "until": milliseconds(record.until),
        "natural_key": natural_name(record),
        "made": order_name(record, record.vendor_id),
        "record": ENCODER.encode(record),
    }
