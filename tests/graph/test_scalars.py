"""Numbers, days and instants as they go in and out over HTTP: exact, or refused."""

from decimal import Decimal
from typing import Any

import pytest

from tests.graph.conftest import Graph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

WRITE = """
mutation W($quantity: Decimal!) {
  orderCreate(input: {backend: "nobody", idempotencyKey: "k", lines: [{product: {code: "1"}, quantity: $quantity}]}) {
    outcome
  }
}
"""
BETWEEN = "query Q($at: DateTime!) { orders(first: 1, where: {orderedAt: {gte: $at}}) { nodes { id } } }"
INSTANTS_REFUSED = (
    "2026-03-24T10:00:00",
    "2026-03-24",
    "10:00",
    "",
    "soon",
    "2026-13-01T00:00:00Z",
    5,
    1.5,
    True,
    None,
)


def written(query: str, literal: str) -> str:
    """The same with the value in the document."""
    head, rest = query.split(" {", 1)
    name = head.split("$")[1].split(":")[0]
    return f"{head.split('(')[0]} {{{rest}".replace(f"${name}", literal)


def codes(errors: list[dict[str, Any]]) -> set[str]:
    return {error["extensions"]["code"] for error in errors}


@pytest.mark.parametrize("value", ["19.90", "-3", 5, "0.000000000000000000001", "123456789012345678901234567890.5"])
async def test_a_decimal_is_taken_as_text_or_a_whole_number(graph: Graph, value: str | int) -> None:
    answer = await graph.ask(WRITE, quantity=value)

    assert "BAD_USER_INPUT" not in codes(answer.errors)


@pytest.mark.parametrize(
    "value", [19.9, 1.0, 1e5, True, "1e5", "NaN", "Infinity", "-Infinity", "", " 1", "1,5", "0x10", "one", ["1"], {}]
)
async def test_a_decimal_is_never_a_float_nor_what_is_no_number(graph: Graph, value: Any) -> None:
    answer = await graph.ask(WRITE, quantity=value)

    assert codes(answer.errors) == {"BAD_USER_INPUT"}


@pytest.mark.parametrize("literal", ['"19.90"', "5", "-5"])
async def test_a_written_decimal_is_a_string_or_a_whole_number(graph: Graph, literal: str) -> None:
    answer = await graph.ask(written(WRITE, literal))

    assert codes(answer.errors).isdisjoint({"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"})


@pytest.mark.parametrize("literal", ["19.9", "1e5", "1.0", "true", '"1e5"', '"NaN"', "NaN", "[1, 2]", "{}"])
async def test_a_written_decimal_is_never_a_float_nor_what_is_no_number(graph: Graph, literal: str) -> None:
    answer = await graph.ask(written(WRITE, literal))

    assert codes(answer.errors) <= {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}
    assert answer.errors


@pytest.mark.parametrize("value", ["2026-03-24T10:00:00+01:00", "2026-03-24T10:00:00Z", "2026-03-24T10:00:00.5-05:00"])
async def test_an_instant_is_taken_with_its_offset(graph: Graph, value: str) -> None:
    assert (await graph.ask(BETWEEN, at=value)).errors == []
    assert (await graph.ask(written(BETWEEN, f'"{value}"'))).errors == []


@pytest.mark.parametrize("value", INSTANTS_REFUSED)
async def test_an_instant_without_an_offset_is_bad_input(graph: Graph, value: Any) -> None:
    answer = await graph.ask(BETWEEN, at=value)

    assert codes(answer.errors) == {"BAD_USER_INPUT"}
    assert graph.calls() == {}


async def test_a_written_instant_without_an_offset_is_refused(graph: Graph) -> None:
    answer = await graph.ask(written(BETWEEN, '"2026-03-24T10:00:00"'))

    assert codes(answer.errors) <= {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}
    assert answer.errors


# ---------------------------------------------------------------- out


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("1.10", "1.10"),
        ("0.30", "0.30"),
        ("1E+2", "100"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
    ],
)
async def test_a_price_comes_out_with_the_vendor_s_digits(graph: Graph, said: str, told: str) -> None:
    store = graph.far_ends["cloudsuite"].store  # type: ignore[attr-defined]
    store.by_id[27].record["order_lines"][0]["unit_price"] = Decimal(said)

    data = await graph.data('{ order(id: "gid://cloudsuite/Order/27") { lines { unitPrice { stated { amount } } } } }')

    assert data["order"]["lines"][0]["unitPrice"]["stated"]["amount"] == told


async def test_raw_carries_the_vendor_s_own_digits(graph: Graph) -> None:
    record = graph.far_ends["cloudsuite"].store.by_id[27].record  # type: ignore[attr-defined]
    record["paid_amount"], record["oddity"] = Decimal("1.10"), Decimal("12345678901234567890.10")

    answer = await graph.ask('{ order(id: "gid://cloudsuite/Order/27") { raw } }')

    assert '"paid_amount":1.10' in answer.response.text
    assert '"oddity":12345678901234567890.10' in answer.response.text


async def test_days_and_instants_come_out_as_iso(graph: Graph) -> None:
    data = await graph.data('{ order(id: "gid://cloudsuite/Order/27") { orderDate orderedAt createdAt } }')

    assert data["order"] == {
        "orderDate": "2020-09-24",
        "orderedAt": "2020-09-24T00:00:00+02:00",
        "createdAt": "2020-10-26T14:38:48.755771+01:00",
    }
