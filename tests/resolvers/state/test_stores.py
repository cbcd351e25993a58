"""One suite over every store: a file, and a real server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from redis.asyncio import Redis

from resolvers.state.connect import TEMPORARY, opened
from resolvers.state.record import Record
from resolvers.state.redis import RedisStore
from resolvers.state.sqlite import SqliteStore
from resolvers.state.store import Store, StoreFault
from resolvers.vendors.writing import NaturalKey
from schema.writes import UserError, UserErrorCode
from tests.resolvers.state.made import LATER, NOW, record

pytestmark = pytest.mark.anyio

A_WEEK_ON = NOW + timedelta(days=7)
FULL = 2
"""Of SQLite's `synchronous`."""
OTHER = NaturalKey("number", "N-2", is_ours=False)


@pytest.fixture(params=["sqlite", "redis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/folder/gateway.db"
    address: str = request.getfixturevalue("server")
    return address


@pytest.fixture
async def store(url: str, anyio_backend: str) -> AsyncIterator[Store]:
    async with opened(url, lambda: NOW) as store:
        yield store


async def put(store: Store, *records: Record) -> None:
    for each in records:
        assert await store.swap(None, each)


async def test_what_was_put_is_read_as_it_was(store: Store) -> None:
    why = UserError(code=UserErrorCode.REJECTED, message="Néé", field=["input", "lines", "0"], vendor_code="x")
    refused = record().refused((why,), A_WEEK_ON)
    await put(store, refused)

    assert await store.read(refused.slot) == refused


async def test_a_key_that_nobody_used_has_no_record(store: Store) -> None:
    assert await store.read(record().slot) is None


async def test_a_key_is_begun_once(store: Store) -> None:
    first, second = record(), record()
    begun = await asyncio.gather(store.swap(None, first), store.swap(None, second))

    assert sorted(begun) == [False, True]
    assert await store.read(first.slot) == (first if begun[0] else second)


async def test_of_many_who_take_a_key_over_one_does(store: Store) -> None:
    doubted = record()
    await put(store, doubted)
    taken = await asyncio.gather(*(store.swap(doubted, doubted.held(A_WEEK_ON)) for _ in range(20)))

    assert taken.count(True) == 1


async def test_a_record_that_changed_meanwhile_is_not_overwritten(store: Store) -> None:
    begun = record()
    taken_over = begun.held(A_WEEK_ON)
    await put(store, begun)
    await store.swap(begun, taken_over)

    assert not await store.swap(begun, begun.done("1", A_WEEK_ON))
    assert not await store.drop(begun)
    assert await store.read(begun.slot) == taken_over


async def test_a_key_set_free_can_be_begun_again(store: Store) -> None:
    begun = record()
    await put(store, begun)

    assert await store.drop(begun)
    assert await store.swap(None, record())


async def test_keys_of_other_callers_and_backends_are_others(store: Store) -> None:
    await put(store, record(), record(backend="erp"), record("K"))

    assert len(await store.in_doubt()) == 3


async def test_those_in_doubt_are_listed_the_oldest_first(store: Store) -> None:
    old, young = record("old", began=NOW - timedelta(hours=1)), record("young").in_doubt(LATER)
    ended = record("ended")
    await put(store, young, old, ended)
    await store.swap(ended, ended.done("7", A_WEEK_ON))

    assert await store.in_doubt() == [old, young]


async def test_an_order_is_contested_by_the_key_that_made_it(store: Store) -> None:
    maker = record("maker", natural=OTHER)
    await put(store, maker)
    await store.swap(maker, maker.done("7", A_WEEK_ON))

    assert await store.is_contested(record("mine"), "7")
    assert not await store.is_contested(record("mine"), "8")
    assert not await store.is_contested(record("mine", backend="erp"), "7")
    assert not await store.is_contested(maker, "7")


async def test_an_order_is_contested_by_a_key_in_doubt_under_the_same_natural_key(store: Store) -> None:
    rival, mine = record("rival"), record("mine")
    await put(store, rival, mine)

    assert await store.is_contested(mine, "7")
    assert not await store.is_contested(record("other", natural=OTHER), "7")
    assert not await store.is_contested(record("mine", backend="erp"), "7")
    assert not await store.is_contested(record("none", natural=None), "7")

    await store.swap(rival, rival.refused((), A_WEEK_ON))
    assert not await store.is_contested(mine, "7")


async def test_what_is_in_doubt_never_expires(store: Store, url: str) -> None:
    long_ago = record(began=NOW - timedelta(days=365)).in_doubt(NOW - timedelta(days=365))
    await put(store, long_ago, record("another"))

    assert await store.read(long_ago.slot) == long_ago
    if isinstance(store, RedisStore):
        assert await store._client.persist(await _place_of(store, long_ago)) == 0


async def test_writes_are_counted_for_each_backend(store: Store) -> None:
    assert await store.generations() == {}

    counted = [await store.wrote_to(backend) for backend in ("shop", "erp", "shop")]

    assert counted == [1, 1, 2]
    assert await store.generations() == {"shop": 2, "erp": 1}


async def test_another_worker_sees_the_same(store: Store, url: str) -> None:
    async with opened(url, lambda: NOW) as another:
        await put(another, record())
        await another.wrote_to("shop")

        assert await store.read(record().slot) == await another.read(record().slot)
        assert await store.generations() == {"shop": 1}


async def test_a_worker_that_looked_before_sees_what_another_writes_next(store: Store, url: str) -> None:
    async with opened(url, lambda: NOW) as another:
        for count in (1, 2, 3):
            await another.wrote_to("shop")

            assert await store.generations() == {"shop": count}


async def test_what_was_put_is_there_for_who_opens_it_again(url: str) -> None:
    begun = record()
    async with opened(url, lambda: NOW) as store:
        await put(store, begun)
    async with opened(url, lambda: NOW) as store:
        assert await store.read(begun.slot) == begun


async def test_many_workers_open_one_file_at_once(tmp_path: Path) -> None:
    async def worker(number: int) -> None:
        async with opened(f"sqlite:///{tmp_path}/new/gateway.db", lambda: NOW) as store:
            await put(store, record(str(number)))

    await asyncio.gather(*map(worker, range(8)))
    async with opened(f"sqlite:///{tmp_path}/new/gateway.db", lambda: NOW) as store:
        assert len(await store.in_doubt()) == 8


async def test_a_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    async with opened(f"sqlite:///{tmp_path}/gateway.db"):
        assert (tmp_path / "gateway.db").stat().st_mode & 0o077 == 0


async def test_a_commit_to_a_file_is_on_disk_before_it_returns(tmp_path: Path) -> None:
    async with opened(f"sqlite:///{tmp_path}/gateway.db") as store:
        assert isinstance(store, SqliteStore)
        (level,) = await store._file.writer.do(lambda db: db.execute("PRAGMA synchronous").fetchone())

    assert level == FULL


async def test_a_file_forgets_what_ended_long_ago(tmp_path: Path) -> None:
    ended = record("ended").done("7", NOW - timedelta(seconds=1))
    async with opened(f"sqlite:///{tmp_path}/gateway.db", lambda: NOW) as store:
        await put(store, ended, record("next"))

        assert await store.read(ended.slot) is None


async def test_a_server_is_told_when_to_forget_what_ended(server: str) -> None:
    ended = record("ended").done("7", A_WEEK_ON)
    async with opened(server) as store:
        assert isinstance(store, RedisStore)
        await put(store, ended)
        places = await store._client.keys("*ended*") + await store._client.keys("*made*")
        expiries = {await store._client.pexpiretime(place) for place in places}

        assert len(places) == 2
        assert expiries == {int(A_WEEK_ON.timestamp() * 1000)}


async def test_a_swap_whose_answer_was_lost_can_be_asked_for_again(server: str) -> None:
    begun = record()
    async with opened(server) as store:
        assert await store.swap(None, begun)
        assert await store.swap(None, begun)
        assert await store.drop(begun)
        assert await store.drop(begun)


async def test_a_store_for_now_is_forgotten() -> None:
    async with opened(TEMPORARY) as store:
        await put(store, record())
    async with opened(TEMPORARY) as store:
        assert await store.in_doubt() == []


async def test_a_server_that_is_not_there_is_a_fault_of_the_store(tmp_path: Path) -> None:
    async with opened(f"unix://{tmp_path}/nothing") as store:
        with pytest.raises(StoreFault):
            await store.read(record().slot)


async def _place_of(store: RedisStore, wanted: Record) -> bytes:
    client: Redis = store._client
    (place,) = await client.keys(f'*write:*"{wanted.slot.key}"*')
    return bytes(place)
