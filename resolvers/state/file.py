"""The SQLite file that the workers of one machine share: a connection to write by, and one to read by."""

import asyncio
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from resolvers.state.store import StoreFault

T = TypeVar("T")

PATIENCE = 10.0
"""Seconds to wait for another worker's transaction."""


class Hand:
    """One connection and the one thread that uses it, so that the event loop never waits for a disk or a lock."""

    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
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


@dataclass(frozen=True)
class File:
    """Readers never wait for a writer: the log before the table (WAL), and a connection for each.

    What is written is on the disk before it is answered (synchronous = FULL).
    """

    writer: Hand
    reader: Hand

    @classmethod
    async def open(cls, path: Path, tables: Iterable[str]) -> "File":
        """Makes the file, for its owner's eyes alone, and the folders above it where they are not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        writer = Hand(str(path))
        await writer.do(lambda db: _prepare(db, tables))
        return cls(writer, Hand(str(path)))

    async def close(self) -> None:
        await self.reader.close()
        await self.writer.close()


def _prepare(db: sqlite3.Connection, tables: Iterable[str]) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    with transaction(db):
        for table in tables:
            db.execute(table)


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """IMMEDIATE: it waits for its turn before it has read anything, and so never finds what it read outdated."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
