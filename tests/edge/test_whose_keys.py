"""Whose idempotency keys are whose: a key used by two callers makes two orders, a caller's own makes one."""

from typing import Any

import httpx
import pytest

from app.auth.callers import fingerprint
from tests.app.auth.issuer import KEYS, NOW, Issuer, signed
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door

pytestmark = pytest.mark.anyio

SCOPES = "orders:read orders:write customers:read"
JWT = {"issuer": "https://issuer.test", "audience": "orders", "jwks_url": "https://issuer.test/jwks"}
CLIENT = {"name": "erp", "key_sha256": fingerprint("og_erp"), "scopes": SCOPES.split()}
CREATE = """mutation($input: OrderCreateInput!) {
    orderCreate(input: $input) { outcome isReplay order { number } userErrors { code } }
}"""


@pytest.fixture
async def door(open_door: OpenDoor) -> Door:
    return await open_door(issuer=Issuer(KEYS["ES256"]), now=lambda: NOW, jwt=JWT, clients=[CLIENT])


def token(**claims: Any) -> str:
    return signed(scope=SCOPES, **claims)


async def a_customer(door: Door) -> str:
    answer = await door.ask('{ customers(first: 1, where: {backends: ["wimpel"]}) { nodes { vendorId } } }')
    vendor_id: str = answer.json()["data"]["customers"]["nodes"][0]["vendorId"]
    return vendor_id


async def created(door: Door, number: str, credential: str | None, address: str = "192.0.2.1") -> tuple[Any, ...]:
    """Outcome, whether it is a replay, the order's number, and the errors' codes."""
    line = {"product": {"ean": "9789001234560"}, "quantity": "2", "unitPrice": "19.90"}
    input = {"backend": "wimpel", "idempotencyKey": "key", "number": number, "origin": "web", "lines": [line]}
    input["customer"] = {"vendorId": await a_customer(door)}
    headers = {} if credential is None else {"authorization": f"Bearer {credential}"}
    transport = httpx.ASGITransport(door.app, client=(address, 4321))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as http:
        answer = await http.post("/graphql", json={"query": CREATE, "variables": {"input": input}}, headers=headers)
    payload = answer.json()["data"]["orderCreate"]
    made = payload["order"] and payload["order"]["number"]
    return payload["outcome"], payload["isReplay"], made, [each["code"] for each in payload["userErrors"]]


async def test_two_subjects_of_one_client_with_one_key_are_given_an_order_each(door: Door) -> None:
    assert await created(door, "A-1", token(sub="anna")) == ("DONE", False, "A-1", [])
    assert await created(door, "B-1", token(sub="bram")) == ("DONE", False, "B-1", [])


async def test_a_subject_that_repeats_is_given_its_order_again_whichever_client_it_uses(door: Door) -> None:
    await created(door, "A-1", token(sub="anna"))

    assert await created(door, "A-1", token(sub="anna", jti="2", client_id="app")) == ("DONE", True, "A-1", [])


async def test_a_subject_can_t_use_its_key_for_another_order(door: Door) -> None:
    await created(door, "A-1", token(sub="anna"))

    assert await created(door, "A-2", token(sub="anna")) == ("REFUSED", False, None, ["IDEMPOTENCY_KEY_MISMATCH"])


async def test_an_anonymous_caller_that_repeats_from_another_address_is_given_its_order_again(door: Door) -> None:
    await created(door, "A-1", None, "192.0.2.1")

    assert await created(door, "A-1", None, "192.0.2.2") == ("DONE", True, "A-1", [])


OTHERS = {"a client": "og_erp", "a subject": token(sub="erp"), "a token client": token(client_id="erp")}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
async def test_the_keys_of_anonymous_callers_are_not_those_of_callers_with_a_credential(door: Door, other: str) -> None:
    await created(door, "A-1", None)

    assert await created(door, "B-1", other) == ("DONE", False, "B-1", [])


async def test_a_client_a_subject_and_a_token_s_client_that_are_named_alike_have_keys_of_their_own(door: Door) -> None:
    made = [await created(door, number, each) for number, each in zip("ABC", OTHERS.values(), strict=True)]

    assert made == [("DONE", False, number, []) for number in "ABC"]
