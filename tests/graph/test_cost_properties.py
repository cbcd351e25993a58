"""Whatever is asked of whatever shops: it never costs more than was told before, and what is refused asks nobody."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.main import create_app
from app.settings import Settings
from resolvers.vendors.stand_in import SECRET, StandIn
from schema.field import Scope
from tests import over
from tests.canaries import watched
from tests.graph import asked_by_chance as chance
from tests.graph.conftest import far_end
from tests.own_time import EventLoop

T = TypeVar("T")
ENDLESS = 10**9
PATIENT = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

Shops = Mapping[str, Mapping[str, int]]


@PATIENT
@given(chance.queries | chance.changes, chance.shops, chance.configured)
def test_no_more_is_asked_than_was_told_and_none_of_it_is_held_back(
    query: str, shops: Shops, config: Mapping[str, Any]
) -> None:
    answer, calls = _run(_answered(query, shops, config, ENDLESS))
    assert "extensions" in answer, answer
    cost = answer["extensions"]["cost"]

    assert calls <= cost["requestedQueryCost"]
    assert cost["actualQueryCost"] <= cost["requestedQueryCost"]
    assert "UPSTREAM_BUDGET_EXCEEDED" not in str(answer)


@PATIENT
@given(chance.queries, chance.shops, chance.configured)
def test_what_may_cost_too_much_asks_nobody(query: str, shops: Shops, config: Mapping[str, Any]) -> None:
    answer, calls = _run(_answered(query, shops, config, 20))
    refused = [error["extensions"] for error in answer.get("errors", ()) if "asked" in error["extensions"]]

    assert (calls, len(refused)) == (0, 1) or answer["extensions"]["cost"]["requestedQueryCost"] <= 20
    assert not refused or (refused[0]["limit"], refused[0]["asked"] > 20) == (20, True)


@settings(PATIENT, max_examples=8)
@given(chance.shops, chance.configured, st.sampled_from(chance.SORTS), st.integers(1, 9), st.sampled_from(chance.WHERE))
def test_no_page_of_a_list_costs_more_than_was_told_of_it(
    shops: Shops, config: Mapping[str, Any], sort: str, first: int, where: str
) -> None:
    query = f"""query ($after: String) {{ orders(first: {first}, after: $after, where: {{{where}}}, orderBy: {sort}) {{
        edges {{ node {{ id lines {{ id }} }} }} totalCount pageInfo {{ hasNextPage endCursor }} }} }}"""
    for answer in _run(_walked(query, shops, config)):
        cost = answer["extensions"]["cost"]

        assert cost["actualQueryCost"] <= cost["requestedQueryCost"]
        assert "UPSTREAM_BUDGET_EXCEEDED" not in str(answer)


def _run(work: Coroutine[Any, Any, T]) -> T:
    """In an event loop whose time only waiting moves on."""
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        return runner.run(work)


async def _walked(query: str, shops: Shops, config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Its first pages."""
    pages: list[dict[str, Any]] = []
    async with _opened(shops, config, ENDLESS) as (http, _):
        after = None
        while len(pages) < 8:
            asked = {"query": query, "variables": {"after": after}}
            pages.append((await http.post("/graphql", json=asked)).json())
            info = ((pages[-1]["data"] or {}).get("orders") or {"pageInfo": {"hasNextPage": False}})["pageInfo"]
            if not info["hasNextPage"]:
                break
            after = info["endCursor"]
    return pages


async def _answered(query: str, shops: Shops, config: Mapping[str, Any], max_cost: int) -> tuple[dict[str, Any], int]:
    async with _opened(shops, config, max_cost) as (http, ends):
        answer = (await http.post("/graphql", json={"query": query})).json()
    return answer, sum(end.calls() for end in ends.values())


@asynccontextmanager
async def _opened(
    shops: Shops, config: Mapping[str, Any], max_cost: int
) -> AsyncIterator[tuple[httpx.AsyncClient, Mapping[str, StandIn]]]:
    ends: dict[str, StandIn] = {name: far_end(name, **size) for name, size in shops.items()}
    given = {
        "server": {"anonymous_scopes": frozenset(Scope)},
        "state": {"url": "sqlite:///:memory:"},
        "limits": {"max_cost": max_cost, "tokens": 100_000, "aliases": 10_000, "depth": 50},
        "backends": [_backend(id, config) for id in ends],
    }
    app = watched(create_app(Settings.model_validate(given), lambda config: httpx.ASGITransport(ends[config.id])))
    async with over.client(app) as http:
        yield http, ends


def _backend(id: str, config: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": id, "vendor": id, "url": f"https://{id}.test", "secret": SECRET, **config}
