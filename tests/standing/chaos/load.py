"""A crowd of clients that read and write as they like, by a seed, and note whatever is wrong with their answers."""

import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.answer_check import faults
from tests.standing.chaos import questions, whose
from tests.standing.chaos.ledger import Key

Json = dict[str, Any]
Look = Callable[[Any], Iterable[str]]
OURS = {"INTERNAL", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED", "BAD_USER_INPUT", "FORBIDDEN"}
"""Codes by which the gateway would own up to a fault of its own, or the load to one of its."""
FINE = {"OK", "UNSUPPORTED"}
TRIES = 20


@dataclass
class Load:
    """`look`: finds what is wrong with an answer's data. `most`: how many orders are made; then keys are used again.

    `wrong`: all that was; `codes`, `seconds`: of all answers; `walks`: how many lists were walked through, by whether
    all went well.
    """

    http: httpx.AsyncClient
    seed: str
    look: Look = whose.strangers
    most: int = 10_000
    wrong: list[str] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    walks: Counter[bool] = field(default_factory=Counter)
    keys: list[Key] = field(default_factory=list)
    orders: dict[str, list[str]] = field(default_factory=dict)
    customers: list[str] = field(default_factory=list)
    schools: list[str] = field(default_factory=list)

    def chance(self, name: object) -> Random:
        return Random(f"{self.seed}:{name}")

    # ---------------------------------------------------------------- asking

    async def ask(self, text: str, within: float | None = None, **variables: Any) -> Json:
        """The answer's body. `within`: the seconds that the client gives the gateway."""
        (body,) = await self.batch([(text, variables)], within)
        return body

    async def batch(self, asked: list[tuple[str, Json]], within: float | None = None) -> list[Json]:
        """Several operations in one request; one alone goes as it is."""
        headers = {} if within is None else {"X-Request-Timeout": str(within)}
        sent: list[Json] = [{"query": text, "variables": variables} for text, variables in asked]
        began = time.monotonic()
        response = await self.http.post("/graphql", json=sent if len(sent) > 1 else sent[0], headers=headers)
        self.seconds.append(time.monotonic() - began)
        self.slowest = max(self.slowest, (self.seconds[-1], asked[0][0]))
        if response.status_code != 200:
            self.wrong.append(f"{response.status_code}: {response.text:.300}")
            return [{} for _ in asked]
        bodies: list[Json] = response.json() if len(sent) > 1 else [response.json()]
        for (text, variables), body in zip(asked, bodies, strict=True):
            self.wrong += self._faults(text, variables, body)
        return bodies

    def _faults(self, text: str, variables: Json, body: Json) -> Iterator[str]:
        codes = [error["extensions"]["code"] for error in body.get("errors", ())]
        self.codes.update(codes or ["none"])
        yield from (f"{error}" for error in body.get("errors", ()) if error["extensions"]["code"] in OURS)
        yield from faults(text, body, variables)
        yield from self.look(body.get("data"))

    # ---------------------------------------------------------------- before, and around

    async def look_around(self, solar: Iterable[int] = range(1, 41)) -> None:
        """While the weather is fine: which orders and customers there are. `solar`: ids at the one that can't list."""
        self.orders = {"vdh_solar": [f"gid://vdh_solar/Order/{id}" for id in solar]}
        for node in await self.listed(questions.WALK, "orders"):
            self.orders.setdefault(node["backend"]["id"], []).append(node["id"])
        for node in await self.listed(questions.CUSTOMERS, "customers"):
            self.customers.append(node["id"])
            if node["backend"]["id"] == "wimpel":
                self.schools.append(node["vendorId"])

    async def listed(self, text: str, field: str) -> list[Json]:
        """Every node of a list: it is read again where a vendor was too slow for a page of it."""
        for _ in range(TRIES):
            pages = [page async for page in self._pages(text, field)]
            if all(source["status"] in FINE for page in pages for source in page["sources"]):
                return [edge["node"] for page in pages for edge in page["edges"]]
        raise AssertionError(f"in fine weather there is no list of {field}: {pages[-1]['sources']}")

    async def _pages(self, text: str, field: str) -> AsyncIterator[Json]:
        after: str | None = None
        while True:
            page: Json = (await self.ask(text, first=100, after=after))["data"][field]
            yield page
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]
