"""Trap 1: a field that fails and may not be null makes graphql-core cancel its siblings, who share what they wait for.

A thousand operations made by chance, many at a time over one gateway, with fields that fail at once beside fields that
wait, and with far ends that fail here and there: each is answered, and nothing is left running.
"""

import asyncio
import json
from random import Random
from typing import Any

import pytest

from resolvers.vendors.stand_in import Faults, StandIn
from tests.graph.conftest import Answer, Graph, OpenGraph, far_end
from tests.waiting import until

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

OPERATIONS, AT_A_TIME = 1000, 20
SHOP = {"orders": 12, "customers": 3, "users": 2, "addresses": 6, "thin": 2, "dangling": 1}
LINKS = (
    "customer { id name address { city } orders(first: 2) { nodes { id lineCount customer { name } } } }",
    "user { name }",
    "shippingAddress { city street }",
    "billingAddress { city }",
    "shipments { id number order { id lineCount } }",
    "invoices { id number }",
    "lines { id quantity product { code } }",
    "total { stated { amount } }",
    "status vendorStatus",
    "raw",
)
TOO_MANY = ", ".join(['"x"'] * 101)
BROKEN = (
    'ordersByIdentifier(backend: "nobody", identifiers: [{number: "1"}]) { id }',
    f"nodes(ids: [{TOO_MANY}]) {{ id }}",
)
"""Root fields that can't be null and fail as soon as they are looked at."""
ODD = (
    Faults(status=500),
    Faults(status=429, retry_after=600),
    Faults(body="{"),
    Faults(body='{"id": 27, "order_lines": [{"quantity": "odd"}]}'),
    Faults(body="[]"),
    Faults(status=404),
)
CODES = {
    "AMBIGUOUS",
    "BACKEND_BAD_RESPONSE",
    "BACKEND_RATE_LIMITED",
    "BACKEND_UNAVAILABLE",
    "BAD_USER_INPUT",
    "CIRCUIT_OPEN",
    "NOT_FOUND",
    "UNSUPPORTED",
}


class Jitter(asyncio.Event):
    """Lets each call through after a few turns of the event loop, never the same number."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self._chance = chance

    async def wait(self) -> Any:
        for _ in range(self._chance.randrange(10)):
            await asyncio.sleep(0)
        return True


def an_order(chance: Random) -> str:
    fields = " ".join(chance.sample(LINKS, chance.randrange(1, 5)))
    return f"{{ id {fields} }}"


def a_question(chance: Random) -> str:
    """One root field; a few keys only, so that operations share them."""
    backend, number = chance.choice((("cloudsuite", chance.randrange(27, 33)), ("obapi", chance.randrange(348, 352))))
    id = f"gid://{backend}/Order/{number}"
    return chance.choice(
        (
            f'order(id: "{id}") {an_order(chance)}',
            f'node(id: "{id}") {{ id ... on Order {an_order(chance)} }}',
            f'nodes(ids: ["{id}", "gid://cloudsuite/Customer/{chance.randrange(54, 58)}", "gid://"]) {{ id }}',
            f'customer(id: "gid://cloudsuite/Customer/{chance.randrange(54, 58)}") {{ id name email }}',
            f"orders(first: {chance.randrange(1, 4)}) {{ nodes {an_order(chance)} sources {{ status }} }}",
            f'orderByIdentifier(backend: "cloudsuite", identifier: {{vendorId: "{number}"}}) {an_order(chance)}',
        )
    )


def an_operation(chance: Random) -> str:
    questions = [a_question(chance) for _ in range(chance.randrange(1, 4))]
    if chance.random() < 0.3:
        questions.insert(chance.randrange(len(questions) + 1), chance.choice(BROKEN))
    return "{ " + " ".join(f"q{at}: {question}" for at, question in enumerate(questions)) + " }"


def misbehave(far_ends: list[StandIn], chance: Random) -> None:
    for end in far_ends:
        paths = chance.choice(("/api/order/2", "/api/customer/", "/api/address/", "/api/user/", "/obapi/v1/ship", "/"))
        odd = chance.choice(ODD)
        end.faults = Faults(**{**_given(odd), "paths": paths}) if chance.random() < 0.6 else Faults()


def _given(faults: Faults) -> dict[str, Any]:
    return {name: getattr(faults, name) for name in faults.__struct_fields__}


@pytest.fixture
async def graph(open_graph: OpenGraph) -> Graph:
    ends = {"cloudsuite": far_end("cloudsuite", **SHOP), "obapi": far_end("obapi", orders=8)}
    calm = {"max_concurrency": 6, "reference_ttl": 0}
    return await open_graph(ends, backends={"cloudsuite": {**calm, "bulk_lookup": "id__in"}, "obapi": calm})


async def test_a_thousand_operations_are_answered_and_leave_nothing_behind(graph: Graph) -> None:
    chance = Random(20260324)
    for end in graph.far_ends.values():
        end.gate = Jitter(chance)
    before = len(asyncio.all_tasks())

    for _ in range(OPERATIONS // AT_A_TIME):
        misbehave(list(graph.far_ends.values()), chance)
        answers = await asyncio.gather(*(graph.ask(an_operation(chance)) for _ in range(AT_A_TIME)))
        for answer in answers:
            check(answer)
        await until(lambda: len(asyncio.all_tasks()) == before)

    assert len(graph.gateway.memory.flights) == 0
    assert all(end.in_flight == 0 for end in graph.far_ends.values())


async def test_what_fails_at_once_does_not_spoil_what_another_operation_waits_for(graph: Graph) -> None:
    shop = graph.far_ends["cloudsuite"]
    slow = 'order(id: "gid://cloudsuite/Order/28") { id customer { name } }'
    shop.gate = asyncio.Event()

    broken = asyncio.create_task(graph.ask(f"{{ {slow} {BROKEN[0]} }}"))
    await until(lambda: shop.in_flight == 1)
    whole = asyncio.create_task(graph.ask(f"{{ {slow} }}"))
    for _ in range(300):
        await asyncio.sleep(0)
    shop.gate.set()

    assert set((await broken).codes.values()) == {"BAD_USER_INPUT"}
    assert (await whole).data["order"]["customer"]["name"]


async def test_a_client_that_hangs_up_leaves_nothing_behind_and_spoils_nobody_s_answer(graph: Graph) -> None:
    shop, query = graph.far_ends["cloudsuite"], '{ order(id: "gid://cloudsuite/Order/28") { customer { name } } }'
    shop.gate, before = asyncio.Event(), len(asyncio.all_tasks())

    gone, stays = asyncio.create_task(graph.ask(query)), asyncio.create_task(graph.ask(query))
    await until(lambda: shop.in_flight == 1)
    gone.cancel()
    for _ in range(300):
        await asyncio.sleep(0)
    shop.gate.set()

    assert (await stays).data["order"]["customer"]["name"]
    await until(lambda: len(asyncio.all_tasks()) == before)


async def test_a_client_that_hangs_up_alone_ends_the_call(graph: Graph) -> None:
    shop, before = graph.far_ends["cloudsuite"], len(asyncio.all_tasks())
    shop.gate = asyncio.Event()

    gone = asyncio.create_task(graph.ask('{ order(id: "gid://cloudsuite/Order/28") { lineCount } }'))
    await until(lambda: shop.in_flight == 1)
    gone.cancel()

    await until(lambda: shop.in_flight == 0 and len(asyncio.all_tasks()) == before)
    assert len(graph.gateway.memory.flights) == 0


def check(answer: Answer) -> None:
    """A well-formed answer: what can't be null is not, and each error names its place and its reason."""
    text = json.dumps(answer.body)
    assert answer.response.status_code == 200
    assert "data" in answer.body
    assert {error["extensions"]["code"] for error in answer.errors} <= CODES, text
    assert all(error["path"] for error in answer.errors)
    if answer.body["data"] is None:
        assert "BAD_USER_INPUT" in {error["extensions"]["code"] for error in answer.errors}
    for error in answer.errors:
        assert _at(answer.body["data"], error["path"]) is None, text


def _at(data: Any, path: list[str | int]) -> Any:
    """What stands at the path; None where something above it is null."""
    for step in path:
        if data is None:
            return None
        data = data[step]
    return data
