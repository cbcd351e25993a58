"""gql, the client from PyPI, against a gateway on a port."""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
from gql import Client, GraphQLRequest
from gql.client import AsyncClientSession
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.utilities import update_schema_scalar
from graphql import (
    GraphQLError,
    GraphQLScalarType,
    GraphQLSchema,
    build_schema,
    lexicographic_sort_schema,
    print_schema,
)

from tests.app.serving import serving
from tests.edge.door import application
from tests.waiting import SECONDS

pytestmark = pytest.mark.anyio

SDL = Path("schema/schema.graphql").read_text()
BACKENDS = "{ backends { id } }"
ORDERS = "query Orders($first: Int!) { orders(first: $first) { nodes { id total { stated { amount } } } } }"
PARTIAL = '{ backends { id } order(id: "nobody") { id } }'
CREATE = """
mutation Create($input: OrderCreateInput!) {
  orderCreate(input: $input) { outcome order { number lines { quantity } } userErrors { code field } }
}
"""
ANSWER = {"backends": [{"id": "wimpel"}, {"id": "logictrade"}]}


class Connected(Protocol):
    async def __call__(self, **given: Any) -> AsyncClientSession: ...


class ByHash(GraphQLRequest):
    """Without its text, once that was left."""

    @property
    def payload(self) -> dict[str, Any]:
        return {name: value for name, value in super().payload.items() if name != "query"}


@pytest.fixture
async def asked() -> list[httpx.Request]:
    return []


@pytest.fixture
async def connected(anyio_backend: str, asked: list[httpx.Request]) -> AsyncIterator[Connected]:
    """connected(**of the client): a session; `asked` has what it sent."""
    app, _ = application()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serving(app))

        async def opened(**given: Any) -> AsyncClientSession:
            transport = HTTPXAsyncTransport(
                f"{address}/graphql", event_hooks={"request": [remember(asked)]}, timeout=SECONDS, trust_env=False
            )
            client = Client(transport=transport, execute_timeout=SECONDS, **given)
            session: AsyncClientSession = await stack.enter_async_context(client)
            return session

        yield opened


def remember(asked: list[httpx.Request]) -> Callable[[httpx.Request], Awaitable[None]]:
    async def remembered(request: httpx.Request) -> None:
        asked.append(request)

    return remembered


def persisted(text: str, kind: type[GraphQLRequest]) -> GraphQLRequest:
    """gql prints a document anew, so the hash is that of what it prints."""
    printed = GraphQLRequest(text).payload["query"]
    sha256 = hashlib.sha256(printed.encode()).hexdigest()
    return kind(text, extensions={"persistedQuery": {"version": 1, "sha256Hash": sha256}})


def exact(schema: GraphQLSchema) -> GraphQLSchema:
    """With our decimals as Python's."""
    decimal = GraphQLScalarType("Decimal", serialize=str, parse_value=Decimal)
    update_schema_scalar(schema, "Decimal", decimal)
    return schema


def as_told(schema: GraphQLSchema) -> str:
    return print_schema(lexicographic_sort_schema(schema))


async def test_introspection_tells_the_schema_that_the_repository_has(connected: Connected) -> None:
    session = await connected(fetch_schema_from_transport=True, introspection_args={"input_object_one_of": True})

    assert session.client.schema is not None
    assert as_told(session.client.schema) == as_told(build_schema(SDL))


async def test_a_query_is_answered(connected: Connected) -> None:
    session = await connected()

    assert await session.execute(GraphQLRequest(BACKENDS)) == ANSWER


async def test_what_the_schema_does_not_have_is_never_sent(connected: Connected, asked: list[httpx.Request]) -> None:
    session = await connected(schema=SDL)

    with pytest.raises(GraphQLError, match="Cannot query field 'price'"):
        await session.execute(GraphQLRequest("{ orders { nodes { price } } }"))
    assert asked == []


async def test_amounts_are_exact(connected: Connected) -> None:
    session = await connected(schema=exact(build_schema(SDL)), parse_results=True)
    data = await session.execute(GraphQLRequest(ORDERS, variable_values={"first": 1}))

    assert [order["total"]["stated"]["amount"] for order in data["orders"]["nodes"]] == [Decimal("898.50")]


async def test_a_mutation_takes_python_s_own_values(connected: Connected) -> None:
    session = await connected(schema=exact(build_schema(SDL)), parse_results=True, serialize_variables=True)
    customers = await session.execute(GraphQLRequest('{ customers(where: {backends: ["wimpel"]}) { nodes { id } } }'))
    given = {
        "backend": "wimpel",
        "idempotencyKey": "one",
        "number": "SO-ONE",
        "origin": "web",
        "customer": {"id": customers["customers"]["nodes"][0]["id"]},
        "lines": [{"product": {"ean": "9789001234560"}, "quantity": Decimal(2), "unitPrice": Decimal("19.90")}],
    }
    made = (await session.execute(GraphQLRequest(CREATE, variable_values={"input": given})))["orderCreate"]

    assert made["outcome"] == "DONE"
    assert made["order"] == {"number": "SO-ONE", "lines": [{"quantity": Decimal(2)}]}


async def test_what_is_wrong_with_a_mutation_is_data(connected: Connected) -> None:
    session = await connected()
    given = {"backend": "wimpel", "idempotencyKey": "one"}
    made = (await session.execute(GraphQLRequest(CREATE, variable_values={"input": given})))["orderCreate"]

    assert (made["outcome"], made["order"]) == ("REFUSED", None)
    assert {error["code"] for error in made["userErrors"]} == {"BAD_USER_INPUT"}


async def test_an_error_is_raised_with_its_code_and_what_was_answered_beside_it(connected: Connected) -> None:
    session = await connected()

    with pytest.raises(TransportQueryError) as raised:
        await session.execute(GraphQLRequest(PARTIAL))
    assert raised.value.errors is not None
    assert [error["extensions"]["code"] for error in raised.value.errors] == ["BAD_USER_INPUT"]
    assert raised.value.data == {**ANSWER, "order": None}


async def test_a_batch_is_one_request(connected: Connected, asked: list[httpx.Request]) -> None:
    session = await connected()
    answers = await session.execute_batch([GraphQLRequest(BACKENDS), GraphQLRequest("{ backends { name } }")])

    assert (answers[0], len(answers), len(asked)) == (ANSWER, 2, 1)


async def test_a_document_that_was_left_is_asked_for_by_its_hash(
    connected: Connected, asked: list[httpx.Request]
) -> None:
    session = await connected()
    left = await session.execute(persisted(BACKENDS, GraphQLRequest))
    again = await session.execute(persisted(BACKENDS, ByHash))

    assert left == again == ANSWER
    assert b"backends" not in asked[1].content


async def test_a_document_that_nobody_left_is_told_by_its_code(connected: Connected) -> None:
    session = await connected()

    with pytest.raises(TransportQueryError) as raised:
        await session.execute(persisted(BACKENDS, ByHash))
    assert raised.value.errors is not None
    assert raised.value.errors[0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
