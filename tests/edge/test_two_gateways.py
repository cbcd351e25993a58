"""Two gateways over one Redis server: what a caller and a vendor may expect of both together."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.main import create_app
from app.resources import Resources
from tests import over
from tests.canaries import watched
from tests.edge.door import Door, backend, by_no_network, codes, configured, stand_ins
from tests.resolvers.state.servers import patient
from tests.waiting import SECONDS

pytestmark = pytest.mark.anyio

ORDER = 'query ($id: String!) { orderByIdentifier(backend: "logictrade", identifier: {vendorId: $id}) { number } }'
QUERY = "{ backends { id } }"
LIMITS = {"max_cost": 20, "anonymous_cost_per_second": 0.001}
BACKENDS = [backend("wimpel"), backend("logictrade", rate="3/h")]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Door]:
    """One that waits for its Redis server: it would go on without it otherwise, where that takes a second."""
    unhurried = f"{url}?socket_timeout={SECONDS}&socket_connect_timeout={SECONDS}"
    ends = stand_ins()
    settings = configured(state={"url": unhurried}, backends=BACKENDS, limits=LIMITS)
    resources = Resources(settings, by_no_network(ends), best_effort=patient())
    async with resources.opened():
        app = watched(create_app(settings, kept=resources))
        async with over.client(app, is_far=True) as http:
            yield Door(app, http, ends)


@pytest.fixture
async def doors(anyio_backend: str, server: str) -> AsyncIterator[list[Door]]:
    async with opened(server) as one, opened(server) as other:
        yield [one, other]


async def test_a_vendor_gets_no_more_calls_of_both_than_its_rate_says(doors: list[Door]) -> None:
    answers = [await doors[at % 2].ask(ORDER, variables={"id": str(at + 1)}) for at in range(5)]

    assert [codes(answer) for answer in answers] == [[], [], [], ["BACKEND_RATE_LIMITED"], ["BACKEND_RATE_LIMITED"]]
    assert sum(door.far_ends["logictrade"].calls() for door in doors) == 3
    assert answers[3].json()["errors"][0]["extensions"]["retryAfterSeconds"] > 3500


async def test_a_caller_has_one_bucket_at_both(doors: list[Door]) -> None:
    answers = [await doors[at % 2].ask(QUERY) for at in range(22)]

    assert [codes(answer) for answer in answers] == [[]] * 20 + [["RATE_LIMITED"]] * 2


async def test_a_document_that_was_left_with_one_is_found_by_the_other(doors: list[Door]) -> None:
    one, another = doors
    named = {"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(QUERY.encode()).hexdigest()}}
    await one.ask(QUERY, extensions=named)

    answer = await another.http.post("/graphql", json={"extensions": named})

    assert answer.json()["data"] == {"backends": [{"id": "wimpel"}, {"id": "logictrade"}]}
