"""An operation's calls to each backend are counted, and end."""

import json

import pytest

from resolvers.errors import Overspent
from resolvers.vendors import allowance
from tests.edge.conftest import OpenDoor
from tests.edge.door import codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

LIST = "{ orders(first: 20) { nodes { id } sources { backend { id } status error { code isRetryable } } } }"


def test_an_allowance_may_be_spent_and_no_more() -> None:
    with allowance.granted(2) as granted:
        for _ in range(2):
            allowance.spend("a")
        allowance.spend("b")
        with pytest.raises(Overspent):
            allowance.spend("a")

    assert granted.made == {"a": 2, "b": 1}


def test_what_belongs_to_no_operation_is_not_counted() -> None:
    for _ in range(10):
        allowance.spend("a")


@pytest.mark.parametrize(("most", "nulls"), [(3, 0), (2, 1)])
async def test_one_call_too_many_costs_its_own_field_alone(open_door: OpenDoor, most: int, nulls: int) -> None:
    door = await open_door(limits={"max_calls": most})
    fields = " ".join(
        f'o{at}: orderByIdentifier(backend: "logictrade", identifier: {{vendorId: "{at}"}}) {{ number }}'
        for at in (1, 2, 3)
    )

    response = await door.ask("{" + fields + "}")

    assert codes(response) == ["UPSTREAM_BUDGET_EXCEEDED"] * nulls
    assert door.far_ends["logictrade"].calls() == most
    assert len(response.json()["data"]) == 3


async def test_a_list_says_which_backend_ran_out(open_door: OpenDoor) -> None:
    door = await open_door(limits={"max_calls": 1})
    orders = "{ a: orders(first: 20, where: {statuses: [DRAFT]}) { sources { status } } " + LIST[1:]

    response = await door.ask(orders)

    assert "UPSTREAM_BUDGET_EXCEEDED" in response.text
    assert all(far_end.calls() <= 1 for far_end in door.far_ends.values())


async def test_each_operation_of_a_batch_has_an_allowance_of_its_own(open_door: OpenDoor) -> None:
    door = await open_door(limits={"max_calls": 1})
    query = 'query ($id: String!) { orderByIdentifier(backend: "logictrade", identifier: {vendorId: $id}) { number } }'
    batch = [{"query": query, "variables": {"id": str(at)}} for at in (1, 2, 3)]

    answers = (await door.post(json.dumps(batch))).json()

    assert not [answer for answer in answers if "errors" in answer]
