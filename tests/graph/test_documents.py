"""A vendor's PDF on its way through the gateway."""

import httpx
import pytest

from resolvers.vendors.stand_in import Faults
from schema.field import Scope as Granted
from tests.graph.conftest import Graph, OpenGraph

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

DOCUMENTS = '{ orders(first: 1, where: {backends: "obapi"}) { nodes { number documents { name mimeType url } } } }'


async def document(graph: Graph, path: str = "/documents/obapi/order/350") -> httpx.Response:
    return await graph.http.get(path)


def code(response: httpx.Response) -> str:
    (error,) = response.json()["errors"]
    return str(error["extensions"]["code"])


# ---------------------------------------------------------------- what it is


async def test_an_order_s_document_is_the_vendor_s_pdf(graph: Graph) -> None:
    (node,) = (await graph.data(DOCUMENTS))["orders"]["nodes"]
    (told,) = node["documents"]

    response = await document(graph, told["url"])

    assert response.status_code == 200
    assert response.headers["content-type"] == told["mimeType"] == "application/pdf"
    assert response.headers["content-disposition"] == f"attachment; filename*=UTF-8''{told['name']}"
    assert told["name"] == f"{node['number']}.pdf"
    assert response.content.startswith(b"%PDF")
    assert int(response.headers["content-length"]) == len(response.content)


async def test_a_document_is_no_page_and_is_kept_by_nobody(graph: Graph) -> None:
    headers = (await document(graph)).headers

    assert (headers["x-content-type-options"], headers["cache-control"]) == ("nosniff", "private, no-store")


async def test_its_address_is_absolute_where_the_gateway_knows_its_own(open_graph: OpenGraph) -> None:
    graph = await open_graph(public_url="https://orders.example/api")

    (node,) = (await graph.data(DOCUMENTS))["orders"]["nodes"]

    assert node["documents"][0]["url"].startswith("https://orders.example/api/documents/obapi/order/")


# ---------------------------------------------------------------- what it is not


@pytest.mark.parametrize(
    "path",
    [
        "/documents/obapi/order/999999",
        "/documents/obapi/order/no-number",
        "/documents/nobody/order/350",
        "/documents/cloudsuite/order/27",
    ],
)
async def test_what_is_not_there_is_404(graph: Graph, path: str) -> None:
    response = await document(graph, path)

    assert response.status_code == 404
    assert code(response) in ("NOT_FOUND", "UNSUPPORTED")


@pytest.mark.parametrize(
    ("faults", "status", "expected"),
    [
        (Faults(status=500), 502, "BACKEND_UNAVAILABLE"),
        (Faults(status=401), 502, "BACKEND_UNAUTHENTICATED"),
        (Faults(status=429, retry_after=3), 503, "BACKEND_RATE_LIMITED"),
        (Faults(body="{}"), 502, "BACKEND_BAD_RESPONSE"),
    ],
)
async def test_a_backend_that_fails_is_told_in_the_form_of_an_error(
    graph: Graph, faults: Faults, status: int, expected: str
) -> None:
    graph.far_ends["obapi"].faults = faults

    response = await document(graph)

    assert (response.status_code, code(response)) == (status, expected)


async def test_a_caller_without_the_scope_is_refused(open_graph: OpenGraph) -> None:
    graph = await open_graph(scopes=frozenset({Granted.CUSTOMERS_READ}))

    response = await document(graph)

    assert (response.status_code, code(response)) == (403, "FORBIDDEN")
    assert graph.calls() == {}
