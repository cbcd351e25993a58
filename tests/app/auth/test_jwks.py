"""The keys that an issuer signs with: when they are asked for, and for whom."""

import asyncio
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from app.auth.jwks import SECONDS_WAITING, Keys
from app.refusal import Refusal
from resolvers.vendors.policies import deadline
from tests.app.auth.issuer import KEYS, NOW, Clock, Issuer, signed, tokens, unsigned

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


async def test_keys_are_fetched_once() -> None:
    issuer = Issuer(KEYS["ES256"])
    asked = tokens(issuer)

    for _ in range(3):
        await asked.caller(signed())

    assert issuer.asked == 1


async def test_an_unknown_key_id_fetches_the_keys_anew_but_not_each_time() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    assert await asked.caller(signed()) is not None
    issuer.keys = [KEYS["RS256"].as_dict(private=False)]

    assert await asked.caller(signed("RS256")) is None
    assert issuer.asked == 1
    clock.now += 60
    assert await asked.caller(signed("RS256")) is not None
    assert issuer.asked == 2


async def test_a_thousand_made_up_key_ids_ask_the_issuer_once() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    await asked.caller(signed())
    clock.now += 60
    forged = (asked.caller(unsigned({"alg": "ES256", "kid": f"made-up-{at}"})) for at in range(1000))

    assert set(await asyncio.gather(*forged)) == {None}
    assert issuer.asked == 2


async def test_who_is_known_does_not_wait_for_keys_that_a_stranger_has_fetched() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    await asked.caller(signed())
    clock.now += 60
    issuer.gate.clear()
    stranger = asyncio.create_task(asked.caller(signed("RS256")))
    await issuer.gate.reached.wait()

    assert await asked.caller(signed()) is not None
    issuer.gate.set()
    assert await stranger is None


async def test_who_leaves_while_keys_are_fetched_for_it_costs_nobody_the_keys() -> None:
    issuer = Issuer(KEYS["ES256"])
    issuer.gate.clear()
    asked = tokens(issuer)
    stranger = asyncio.create_task(asked.caller(unsigned({"alg": "ES256"})))
    await issuer.gate.reached.wait()
    stranger.cancel()
    await asyncio.wait({stranger})
    issuer.gate.set()

    assert await asked.caller(signed()) is not None
    assert issuer.asked == 1


async def test_what_is_fetched_as_the_gateway_ends_is_given_up() -> None:
    issuer = Issuer(KEYS["ES256"])
    issuer.gate.clear()
    keys = Keys("https://issuer.test/jwks", httpx.AsyncClient(transport=issuer), Clock())
    asking = asyncio.create_task(keys.known())
    await issuer.gate.reached.wait()

    await keys.aclose()

    with pytest.raises(asyncio.CancelledError):
        await asking


async def test_nobody_waits_for_keys_beyond_the_deadline() -> None:
    issuer = Issuer(KEYS["ES256"])
    issuer.gate.clear()
    asked, start = tokens(issuer), asyncio.get_running_loop().time()

    with pytest.raises(Refusal) as refused, deadline.after(0.5):
        await asked.caller(signed())

    assert refused.value.status == 503
    assert asyncio.get_running_loop().time() - start == 0.5


async def test_an_issuer_that_never_ends_its_answer_is_asked_again() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    issuer.gate.clear()
    asked = tokens(issuer, clock)
    with pytest.raises(Refusal):
        await asked.caller(signed())
    issuer.gate.set()
    clock.now += 5

    assert await asked.caller(signed()) is not None
    assert issuer.asked == 2


async def test_keys_that_can_t_be_read_cost_the_others_nothing() -> None:
    issuer = Issuer(KEYS["ES256"])
    issuer.keys = [{"kty": "EC"}, {"kty": "oct", "k": "AAAA", "kid": "ec"}, "x", {}, *issuer.keys]

    assert await tokens(issuer).caller(signed()) is not None


async def test_known_keys_serve_on_while_the_issuer_is_down() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    await asked.caller(signed())
    issuer.status = 500
    clock.now += 4000

    assert await asked.caller(signed(exp=NOW + 5000)) is not None
    assert issuer.asked == 2


async def test_a_slow_issuer_costs_who_is_known_no_more_than_a_moment() -> None:
    issuer, clock = Issuer(KEYS["ES256"]), Clock()
    asked = tokens(issuer, clock)
    await asked.caller(signed())
    issuer.gate.clear()
    clock.now += 4000
    start = asyncio.get_running_loop().time()

    assert await asked.caller(signed(exp=NOW + 5000)) is not None
    assert asyncio.get_running_loop().time() - start == SECONDS_WAITING


@pytest.mark.parametrize(("status", "keys"), [(500, [KEYS["ES256"]]), (200, [])])
async def test_without_any_keys_the_answer_is_503_and_no_refusal_for_good(status: int, keys: list[Any]) -> None:
    issuer, clock = Issuer(*keys), Clock()
    issuer.status = status
    asked = tokens(issuer, clock)
    with capture_logs() as lines, pytest.raises(Refusal) as refused:
        await asked.caller(signed())
    issuer.status, issuer.keys = 200, [KEYS["ES256"].as_dict(private=False)]
    clock.now += 5

    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})
    assert refused.value.errors[0]["extensions"] == {"code": "OVERLOADED", "retryAfterSeconds": 5}
    assert [line["event"] for line in lines] == ["jwks_not_fetched"]
    assert await asked.caller(signed()) is not None
