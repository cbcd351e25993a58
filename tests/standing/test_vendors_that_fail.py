"""Whatever one vendor does, the others' answers are there, and what is missing says why.

How soon, to the millisecond, is shown in test_to_the_millisecond.py: here the machine's own business counts in.
"""

import asyncio

import httpx
import pytest
from structlog.testing import capture_logs

from resolvers.vendors.stand_in import Faults
from tests.standing.world import LIST, until, world

pytestmark = pytest.mark.anyio

MODES = {
    "fails": (Faults(status=500), "BACKEND_UNAVAILABLE"),
    "is down for a while": (Faults(status=503), "BACKEND_UNAVAILABLE"),
    "refuses the credential": (Faults(status=401), "BACKEND_UNAUTHENTICATED"),
    "throttles": (Faults(status=429, retry_after=60), "BACKEND_RATE_LIMITED"),
    "breaks off": (Faults(reset=True), "BACKEND_UNAVAILABLE"),
    "sends half an answer": (Faults(cut=True), None),
    "garbles": (Faults(garble=True), "BACKEND_BAD_RESPONSE"),
    "sends a page": (Faults(body="<!doctype html>", media_type="text/html"), "BACKEND_BAD_RESPONSE"),
    "sends another type": (Faults(body="{}", media_type="image/png"), "BACKEND_BAD_RESPONSE"),
    "sends an error as an answer": (Faults(body='{"error": "no"}'), "BACKEND_BAD_RESPONSE"),
    "says a key twice": (Faults(body='{"data": [], "data": []}'), "BACKEND_BAD_RESPONSE"),
    "nests too deep": (Faults(body="[" * 100_000), "BACKEND_BAD_RESPONSE"),
    "sends too much": (Faults(body=" " * (11 * 1024 * 1024)), "BACKEND_BAD_RESPONSE"),
    "hangs": (Faults(latency=30), "BACKEND_TIMEOUT"),
    "drips": (Faults(drip=0.05), "BACKEND_TIMEOUT"),
}
LISTING = ("cloudsuite", "logictrade", "obapi", "wimpel")


@pytest.mark.parametrize(("faults", "code"), MODES.values(), ids=MODES.keys())
@pytest.mark.parametrize("name", ["wimpel", "cloudsuite"])
async def test_one_vendor_that_fails_costs_its_own_rows_alone(name: str, faults: Faults, code: str | None) -> None:
    async with world({"deadline": 9.0}, timeout=2.0) as gateway:
        gateway.vendors[name].faults = faults
        found = await gateway.sources()

        assert found[name][0] == "FAILED"
        assert code is None or found[name][1] == code
        assert {found[other] for other in LISTING if other != name} == {("OK", None)}


async def test_a_vendor_that_hangs_leaves_queries_that_do_not_need_it_as_fast_as_before() -> None:
    async with world({"deadline": 30.0}) as gateway:
        order = '{ order(id: "gid://logictrade/Order/1") { id } }'
        gateway.vendors["wimpel"].faults = Faults(latency=30)
        hanging = [asyncio.create_task(gateway.ask(LIST)) for _ in range(20)]
        await until(lambda: gateway.vendors["wimpel"].in_flight)
        _, seconds = await gateway.timed(order)
        for task in hanging:
            task.cancel()

        assert seconds < 1


async def test_a_list_with_one_vendor_that_hangs_has_everything_else_well_before_the_deadline() -> None:
    query = """{ orders(first: 8) { nodes { backend { id } lines { quantity } customer { name } }
                 sources { backend { id } status error { code } } } }"""
    async with world({"deadline": 6.0}) as gateway:
        gateway.vendors["wimpel"].faults = Faults(latency=30)
        answer, seconds = await gateway.timed(query)

        assert "errors" not in answer
        assert seconds < 6  # Half of it, and what a busy machine takes.
        found = {each["backend"]["id"]: each["status"] for each in answer["data"]["orders"]["sources"]}
        assert [id for id, status in found.items() if status == "FAILED"] == ["wimpel"]
        assert all(node["lines"] for node in answer["data"]["orders"]["nodes"])


async def test_an_answer_comes_at_the_deadline_whatever_the_vendors_do() -> None:
    async with world({"deadline": 0.5}) as gateway:
        await gateway.ask("{ backends { id } }")  # The first question builds what all others use.
        for vendor in gateway.vendors.values():
            vendor.faults = Faults(latency=30)
        answer, seconds = await gateway.timed('{ order(id: "gid://wimpel/Order/x1") { number } backends { id } }')

        assert seconds < 1.5  # The vendors would hold it for thirty.
        assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [
            (["order"], "BACKEND_TIMEOUT")
        ]
        assert len(answer["data"]["backends"]) == 5


async def test_a_caller_may_ask_for_less_time() -> None:
    async with world() as gateway:
        await gateway.ask("{ backends { id } }")
        gateway.vendors["wimpel"].faults = Faults(latency=30)
        answer, seconds = await gateway.timed(
            '{ order(id: "gid://wimpel/Order/x1") { number } }', **{"X-Request-Timeout": "0.2"}
        )

        assert seconds < 1.5  # The vendor would hold it for thirty.
        assert answer["errors"][0]["extensions"]["code"] == "BACKEND_TIMEOUT"


async def test_a_vendor_that_is_throttled_for_a_moment_is_waited_for() -> None:
    async with world({"deadline": 5.0}) as gateway:
        gateway.vendors["wimpel"].faults = Faults(status=429, retry_after=0, times=1)

        assert (await gateway.sources())["wimpel"] == ("OK", None)


async def test_after_its_failures_a_vendor_is_left_alone_and_then_comes_back_by_itself() -> None:
    async with world(circuit_calls=5, circuit_rest=0.3) as gateway:
        wimpel = gateway.vendors["wimpel"]
        wimpel.faults = Faults(status=500)
        for _ in range(5):
            await gateway.sources()
        asked = wimpel.calls()
        assert (await gateway.sources())["wimpel"] == ("FAILED", "CIRCUIT_OPEN")
        assert wimpel.calls() == asked
        health = await gateway.ask('{ backend(id: "wimpel") { health { status } } }')
        assert health["data"]["backend"]["health"]["status"] == "DOWN"

        wimpel.faults = Faults()
        await asyncio.sleep(0.35)

        assert (await gateway.sources())["wimpel"] == ("OK", None)


@pytest.mark.parametrize("faults", [Faults(cut=True), Faults(reset=True)], ids=["cut", "reset"])
async def test_a_document_that_its_vendor_breaks_off_is_broken_off_and_is_no_fault_of_ours(faults: Faults) -> None:
    async with world() as gateway:
        gateway.vendors["obapi"].faults = faults
        with capture_logs() as lines, pytest.raises(httpx.RemoteProtocolError):
            await gateway.client.get("/documents/obapi/order/466")

    assert [line["event"] for line in lines] == ["document_cut"]
