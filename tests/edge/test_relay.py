"""relay-compiler on our schema: lists page, nodes are refetched, and what it persists is taken as trusted documents."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.operations.persisted import fingerprint
from tests.edge import node
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

SOURCES = Path(__file__).parent / "relay"
SCHEMA = Path("schema/schema.graphql")
COMPILER = ("node_modules/relay-compiler/cli.js", "--noWatchman")
SENT = re.compile(r'"id": "(?P<id>\w+)",\s+"metadata": .*?,\s+"name": "(?P<name>\w+)"', re.DOTALL)
OPERATIONS = {
    "CustomerOrdersPaginationQuery",
    "CustomerOrdersQuery",
    "OrderCreateMutation",
    "OrderDeleteMutation",
    "OrderListPaginationQuery",
    "OrderListQuery",
}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = node.installed(SOURCES, tmp_path_factory.mktemp("relay"))
    shutil.copy(SCHEMA, folder)
    node.run(folder, *COMPILER)
    return folder


@pytest.fixture
async def door(open_door: OpenDoor, compiled: Path) -> Door:
    """A gateway that carries out what was compiled, and nothing else."""
    return await open_door(documents={"path": str(compiled / "documents.json"), "mode": "only"})


def artifact(folder: Path, name: str) -> str:
    return (folder / f"src/__generated__/{name}.graphql.ts").read_text()


def ids(folder: Path) -> Iterator[tuple[str, str]]:
    """Each compiled operation's name and id, as the program would send it."""
    for file in (folder / "src/__generated__").iterdir():
        if found := SENT.search(file.read_text()):
            yield found["name"], found["id"]


async def sent(door: Door, folder: Path, name: str, **variables: Any) -> Any:
    body = {"documentId": dict(ids(folder))[name], "variables": variables}
    answer = (await door.post(json.dumps(body))).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


async def created(door: Door, folder: Path, customer: str) -> Any:
    order = {"backend": "wimpel", "idempotencyKey": "one", "number": "SO-ONE", "origin": "web"}
    variables = {"input": {**order, "customer": {"id": customer}}}
    return (await sent(door, folder, "OrderCreateMutation", **variables))["orderCreate"]


def test_what_is_persisted_goes_by_the_sha256_of_its_text(compiled: Path) -> None:
    documents = json.loads((compiled / "documents.json").read_text())

    assert dict(ids(compiled)).keys() == OPERATIONS
    assert set(dict(ids(compiled)).values()) == documents.keys()
    assert {fingerprint(text): text for text in documents.values()} == documents


def test_what_is_null_with_an_error_alone_is_typed_as_never_null(compiled: Path) -> None:
    row = artifact(compiled, "OrderRow_order")

    assert "readonly currencyCode: string;" in row
    assert "readonly number: string | null | undefined;" in row


def test_what_narrows_a_list_names_its_connection(compiled: Path) -> None:
    assert '"filters": [\n          "where"\n        ]' in artifact(compiled, "OrderListPaginationQuery")


async def test_a_connection_is_paged_to_its_end(door: Door, compiled: Path) -> None:
    page = (await sent(door, compiled, "OrderListQuery"))["orders"]
    numbers = [edge["node"]["number"] for edge in page["edges"]]
    while page["pageInfo"]["hasNextPage"]:
        after = page["pageInfo"]["endCursor"]
        page = (await sent(door, compiled, "OrderListPaginationQuery", after=after))["orders"]
        numbers += [edge["node"]["number"] for edge in page["edges"]]

    assert len(numbers) == len(set(numbers)) == 20


async def test_a_customer_s_orders_are_refetched_through_its_node(door: Door, compiled: Path) -> None:
    order = (await sent(door, compiled, "OrderListQuery"))["orders"]["edges"][0]["node"]
    asked = {"id": order["customer"]["id"], "first": 1}
    customer = (await sent(door, compiled, "CustomerOrdersPaginationQuery", **asked))["node"]

    assert (customer["__typename"], customer["id"]) == ("Customer", order["customer"]["id"])
    assert [edge["node"]["id"] for edge in customer["orders"]["edges"]] == [order["id"]]


async def test_an_order_is_made_and_deleted(door: Door, compiled: Path) -> None:
    buyer = (await sent(door, compiled, "OrderListQuery"))["orders"]["edges"][0]["node"]["customer"]["id"]
    made = await created(door, compiled, buyer)
    gone = await sent(door, compiled, "OrderDeleteMutation", input={"id": made["order"]["id"]})

    assert (made["outcome"], made["userErrors"], made["order"]["number"]) == ("DONE", [], "SO-ONE")
    assert gone["orderDelete"] == {"outcome": "DONE", "deletedId": made["order"]["id"], "userErrors": []}


async def test_what_was_not_compiled_is_refused(door: Door) -> None:
    assert codes(await door.ask("{ backends { id } }")) == ["FORBIDDEN"]
