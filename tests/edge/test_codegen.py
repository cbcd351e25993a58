"""graphql-codegen and tsc on our schema: what they make passes the strict compiler, and works by hash alone."""

import json
import shutil
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from tests.app.running import SECONDS
from tests.app.serving import serving
from tests.edge import node
from tests.edge.door import application, codes

pytestmark = pytest.mark.long

SOURCES = Path(__file__).parent / "codegen"
SCHEMA = Path("schema/schema.graphql")
CODEGEN = "node_modules/@graphql-codegen/cli/esm/bin.js"
TSC = "node_modules/typescript/bin/tsc"
CUSTOMER = "gid://wimpel/Customer/"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = node.installed(SOURCES, tmp_path_factory.mktemp("codegen"))
    shutil.copy(SCHEMA, folder)
    anyio.run(_generated, folder)
    return folder


async def _generated(folder: Path) -> None:
    app, _ = application()
    async with serving(app) as address:
        await anyio.to_thread.run_sync(partial(node.run, folder, CODEGEN, "--silent", GATEWAY=address))


@pytest.fixture(scope="module")
def compiled(generated: Path) -> Path:
    node.run(generated, TSC)
    return generated


@pytest.fixture(scope="module")
def answers(compiled: Path) -> dict[str, Any]:
    """What the program was answered that sends by itself."""
    return anyio.run(_answered, compiled, "alone", "src/gql")


@pytest.fixture(scope="module", params=["apollo", "urql"])
def client_s_answers(request: pytest.FixtureRequest, compiled: Path) -> dict[str, Any]:
    return anyio.run(_answered, compiled, request.param, "clients/gql")


async def _answered(folder: Path, program: str, documents: str) -> dict[str, Any]:
    """By a gateway that carries out what was generated there, and nothing else."""
    app, _ = application(documents={"path": str(folder / documents / "persisted-documents.json"), "mode": "only"})
    async with serving(app) as address, httpx.AsyncClient(base_url=address, timeout=SECONDS, trust_env=False) as http:
        other = await http.post("/graphql", json={"query": "{ backends { id } }"})
        said = await anyio.to_thread.run_sync(partial(node.run, folder, "run.mjs", program, f"{address}/graphql"))
    return {**json.loads(said), "other": codes(other)}


def texts(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_the_schema_that_is_served_and_the_repository_s_make_the_same(generated: Path) -> None:
    assert texts(generated / "src/gql") == texts(generated / "committed")


def test_the_programs_pass_the_strict_compiler(compiled: Path) -> None:
    """src/promises.ts has what the types must forbid."""
    assert (compiled / "out/src/main.js").exists()


def test_descriptions_reach_the_editor(generated: Path) -> None:
    types = (generated / "src/gql/graphql.ts").read_text()

    assert '/** The discount as a percentage: "10" is ten per cent. */\n  discountPercent?: string' in types
    assert "/** Not placed yet: a cart, a draft or a quotation. */\n  | 'DRAFT'" in types


def test_all_pages_come_by_hash(answers: dict[str, Any]) -> None:
    ids = [order["id"] for page in answers["pages"] for order in page]

    assert [len(page) for page in answers["pages"]] == [8, 8, 4]
    assert len(set(ids)) == 20


def test_a_row_is_read_by_its_types(answers: dict[str, Any]) -> None:
    assert answers["pages"][0][0] == {
        "id": "gid://wimpel/Order/clxboom000000106021",
        "word": "on",
        "total": "EUR 898.50",
        "customer": "Lyceum De Basis",
        "quantities": ["30"],
        "own": "1 lines",
    }


def test_a_union_s_default_branch_takes_the_vendor_that_nobody_thought_of(answers: dict[str, Any]) -> None:
    own = {order["own"] for page in answers["pages"] for order in page if "/logictrade/" in order["id"]}

    assert own == {"LogicTradeOrderFields"}


def test_links_are_followed_from_any_node(answers: dict[str, Any]) -> None:
    assert answers["customer"].startswith(CUSTOMER)
    assert answers["links"] == [answers["customer"], "wimpel", None]


def test_a_mutation_is_done_and_its_user_errors_are_data(answers: dict[str, Any]) -> None:
    assert answers["made"] == "SO-ONE"
    assert answers["refused"] == "IDEMPOTENCY_KEY_MISMATCH at input.idempotencyKey"


def test_an_error_is_thrown_with_its_code(answers: dict[str, Any]) -> None:
    assert answers["error"] == ["BAD_USER_INPUT"]


def test_queries_are_gets_and_mutations_posts(answers: dict[str, Any]) -> None:
    assert answers["asked"] == ["GET 200"] * 6 + ["POST 200"] * 2 + ["GET 200"]


def test_a_document_that_the_program_does_not_have_is_refused(answers: dict[str, Any]) -> None:
    assert answers["other"] == ["FORBIDDEN"]


def test_clients_send_what_was_generated_by_hash(client_s_answers: dict[str, Any]) -> None:
    assert client_s_answers == {
        "currencies": ["EUR", "EUR"],
        "outcome": "REFUSED",
        "asked": ["GET 200", "POST 200"],
        "other": ["FORBIDDEN"],
    }
