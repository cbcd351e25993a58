"""What an operation leaves in the log, and what it does not."""

import asyncio
import hashlib
import io
import json
from typing import Any

import pytest

from app.auth.callers import fingerprint
from app.metrics import Metrics
from app.operations import request_log
from app.operations.cost import Cost
from app.operations.request_log import LONGEST_NAME
from resolvers.usage import Usage
from resolvers.vendors.allowance import Allowance
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = """query Newest($number: String) {
    orders(first: 2, where: {number: $number, backends: ["wimpel"]}) { nodes { id } }
}"""


def free() -> Cost:
    """Of an operation that has asked for nothing so far."""
    return Cost(Allowance(10), Usage())


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    written = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in written if line["event"] == "operation"]


async def test_each_operation_is_a_line(open_door: OpenDoor, log: io.StringIO) -> None:
    clients = [{"name": "erp", "key_sha256": fingerprint("og_erp"), "scopes": ["orders:read"]}]
    door = await open_door(clients=clients)

    await door.ask(QUERY, {"x-api-key": "og_erp", "x-request-id": "a-1"})

    line = lines(log)[0]
    assert {name: line[name] for name in ("client", "operation", "type", "sha256", "request_id")} == {
        "client": "erp",
        "operation": "Newest",
        "type": "query",
        "sha256": hashlib.sha256(QUERY.encode()).hexdigest(),
        "request_id": "a-1",
    }
    assert line["calls"] == {"wimpel": door.far_ends["wimpel"].calls()}
    assert line["milliseconds"] > 0
    assert "codes" not in line


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("{ nothing }", ["GRAPHQL_VALIDATION_FAILED"]),
        ('{ order(id: "x") { id } }', ["BAD_USER_INPUT"]),
        ("{", ["GRAPHQL_PARSE_FAILED"]),
    ],
)
async def test_a_line_says_how_it_failed(door: Door, log: io.StringIO, query: str, codes: list[str]) -> None:
    await door.ask(query)

    assert lines(log)[0]["codes"] == codes


async def test_each_operation_of_a_batch_is_a_line_of_its_own(door: Door, log: io.StringIO) -> None:
    await door.post(json.dumps([{"query": "query A { backends { id } }"}, {"query": "query B { backends { id } }"}]))

    assert [line["operation"] for line in lines(log)] == ["A", "B"]


async def test_neither_variables_nor_literals_nor_keys_are_written(door: Door, log: io.StringIO) -> None:
    await door.ask(QUERY, {"x-api-key": "canary-key"}, variables={"number": "canary-variable"})
    await door.ask(QUERY, variables={"number": "canary-variable"})
    await door.ask('{ orders(where: {reference: "canary-literal"}) { nodes { id } } }')
    await door.ask('{ order(id: "gid://canary-id") { id } }')

    assert len(lines(log)) == 3
    assert "canary" not in log.getvalue()


async def test_a_name_that_a_client_chose_takes_no_more_than_a_line(door: Door, log: io.StringIO) -> None:
    await door.ask(f"query {'A' * 5000} {{ __typename }}")

    assert lines(log)[0]["operation"] == "A" * LONGEST_NAME


def test_an_operation_whose_client_left_says_so(log: io.StringIO) -> None:
    with pytest.raises(asyncio.CancelledError), request_log.logged("erp", free(), Metrics()):
        raise asyncio.CancelledError

    assert lines(log)[0]["cancelled"] is True
    assert "codes" not in lines(log)[0]


async def test_the_costs_that_the_client_is_told_are_written(door: Door, log: io.StringIO) -> None:
    cost = (await door.ask(QUERY)).json()["extensions"]["cost"]

    line = lines(log)[0]
    assert (line["requested_cost"], line["actual_cost"]) == (cost["requestedQueryCost"], cost["actualQueryCost"])


def test_costs_are_written_where_they_are_known(log: io.StringIO) -> None:
    metrics, cost = Metrics(), free()
    cost.requested, cost.has_begun = 120, True
    cost.calls.charge("wimpel")

    with request_log.logged("erp", cost, metrics), request_log.logged("erp", free(), metrics):
        pass

    unknown, known = lines(log)
    assert (known["requested_cost"], known["actual_cost"]) == (120, 1)
    assert not {"requested_cost", "actual_cost"} & unknown.keys()
