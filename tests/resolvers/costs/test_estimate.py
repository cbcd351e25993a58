"""What an operation is told to cost where something goes wrong with telling it."""

from collections.abc import Mapping
from typing import Any

from graphql import VariableValues, get_operation_ast, parse
from structlog.testing import capture_logs

from app.graphql import schema
from resolvers.context import Context
from resolvers.costs import estimate
from resolvers.costs.estimate import Estimate
from resolvers.costs.price import THINGS_A_POINT
from resolvers.gateway import Gateway
from resolvers.vendors.base import Vendor
from resolvers.ways import WAYS
from tests.resolvers.simulated import EXACT, Simulated, vendor

MAX_CALLS = 70


class Broken(Simulated):
    order_listing = EXACT.order_listing

    def narrow(self, where: Any) -> Any:
        raise RuntimeError("a fault of ours")


SHOPS = {"a": vendor(Broken, "a"), "b": vendor(EXACT, "b")}


def told(query: str, shops: Mapping[str, Vendor] = SHOPS) -> Estimate:
    document = parse(query)
    operation = get_operation_ast(document)
    assert operation is not None
    context = Context(Gateway.over(shops), WAYS)
    return estimate.of(context, schema(), document, operation, VariableValues({}, {}), MAX_CALLS)


def test_a_fault_of_ours_is_priced_as_all_that_an_operation_may_ask_and_is_logged() -> None:
    with capture_logs() as logs:
        points = told("{ orders { nodes { id } } }").points

    assert points == 2 * MAX_CALLS
    assert [(line["event"], line["field"]) for line in logs] == [("estimate_failed", "orders")]


def test_arguments_that_can_t_be_used_are_no_fault_of_ours() -> None:
    with capture_logs() as logs:
        points = told("{ customers(first: 101) { nodes { id } } }").points

    assert (points, logs) == (1, [])


def test_backends_are_things_too() -> None:
    many = {f"b{number}": vendor(EXACT, f"b{number}") for number in range(THINGS_A_POINT + 1)}

    assert told("{ backends { id } }", many).points == 2


def test_what_stands_beside_lists_is_counted_by_the_names_that_the_client_gave() -> None:
    asked = told('{ mine: order(id: "gid://b/Order/1") { id } all: backends { id } orders(first: 0) { nodes { id } } }')

    assert asked.singles == {"mine", "all"}
    assert asked.singly({"mine": None, "all": [{}, {}], "orders": {"nodes": [{}]}}) == 2
