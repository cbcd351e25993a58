"""No vendor's word reaches a client or a log by accident: what can't be read is told of in our own words."""

import json
from typing import Any

import pytest

from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import Faults
from tests.canaries import WATCH
from tests.graph.conftest import Answer, Graph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

WORD = "og-canary-7f3a91"
"""In a vendor's mouth."""
READ = """
query ($order: ID!, $customer: ID!, $backend: ID!, $number: String!) {
  orders(first: 2, where: {backends: [$backend]}) { nodes { id lines { id } } sources { error { code message } } }
  customers(first: 2, where: {backends: [$backend]}) { nodes { id } sources { error { code message } } }
  order(id: $order) { number customer { number } user { id email } shippingAddress { city } shipments { number } }
  customer(id: $customer) { number }
  orderByIdentifier(backend: $backend, identifier: {number: $number}) { number }
  customerByIdentifier(backend: $backend, identifier: {number: $number}) { number }
}
"""
GARBAGE: dict[str, Any] = {
    "no JSON": f"{WORD} [",
    "a page": f"<!doctype html><title>{WORD}</title>",
    "a text": f'"{WORD}"',
    "a key": f'{{"{WORD}": 1}}',
    "an error": json.dumps({"error": {"message": WORD, "code": WORD}, "message": WORD, "detail": WORD}),
    "a key twice": f'{{"id": 1, "{WORD}": 1, "{WORD}": 2}}',
    "wrong types": json.dumps({"id": {WORD: 1}, "data": {"id": [WORD]}, "order": WORD, "items": [{"id": {WORD: 1}}]}),
    "rows": json.dumps([{"id": {WORD: WORD}, "number": [WORD]}, WORD]),
    "rows of a list": json.dumps({"results": [{"id": WORD, "reference": {WORD: 1}}], "count": WORD, "next": WORD}),
    "an id of no shape": json.dumps({"id": f"{WORD} ", "data": {"id": f"../{WORD}"}, "order": {"id": f"{WORD}/"}}),
}


def everything(name: str) -> dict[str, str]:
    ids = {kind.lower(): f"gid://{name}/{kind}/1" for kind in ("Order", "Customer")}
    return {**ids, "backend": name, "number": "1"}


@pytest.fixture(autouse=True)
def _in_no_log() -> None:
    WATCH.words.add(WORD)


def said_of_faults(answer: Answer) -> str:
    """All that is said of what went wrong; what could be read after all is data."""
    lists = (answer.part[noun] or {} for noun in ("orders", "customers"))
    return json.dumps([answer.errors, [each.get("sources") for each in lists]])


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE.keys())
@pytest.mark.parametrize("name", sorted(VENDORS))
async def test_garbage_is_told_of_in_our_own_words(graph: Graph, name: str, garbage: str) -> None:
    graph.far_ends[name].faults = Faults(body=garbage)
    answer = await graph.ask(READ, **everything(name))

    assert graph.calls().keys() == {name}
    assert WORD not in said_of_faults(answer)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503])
@pytest.mark.parametrize("name", sorted(VENDORS))
async def test_a_refusal_of_a_question_is_too(graph: Graph, name: str, status: int) -> None:
    graph.far_ends[name].faults = Faults(status=status, body=json.dumps({"message": WORD, "code": WORD}))
    answer = await graph.ask(READ, **everything(name))

    assert WORD not in answer.response.text
