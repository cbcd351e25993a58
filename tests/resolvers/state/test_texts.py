"""One suite over every place for documents that clients left: the process, a file, and a real server."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from resolvers.state import sqlite_texts
from resolvers.state.best_effort import BestEffort
from resolvers.state.file import File
from resolvers.state.redis_texts import RedisTexts
from resolvers.state.sqlite_texts import SqliteTexts
from resolvers.state.texts import Cached, InMemory, Texts
from tests.resolvers.state.servers import patient

pytestmark = pytest.mark.anyio
Texting = Callable[[int], Texts]


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[File]:
    async with AsyncExitStack() as stack:
        file = await File.open(tmp_path / "gateway.db", sqlite_texts.TABLES)
        stack.push_async_callback(file.close)
        yield file


@pytest.fixture
def in_file(file: File) -> Texting:
    return lambda room: SqliteTexts(file, patient(), room)


@pytest.fixture
def at_server(client: Redis) -> Texting:
    return lambda room: RedisTexts(client, patient(), room)


@pytest.fixture
def in_memory() -> Texting:
    return InMemory


@pytest.fixture(params=["in_memory", "in_file", "at_server"])
def texts(request: pytest.FixtureRequest) -> Texts:
    made: Texting = request.getfixturevalue(request.param)
    return made(20)


async def test_what_was_left_is_found_as_it_was(texts: Texts) -> None:
    await texts.put("a", "{ näme }")

    assert await texts.get("a") == "{ näme }"


async def test_what_nobody_left_is_not_there(texts: Texts) -> None:
    assert await texts.get("a") is None


async def test_what_was_left_longest_ago_goes_first(texts: Texts) -> None:
    for id in ("a", "b", "c"):
        await texts.put(id, "12345678")

    assert [await texts.get(id) for id in ("a", "b", "c")] == [None, "12345678", "12345678"]


async def test_what_is_left_once_more_takes_its_room_once_and_is_as_new(texts: Texts) -> None:
    for id in ("a", "b", "a", "a", "c"):
        await texts.put(id, "12345678")

    assert [await texts.get(id) for id in ("a", "b", "c")] == ["12345678", None, "12345678"]


async def test_what_has_no_room_at_all_is_not_kept(texts: Texts) -> None:
    await texts.put("a", "1" * 21)
    await texts.put("b", "12345678")

    assert [await texts.get(id) for id in ("a", "b")] == [None, "12345678"]


async def test_what_just_fills_the_room_is_kept(texts: Texts) -> None:
    await texts.put("a", "1" * 20)

    assert await texts.get("a") == "1" * 20


async def test_at_hand_what_was_not_asked_for_longest_goes_first() -> None:
    texts = InMemory(room=20)
    for id in ("a", "b"):
        await texts.put(id, "12345678")
    await texts.get("a")
    await texts.put("c", "12345678")

    assert [await texts.get(id) for id in ("a", "b", "c")] == ["12345678", None, "12345678"]


@pytest.fixture(params=["in_file", "at_server"])
def shared(request: pytest.FixtureRequest) -> Texting:
    made: Texting = request.getfixturevalue(request.param)
    return made


async def test_other_processes_find_it_too(shared: Texting) -> None:
    one, another = shared(100), shared(100)
    await one.put("a", "text")

    assert await another.get("a") == "text"


async def test_a_server_that_lost_a_part_begins_anew(client: Redis, at_server: Texting) -> None:
    texts = at_server(20)
    await texts.put("a", "12345678")
    await client.delete("{order-gateway}:documents:left", "{order-gateway}:documents")
    await texts.put("b", "1234567890123")
    await texts.put("c", "12345678")

    assert await texts.get("c") == "12345678"


async def test_where_the_server_is_gone_nothing_is_kept_and_nothing_fails(gone: Redis) -> None:
    texts = RedisTexts(gone, BestEffort())
    await texts.put("a", "text")

    assert await texts.get("a") is None


async def test_what_was_asked_for_once_is_at_hand() -> None:
    shared, cache = InMemory(), InMemory()
    await shared.put("a", "text")
    texts = Cached(shared, cache)

    assert await cache.get("a") is None
    assert await texts.get("a") == "text"
    assert await cache.get("a") == "text"


async def test_what_is_left_is_left_for_others_too_and_at_hand() -> None:
    shared, cache = InMemory(), InMemory()
    await Cached(shared, cache).put("a", "text")

    assert await shared.get("a") == await cache.get("a") == "text"
