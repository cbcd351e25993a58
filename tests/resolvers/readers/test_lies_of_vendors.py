"""The same through the whole gateway, in each vendor's words: a valid answer, in so many calls and no more."""

import json
from typing import Any

import pytest

from app import sandbox
from resolvers.vendors.stand_in import Faults
from tests import over
from tests.answer_check import faults

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]
MANY = 10**12
ENOUGH = 60
"""Calls: 2000 rows, a hundred a page, and as many again for looking around."""
ROW: dict[str, dict[str, Any]] = {
    "cloudsuite": {"id": 4, "reference": "V1", "order_date": "2024-03-24", "create_date": "2024-03-24T13:43:57"},
    "logictrade": {"id": 4, "number": "V1", "date": "2024-03-24T13:43:57.083"},
    "obapi": {"id": 4, "ref": "V1", "date_order": "2024-03-24"},
}
WIMPELS = [{"id": f"a{at}", "number": f"V{at}", "orderDate": "2024-03-24T10:00:00Z"} for at in range(100)]


def counted(total: int) -> dict[str, tuple[str, Any]]:
    """By vendor, the path of its list, and an answer that counts so many and says that there is more."""
    pagination = {"total_items": total, "total_pages": total}
    return {
        "cloudsuite": ("/api/order/", {"count": total, "next": "/api/order/", "results": [ROW["cloudsuite"]]}),
        "logictrade": ("/rest/v1/orders", {"total": total, "items": 100 * [ROW["logictrade"]]}),
        "obapi": ("/obapi/v1/orders", {"items": [ROW["obapi"]], "pagination": pagination}),
        "wimpel": ("/v1/orders", WIMPELS),
    }


QUERIES = {
    "newest first": "{ orders(first: 3, where: %s) { totalCount nodes { id } pageInfo { hasNextPage } %s } }",
    "one status": "{ orders(first: 3, where: %s) { count { count precision } nodes { id status } %s } }",
}
SOURCES = "sources { backend { id } status totalCount error { code } }"


async def answered(query: str, name: str, path: str, body: Any) -> tuple[dict[str, Any], int]:
    """The answer, and how often the vendor was asked for it."""
    vendors = sandbox.stand_ins()
    vendors[name].faults = Faults(body=json.dumps(body), paths=path)
    async with over.gateway(vendors) as http:
        answer = (await http.post("/graphql", json={"query": query})).json()
    assert faults(query, answer) == []
    return answer, vendors[name].calls()


@pytest.mark.parametrize("total", [MANY, -5, 150])
@pytest.mark.parametrize("ask", QUERIES)
@pytest.mark.parametrize("name", ["cloudsuite", "logictrade", "obapi", "wimpel"])
async def test_a_list_that_comes_again_and_miscounts_is_an_answer_in_bounded_calls(
    name: str, ask: str, total: int
) -> None:
    status = ", statuses: [UNKNOWN]" if ask == "one status" else ""
    query = QUERIES[ask] % (f'{{backends: ["{name}"]{status}}}', SOURCES)
    answer, calls = await answered(query, name, *counted(total)[name])
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}

    assert calls <= ENOUGH
    assert codes <= {"UPSTREAM_BUDGET_EXCEEDED"}
    assert codes or answer["data"]["orders"]["sources"][0]["totalCount"] in {None, *range(2_000)}


@pytest.mark.parametrize("path", ["shipments", "invoices"])
async def test_a_list_that_orders_papers_are_looked_up_in_is_not_believed_to_have_a_billion_pages(path: str) -> None:
    query = f'{{ orders(first: 3, where: {{backends: ["obapi"]}}) {{ nodes {{ id {path} {{ id }} }} }} }}'
    body = {"items": [], "pagination": {"total_items": 3, "total_pages": 10**9}}
    answer, calls = await answered(query, "obapi", f"/obapi/v1/{path}", body)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BACKEND_BAD_RESPONSE"}
    assert [node[path] for node in answer["data"]["orders"]["nodes"]] == [None, None, None]
    assert calls <= ENOUGH
