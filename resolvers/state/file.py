"""The SQLite file that the workers of one machine share: one connection for writing, one for reading."""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from resolvers.state.store import StoreFault

T = TypeVar("T")

BUSY_TIMEOUT = 10.0
"""Seconds to wait for another worker's transaction."""
RETRY = 0.01
"""Seconds."""
IN_USE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PROTOCOL})
"""Primary codes of errors that pass when other workers are done."""


class Connection:
    """A connection and the only thread that uses it, so that the event loop never waits for a disk or a lock."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
        self._thread = ThreadPoolExecutor(1, "state")

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Raises StoreFault."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._db)
        except sqlite3.Error as error:
            raise StoreFault(str(error)) from error

    async def close(self) -> None:
        await self.do(sqlite3.Connection.close)
        self._thread.shutdown()


class Watch:
    """Whether anyone has written, read from the memory that SQLite's processes share: no thread is needed for it."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, timeout=0, isolation_level=None)

    def version(self) -> int | None:
        """A different one after each commit of any connection. None if it can't be told without waiting."""
        try:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error:
            return None

    def close(self) -> None:
        self._db.close()


@dataclass(frozen=True)
class File:
    """Write-ahead logging and a connection each: readers never wait for a writer.

    A commit is on disk before it returns (synchronous = FULL).
    """

    writer: Connection
    reader: Connection
    watch: Watch

    @classmethod
    async def open(cls, path: Path, tables: Iterable[str]) -> "File":
        """Creates the file, readable by its owner only, and missing folders above it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        writer = Connection(str(path))
        await writer.do(lambda db: _prepare(db, tables))
        return cls(writer, Connection(str(path)), Watch(str(path)))

    async def close(self) -> None:
        self.watch.close()
        await self.reader.close()
        await self.writer.close()


def _prepare(db: sqlite3.Connection, tables: Iterable[str]) -> None:
    log_ahead(db)
    db.execute("PRAGMA synchronous = FULL")
    with transaction(db):
        for table in tables:
            db.execute(table)


def log_ahead(db: sqlite3.Connection) -> None:
    """Waits for other workers that prepare a new file too, for here SQLite itself doesn't: it fails at once."""
    give_up_at = time.monotonic() + BUSY_TIMEOUT
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in IN_USE or time.monotonic() > give_up_at:
                raise
        time.sleep(RETRY)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """IMMEDIATE takes the write lock before the first read, so what was read can't be outdated at the write."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
