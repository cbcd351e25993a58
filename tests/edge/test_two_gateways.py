"""Two gateways over one Redis server: what a caller and a vendor may expect of both together."""

import hashlib
from typing import Any

import pytest

from tests.edge.conftest import OpenDoor
from tests.edge.door import Door, backend, codes

pytestmark = pytest.mark.anyio

ORDER = 'query ($id: String!) { orderByIdentifier(backend: "logictrade", identifier: {vendorId: $id}) { number } }'
QUERY = "{ backends { id } }"
LIMITS = {"max_cost": 20, "anonymous_cost_per_second": 0.001}


@pytest.fixture
async def doors(open_door: OpenDoor, server: str) -> list[Door]:
    slow = backend("logictrade").model_copy(update={"rate": "3/h"})
    given: dict[str, Any] = {"state": {"url": server}, "backends": [backend("wimpel"), slow], "limits": LIMITS}
    return [await open_door(**given) for _ in range(2)]


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
