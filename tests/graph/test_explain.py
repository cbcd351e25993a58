"""X-Gateway-Explain: what would be asked, with nothing fetched; and what was."""

import httpx
import pytest

from app import sandbox
from resolvers.vendors.stand_in import StandIn
from tests import over

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = """
{ orders(first: 20, where: { statuses: [CONFIRMED] }) { nodes { id lines { description } customer { name } } } }
"""


async def explained(vendors: dict[str, StandIn], query: str, how: str) -> httpx.Response:
    async with over.gateway(vendors) as http:
        return await http.post("/graphql", json={"query": query}, headers={"X-Gateway-Explain": how})


async def test_a_plan_asks_nothing_and_says_for_each_backend_what_would_be_asked() -> None:
    vendors = sandbox.stand_ins()
    (entry,) = (await explained(vendors, QUERY, "plan")).json()["extensions"]["plan"]

    plans = {plan["backend"]: plan for plan in entry["backends"]}
    assert sum(vendor.calls() for vendor in vendors.values()) == 0
    assert plans["cloudsuite"]["asks"] == [{"state": "confirmed"}]
    assert plans["cloudsuite"]["details"] == {"atLeast": 0, "atMost": 20}
    assert plans["cloudsuite"]["references"] == {"customer": {"atLeast": 0, "atMost": 20}}
    assert (plans["obapi"]["pushedDown"], plans["obapi"]["residual"]) == (["statuses"], [])
    assert plans["wimpel"]["residual"] == ["statuses"]
    assert plans["vdh_solar"]["way"] is None


@pytest.mark.parametrize(
    "query",
    [
        '{ order(id: "gid://wimpel/Order/x1") { id } }',
        '{ orderByIdentifier(backend: "wimpel", identifier: { number: "SO-1" }) { id } }',
        '{ customerByIdentifier(backend: "logictrade", identifier: { number: "R1" }) { id } }',
        '{ nodes(ids: ["gid://cloudsuite/Customer/1"]) { id } }',
    ],
)
async def test_the_plan_of_a_look_up_asks_nothing_either(query: str) -> None:
    vendors = sandbox.stand_ins()
    answer = (await explained(vendors, query, "plan")).json()

    assert "errors" not in answer
    assert len(answer["extensions"]["plan"]) == 1
    assert sum(vendor.calls() for vendor in vendors.values()) == 0


@pytest.mark.parametrize(
    ("query", "plan"),
    [
        (
            'mutation { orderCreate(input: { backend: "vdh_solar", idempotencyKey: "k" }) { outcome } }',
            {"backend": "vdh_solar", "write": "create", "calls": {"atLeast": 0, "atMost": 1}},
        ),
        (
            'mutation { orderUpdate(input: { id: "gid://wimpel/Order/x1", note: "x" }) { outcome } }',
            {"backend": "wimpel", "write": "update", "calls": {"atLeast": 0, "atMost": 1}},
        ),
        (
            'mutation { orderDelete(input: { id: "gid://wimpel/Order/x1" }) { outcome } }',
            {"backend": "wimpel", "write": "delete", "calls": {"atLeast": 0, "atMost": 2}},
        ),
    ],
)
async def test_the_plan_of_a_write_writes_nothing(query: str, plan: dict[str, object]) -> None:
    vendors = sandbox.stand_ins()
    answer = (await explained(vendors, query, "plan")).json()

    assert list(answer["data"].values()) == [None]
    assert answer["extensions"]["plan"] == [plan]
    assert sum(vendor.calls() for vendor in vendors.values()) == 0


async def test_the_plan_of_a_write_to_no_backend_is_empty() -> None:
    query = 'mutation { orderDelete(input: { id: "gid://nowhere/Order/x1" }) { outcome } }'
    answer = (await explained(sandbox.stand_ins(), query, "plan")).json()

    assert (answer["data"], answer["extensions"]["plan"]) == ({"orderDelete": None}, [])


async def test_a_run_says_how_many_calls_each_backend_got_and_what_came_of_them() -> None:
    vendors = sandbox.stand_ins()
    answer = (await explained(vendors, QUERY, "run")).json()

    used = {use["backend"]: use for use in answer["extensions"]["upstream"]}
    kept = sum(use["rowsKept"] for use in used.values())
    assert {name: use["calls"] for name, use in used.items()} == {
        name: vendor.calls() for name, vendor in vendors.items() if vendor.calls()
    }
    assert kept == len(answer["data"]["orders"]["nodes"]) == 20
    assert all(use["rowsRead"] >= use["rowsKept"] for use in used.values())


async def test_another_word_is_refused() -> None:
    answer = await explained(sandbox.stand_ins(), "{ backends { id } }", "please")

    assert answer.json()["errors"][0]["message"] == "X-Gateway-Explain must be plan or run."
