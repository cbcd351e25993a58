"""The five sandboxes walked whole, in both directions, by each sort and filter: each order once, in order."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from app import sandbox
from tests import over

pytestmark = [pytest.mark.anyio, pytest.mark.own_time, pytest.mark.long]

QUERY = """
query ($first: Int, $after: String, $where: OrderWhereInput, $orderBy: OrderSortInput) {
  orders(first: $first, after: $after, where: $where, orderBy: $orderBy) {
    edges { node { id backend { id } vendorId number status orderedAt createdAt updatedAt } }
    pageInfo { hasNextPage endCursor }
    sources { backend { id } status }
  }
}
"""
FIELDS = {"ORDERED_AT": "orderedAt", "CREATED_AT": "createdAt", "UPDATED_AT": "updatedAt", "NUMBER": "number"}
FILTERS: list[dict[str, Any]] = [
    {"statuses": ["CONFIRMED", "CANCELLED"]},
    {"statuses": ["UNKNOWN"]},
    {"vendorStatuses": ["confirmed", "validated"]},
    {"orderedAt": {"gte": "2026-01-01T00:00:00+01:00", "lt": "2026-03-01T00:00:00+01:00"}},
    {"backends": ["wimpel", "obapi"], "orderedAt": {"gt": "2026-02-01T12:00:00+00:00"}},
    {"origin": "WIN"},
]


async def walked(http: httpx.AsyncClient, **variables: Any) -> list[dict[str, Any]]:
    """Every node of every page."""
    nodes: list[dict[str, Any]] = []
    while True:
        answer = (await http.post("/graphql", json={"query": QUERY, "variables": variables})).json()
        assert "errors" not in answer, answer["errors"][0]
        page = answer["data"]["orders"]
        assert {source["status"] for source in page["sources"]} <= {"OK", "UNSUPPORTED"}
        nodes += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return nodes
        variables["after"] = page["pageInfo"]["endCursor"]


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", FIELDS)
async def test_every_order_comes_once_and_in_order(field: str, direction: str) -> None:
    vendors = sandbox.stand_ins()
    async with over.gateway(vendors) as http:
        nodes = await walked(http, first=37, orderBy={"field": field, "direction": direction})

    values = [node[FIELDS[field]] for node in nodes]
    known = [value for value in values if value is not None]
    assert len(nodes) == len({node["id"] for node in nodes}) == 120 * 4
    assert values == known + [None] * (len(values) - len(known))
    assert _instants(known, field) == sorted(_instants(known, field), reverse=direction == "DESC")


@pytest.mark.parametrize("where", FILTERS, ids=str)
async def test_a_filter_keeps_just_what_matches_of_the_whole_list(where: dict[str, Any]) -> None:
    vendors = sandbox.stand_ins()
    async with over.gateway(vendors) as http:
        narrowed = await walked(http, first=17, where=where)
        again = await walked(http, first=100, where=where)
        everything = await walked(http, first=100)

    ids = {node["id"] for node in narrowed}
    assert ids
    assert len(narrowed) == len(ids)
    assert [node["id"] for node in narrowed] == [node["id"] for node in again]
    assert [node["id"] for node in everything if node["id"] in ids] == [node["id"] for node in narrowed]


async def test_a_search_reads_large_pages_whatever_first_is() -> None:
    vendors = sandbox.stand_ins()
    async with over.gateway(vendors) as http:
        await walked(http, first=2, where={"anyNumber": "V26000000"})

    assert vendors["wimpel"].asked["/v1/orders"] <= 6
    assert vendors["wimpel"].requests[0].params["take"] == "100"


def _instants(values: list[str], field: str) -> list[Any]:
    return values if field == "NUMBER" else [datetime.fromisoformat(value) for value in values]
