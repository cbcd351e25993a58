"""What is promised in milliseconds, shown on a clock that only waiting moves on, so that no busy machine blurs it."""

import asyncio
import gc
from typing import Any

import orjson
import pytest

from resolvers.vendors.stand_in import Faults
from tests.standing.world import HANGING, HOURS, LIST, World, near

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

DEADLINE, LATE = 10.0, 0.1
LEFT = 0.05
ORDER = '{ order(id: "gid://wimpel/Order/x1") { number } }'
DEEP = """{ orders(first: 12) {
    nodes { id number lines { id quantity } total { stated { amount } } customer { name } shippingAddress { city }
            backend { id } }
    totalCount sources { backend { id } status error { code } } } }"""
LISTING = ("cloudsuite", "logictrade", "obapi", "wimpel")


def now() -> float:
    return asyncio.get_running_loop().time()


async def test_time_passes_by_waiting_alone() -> None:
    start = now()
    await asyncio.sleep(1000)
    assert await asyncio.to_thread(lambda: sum(range(10**6))) > 0

    assert now() - start == 1000


# ---------------------------------------------------------------- deadlines


QUESTIONS = {
    "one": ORDER,
    "list": LIST,
    "list with all that hangs on it": DEEP,
    "customers": "{ customers(first: 5) { nodes { name } sources { status } } }",
    "elsewhere": '{ order(id: "gid://cloudsuite/Order/27") { linkedOrders { id } shipments { id } } }',
    "by number": '{ orderByIdentifier(backend: "logictrade", identifier: {number: "none"}) { id } }',
    "many at once": " ".join(["{", *(f'q{n}: order(id: "gid://obapi/Order/{n}") {{ id }}' for n in range(20)), "}"]),
}


@pytest.mark.parametrize("asked", [0.3, 1.0, None])
@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS.keys())
async def test_no_answer_comes_later_than_its_deadline_and_a_hundred_milliseconds(
    query: str, asked: float | None
) -> None:
    async with near({"deadline": DEADLINE}) as gateway:
        for vendor in gateway.vendors.values():
            vendor.faults = HANGING
        start = now()
        answer = await gateway.ask(query, **({"X-Request-Timeout": str(asked)} if asked else {}))

        assert now() - start <= (asked or DEADLINE) + LATE
        assert {error["extensions"]["code"] for error in answer.get("errors", [])} <= {"BACKEND_TIMEOUT"}


@pytest.mark.parametrize("asked", [0.3, None])
async def test_at_the_deadline_what_has_come_is_answered_and_what_has_not_is_told(asked: float | None) -> None:
    async with near({"deadline": DEADLINE}, timeout=HOURS) as gateway:
        gateway.vendors["wimpel"].faults = HANGING
        start, query = now(), '{ order(id: "gid://wimpel/Order/x1") { number } backends { id } }'
        answer = await gateway.ask(query, **({"X-Request-Timeout": str(asked)} if asked else {}))

        assert now() - start == pytest.approx(asked or DEADLINE, abs=LATE)
        assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
            (["order"], "BACKEND_TIMEOUT")
        ]
        assert len(answer["data"]["backends"]) == 5


@pytest.mark.parametrize("faults", [HANGING, Faults(drip=1.0), Faults(latency=7.0), Faults(status=503, latency=4.0)])
@pytest.mark.parametrize("name", LISTING)
async def test_one_vendor_that_hangs_takes_half_of_a_list_s_time_and_nothing_else_of_it(
    name: str, faults: Faults
) -> None:
    """The others' rows have all that hangs on them: their details, customers and addresses."""
    async with near({"deadline": DEADLINE}) as gateway:
        gateway.vendors[name].faults = faults
        start = now()
        answer = await gateway.ask(DEEP)

        assert now() - start <= DEADLINE / 2 + LATE
        assert "errors" not in answer, answer["errors"]
        reports = {each["backend"]["id"]: each["status"] for each in answer["data"]["orders"]["sources"]}
        assert reports == {"vdh_solar": "UNSUPPORTED", name: "FAILED"} | {
            other: "OK" for other in LISTING if other != name
        }
        nodes = answer["data"]["orders"]["nodes"]
        assert len(nodes) == 12
        assert all(node["lines"] for node in nodes)


async def test_a_vendor_that_hangs_is_left_alone_though_lists_give_it_half_of_their_time() -> None:
    async with near({"deadline": DEADLINE}, timeout=DEADLINE, circuit_calls=5) as gateway:
        gateway.vendors["wimpel"].faults = HANGING
        lists = (f"{{ orders(first: {first}) {{ nodes {{ id }} }} }}" for first in range(1, 6))
        await asyncio.gather(*map(gateway.ask, lists))

        assert (await gateway.sources())["wimpel"] == ("FAILED", "CIRCUIT_OPEN")


async def test_also_where_the_caller_is_in_a_hurry() -> None:
    async with near({"deadline": DEADLINE}) as gateway:
        gateway.vendors["obapi"].faults = HANGING
        start = now()
        answer = await gateway.ask(DEEP, **{"X-Request-Timeout": "0.4"})

        assert now() - start <= 0.2 + LATE
        assert "errors" not in answer
        assert all(node["lines"] for node in answer["data"]["orders"]["nodes"])


async def test_an_earlier_page_stands_in_for_one_that_hangs_at_half_of_the_time() -> None:
    async with near({"deadline": DEADLINE}) as gateway:
        before = await gateway.ask(LIST)
        gateway.vendors["wimpel"].faults = HANGING
        start = now()
        after = await gateway.ask(LIST)

        assert DEADLINE / 2 <= now() - start <= DEADLINE / 2 + LATE
        assert after["data"]["orders"]["nodes"] == before["data"]["orders"]["nodes"]
        reports = {each["backend"]["id"]: each["status"] for each in after["data"]["orders"]["sources"]}
        assert reports == {"vdh_solar": "UNSUPPORTED", "wimpel": "STALE"} | dict.fromkeys(
            set(LISTING) - {"wimpel"}, "OK"
        )


async def test_what_hangs_on_a_vendor_s_rows_may_take_the_time_that_is_left() -> None:
    """Its list answers, its details hang: they are null at the deadline, and only they."""
    async with near({"deadline": DEADLINE}) as gateway:
        gateway.vendors["obapi"].faults = Faults(latency=10_000, paths="/obapi/v1/orders/")
        start = now()
        answer = await gateway.ask(DEEP)

        assert DEADLINE <= now() - start <= DEADLINE + LATE
        assert {error["extensions"]["backend"] for error in answer["errors"]} == {"obapi"}
        nodes = answer["data"]["orders"]["nodes"]
        assert all(node["lines"] for node in nodes if node["backend"]["id"] != "obapi")


async def test_a_vendor_that_hangs_opens_its_circuit_though_only_lists_ask_it() -> None:
    async with near({"deadline": DEADLINE}, circuit_calls=5) as gateway:
        gateway.vendors["wimpel"].faults = HANGING
        for _ in range(5):
            await gateway.ask(LIST)
        start = now()
        found = await gateway.sources()

        assert found["wimpel"] == ("FAILED", "CIRCUIT_OPEN")
        assert now() == start


async def test_a_vendor_that_hangs_costs_queries_that_do_not_need_it_no_time() -> None:
    async with near({"deadline": DEADLINE}) as gateway:
        gateway.vendors["wimpel"].faults = HANGING
        lists = [asyncio.create_task(gateway.ask(LIST)) for _ in range(20)]
        await asyncio.sleep(1)
        assert gateway.vendors["wimpel"].in_flight
        start = now()
        await gateway.ask('{ order(id: "gid://logictrade/Order/1") { id } }')
        took = now() - start
        await asyncio.wait(lists)

        assert took == 0


@pytest.mark.parametrize("faults", [HANGING, Faults(drip=0.05)], ids=["hangs", "drips"])
async def test_what_a_vendor_said_last_is_said_again_where_it_takes_longer_than_it_may(faults: Faults) -> None:
    """And how old that is."""
    order = '{ order(id: "gid://logictrade/Order/4") { number } }'
    async with near({"deadline": DEADLINE}, timeout=1.0, reference_ttl=0) as gateway:
        before = await gateway.ask(order)
        gateway.vendors["logictrade"].faults = faults
        start = now()
        after = await gateway.ask(order)

        assert now() - start <= 1.0 + LATE
        assert after["data"] == before["data"]
        assert [entry["path"] for entry in after["extensions"]["stale"]] == [["order"]]


# ---------------------------------------------------------------- leaving


@pytest.mark.parametrize("query", [ORDER, LIST, DEEP])
async def test_what_only_a_leaver_waited_for_is_given_up_within_fifty_milliseconds(query: str) -> None:
    async with near() as gateway:
        for vendor in gateway.vendors.values():
            vendor.faults = HANGING
        client = asyncio.create_task(gateway.ask(query))
        await asyncio.sleep(1)
        assert gateway.vendors["wimpel"].in_flight
        client.cancel()
        await asyncio.sleep(LEFT)

        assert [vendor.in_flight for vendor in gateway.vendors.values()] == [0] * 5
        assert len(gateway.app.state.gateway.memory.flights) == 0


@pytest.mark.parametrize("query", [ORDER, DEEP])
async def test_a_connection_that_is_gone_is_as_good_as_a_cancelled_one(query: str) -> None:
    async with near() as gateway:
        for vendor in gateway.vendors.values():
            vendor.faults = HANGING
        gone = asyncio.Event()
        request = asyncio.create_task(_asked_raw(gateway, query, gone))
        await asyncio.sleep(1)
        assert gateway.vendors["wimpel"].in_flight
        gone.set()
        await asyncio.sleep(LEFT)

        assert request.done()
        assert [vendor.in_flight for vendor in gateway.vendors.values()] == [0] * 5


async def _asked_raw(gateway: World, query: str, gone: asyncio.Event) -> None:
    """As a server calls the app: it hears of the client's leaving where it listens for more."""
    body = orjson.dumps({"query": query})
    messages = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> Any:
        message = next(messages, None)
        if message is None:
            await gone.wait()
        return message or {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError("nobody is there")

    headers = [(b"content-type", b"application/json"), (b"host", b"gateway.test")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    await gateway.app({**scope, "http_version": "1.1", "scheme": "http", "root_path": ""}, receive, send)


async def test_who_waits_for_the_same_has_his_own_time() -> None:
    """The leader leaves, or is cut off by a short deadline of his own: the follower is answered all the same."""
    async with near({"deadline": DEADLINE}) as gateway:
        gateway.vendors["wimpel"].faults = Faults(latency=4)
        start = now()
        leader = asyncio.create_task(gateway.ask(ORDER, **{"X-Request-Timeout": "1"}))
        await asyncio.sleep(0.5)
        follower = asyncio.create_task(gateway.ask(ORDER))
        hurried = await leader
        at = now() - start

        assert (hurried["errors"][0]["extensions"]["code"], 1 <= at <= 1 + LATE) == ("BACKEND_TIMEOUT", True)
        assert (await follower)["data"] == {"order": None}
        assert now() - start == pytest.approx(4, abs=LATE)
        assert gateway.vendors["wimpel"].calls() == 1


@pytest.mark.parametrize("ending", ["leaves", "is cut off"])
async def test_no_task_connection_or_place_is_left_behind(ending: str) -> None:
    async with near({"deadline": DEADLINE}) as gateway:
        await gateway.ask(DEEP)
        gc.collect()
        before = asyncio.all_tasks()
        for vendor in gateway.vendors.values():
            vendor.faults = HANGING
        clients = [asyncio.create_task(gateway.ask(query)) for query in QUESTIONS.values()]
        await asyncio.sleep(2 if ending == "leaves" else DEADLINE + LATE)
        for client in clients:
            client.cancel()
        await asyncio.sleep(LEFT)

        assert asyncio.all_tasks() - set(clients) <= before
        assert _places_taken(gateway) == 0
        assert len(gateway.app.state.gateway.memory.flights) == 0


def _places_taken(gateway: World) -> int:
    backends = gateway.app.state.gateway.backends.values()
    return sum(vendor.config.max_concurrency - vendor.upstream._bulkhead._free for vendor in backends)
