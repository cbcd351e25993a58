"""Whatever one vendor does, the others' answers are there, and what is missing says why.

How soon, to the millisecond, is shown in test_to_the_millisecond.py. Here it is over real sockets, at any speed.
"""

import asyncio

import httpx
import pytest
from structlog.testing import capture_logs

from app.edge.documents import TOO_SLOW
from resolvers.vendors.stand_in import Faults
from tests.standing.world import HANGING, LONG, world
from tests.waiting import until

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
}
LISTING = ("cloudsuite", "logictrade", "obapi", "wimpel")


@pytest.mark.parametrize(("faults", "code"), MODES.values(), ids=MODES.keys())
@pytest.mark.parametrize("name", ["wimpel", "cloudsuite"])
async def test_one_vendor_that_fails_costs_its_own_rows_alone(name: str, faults: Faults, code: str | None) -> None:
    async with world({"deadline": LONG}) as gateway:
        gateway.vendors[name].faults = faults
        found = await gateway.sources()

        assert found[name][0] == "FAILED"
        assert code is None or found[name][1] == code
        assert {found[other] for other in LISTING if other != name} == {("OK", None)}


@pytest.mark.parametrize("faults", [HANGING, Faults(drip=0.05)], ids=["hangs", "drips"])
@pytest.mark.parametrize("name", ["wimpel", "cloudsuite"])
async def test_so_does_one_that_takes_longer_than_it_may(name: str, faults: Faults) -> None:
    async with world({"deadline": LONG}, only={name: {"timeout": 0.3}}) as gateway:
        gateway.vendors[name].faults = faults
        found = await gateway.sources()

        assert found[name] == ("FAILED", "BACKEND_TIMEOUT")
        assert {found[other] for other in LISTING if other != name} == {("OK", None)}


async def test_a_vendor_that_is_throttled_for_a_moment_is_waited_for() -> None:
    async with world({"deadline": LONG}) as gateway:
        gateway.vendors["wimpel"].faults = Faults(status=429, retry_after=0, times=1)

        assert (await gateway.sources())["wimpel"] == ("OK", None)


async def test_after_its_failures_a_vendor_is_left_alone() -> None:
    async with world(circuit_calls=5) as gateway:
        wimpel = gateway.vendors["wimpel"]
        wimpel.faults = Faults(status=500)
        for _ in range(5):
            await gateway.sources()
        asked = wimpel.calls()
        assert (await gateway.sources())["wimpel"] == ("FAILED", "CIRCUIT_OPEN")
        assert wimpel.calls() == asked
        health = await gateway.ask('{ backend(id: "wimpel") { health { status } } }')
        assert health["data"]["backend"]["health"]["status"] == "DOWN"


async def test_a_vendor_that_was_left_alone_comes_back_by_itself() -> None:
    async with world(circuit_calls=5, circuit_rest=0.1) as gateway:
        gateway.vendors["wimpel"].faults = Faults(status=500)
        for _ in range(5):
            await gateway.sources()
        gateway.vendors["wimpel"].faults = Faults()

        async with asyncio.timeout(LONG):
            while (await gateway.sources())["wimpel"] != ("OK", None):
                pass


@pytest.mark.parametrize("faults", [Faults(cut=True), Faults(reset=True)], ids=["cut", "reset"])
async def test_a_document_that_its_vendor_breaks_off_is_broken_off_and_is_no_fault_of_ours(faults: Faults) -> None:
    async with world() as gateway:
        gateway.vendors["obapi"].faults = faults
        with capture_logs() as lines, pytest.raises(httpx.RemoteProtocolError):
            await gateway.client.get("/documents/obapi/order/466")

    assert [line["event"] for line in lines] == ["document_cut"]


async def test_a_document_that_drips_for_ever_is_broken_off_when_its_time_is_over() -> None:
    """Whose time that was the log tells for sure where no more than one was over: see app/edge/test_documents.py."""
    async with world(file_timeout=0.1) as gateway:
        gateway.vendors["obapi"].faults = Faults(drip=0.02)
        with capture_logs() as lines, pytest.raises(httpx.RemoteProtocolError):
            await gateway.client.get("/documents/obapi/order/466")
        await until(lambda: not gateway.vendors["obapi"].in_flight)

    assert [line["event"] for line in lines] == ["document_cut"]
    assert lines[0]["code"] in ("BACKEND_TIMEOUT", TOO_SLOW)
