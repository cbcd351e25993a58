"""A file of several workers: how it is made, and how seldom it is read for what is asked before every operation."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest

from resolvers.state import sqlite
from resolvers.state.file import BUSY_TIMEOUT, Connection, File, log_ahead
from resolvers.state.sqlite import SqliteStore
from tests.resolvers.state.made import NOW

pytestmark = pytest.mark.anyio

T = TypeVar("T")


class Counting(Connection):
    reads = 0

    async def do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        self.reads += 1
        return await super().do(work)


@dataclass
class Watched:
    store: SqliteStore
    reader: Counting
    path: Path


@pytest.fixture
async def watched(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Watched]:
    path = tmp_path / "gateway.db"
    file = await File.open(path, sqlite.TABLES)
    await file.reader.close()
    reader = Counting(str(path))
    store = SqliteStore(File(file.writer, reader, file.watch), lambda: NOW)
    yield Watched(store, reader, path)
    await store.close()


async def test_the_file_is_read_once_while_nobody_writes(watched: Watched) -> None:
    await watched.store.wrote_to("shop")
    told = [await watched.store.generations() for _ in range(3)]

    assert told == [{"shop": 1}] * 3
    assert watched.reader.reads == 1


async def test_it_is_read_again_after_each_write(watched: Watched) -> None:
    for count in (1, 2, 3):
        await watched.store.wrote_to("shop")

        assert await watched.store.generations() == {"shop": count}
    assert watched.reader.reads == 3


async def test_what_can_t_be_told_without_waiting_is_read(watched: Watched) -> None:
    """Whoever has the file for itself alone keeps everybody waiting, but not the event loop."""
    watched.store._file.watch.close()
    await watched.store.wrote_to("shop")
    told = [await watched.store.generations() for _ in range(2)]

    assert told == [{"shop": 1}] * 2
    assert watched.reader.reads == 2


def test_a_worker_that_is_refused_the_journal_mode_while_another_makes_the_file_tries_again(tmp_path: Path) -> None:
    """SQLite refuses it at once, however long it may wait for locks."""
    path = tmp_path / "gateway.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    class Second(sqlite3.Connection):
        tries = 0

        def execute(self, *given: Any) -> sqlite3.Cursor:
            self.tries += 1
            if self.tries == 2:
                other.execute("COMMIT")
            return super().execute(*given)

    second = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, factory=Second)
    log_ahead(second)
    other.close()

    assert second.tries == 2
    assert second.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    second.close()


def test_a_file_that_can_t_have_the_journal_mode_is_an_error_at_once(tmp_path: Path) -> None:
    path = tmp_path / "gateway.db"
    sqlite3.connect(path).execute("CREATE TABLE t (a)").connection.close()
    tries = []

    class Counting(sqlite3.Connection):
        def execute(self, *given: Any) -> sqlite3.Cursor:
            tries.append(given)
            return super().execute(*given)

    reader = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, factory=Counting)
    with pytest.raises(sqlite3.OperationalError):
        log_ahead(reader)
    reader.close()

    assert len(tries) == 1
