"""Beside the graph: paths that are not there, methods that a path does not take."""

import pytest

from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

SHA256 = "0" * 64
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nowhere",
        "/graphql/",
        "/graphql/nowhere",
        f"/graphql/{SHA256}%0A",
        f"/graphql/{SHA256}/more",
        "/health",
        "/health/ready/",
        "/documents/wimpel/order/1/more",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/docs/oauth2-redirect",
    ],
)
async def test_a_path_that_is_not_there_says_where_the_graph_is(door: Door, method: str, path: str) -> None:
    response = await door.http.request(method, path)

    assert response.status_code == 404
    assert response.json() == {
        "errors": [
            {
                "message": "There is nothing at this path; the graph is at /graphql.",
                "extensions": {"code": "NOT_FOUND"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL};q=0.5, application/json", "application/json"),
        (BROWSER, "application/json"),
        ("text/html", "application/json"),
    ],
)
@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/health/live", 405)])
async def test_what_it_says_is_of_the_type_that_is_liked_most(
    door: Door, accept: str, kind: str, method: str, path: str, status: int
) -> None:
    response = await door.http.request(method, path, headers={"accept": accept})

    assert (response.status_code, response.headers["content-type"]) == (status, f"{kind}; charset=utf-8")
    assert (response.headers["vary"], response.headers["cache-control"]) == ("Accept", "no-store")


METHODS = [
    ("/graphql", "GET, POST"),
    (f"/graphql/{SHA256}", "GET, POST"),
    ("/graphql/schema.graphql", "GET, HEAD"),
    ("/graphql/explorer/assets/any.js", "GET, HEAD"),
    ("/health/live", "GET, HEAD"),
    ("/health/ready", "GET, HEAD"),
    ("/metrics", "GET, HEAD"),
    ("/documents/wimpel/order/1", "GET"),
]


@pytest.mark.parametrize(("path", "allowed"), METHODS)
async def test_another_method_is_405_and_says_which_there_are(door: Door, path: str, allowed: str) -> None:
    response = await door.http.put(path)

    assert (response.status_code, codes(response)) == (405, ["BAD_USER_INPUT"])
    assert response.headers["allow"] == allowed
    assert response.json()["errors"][0]["message"] == f"The methods of this path are {allowed}."


@pytest.mark.parametrize(("path", "allowed"), METHODS)
async def test_who_asks_for_the_methods_is_told_them(door: Door, path: str, allowed: str) -> None:
    response = await door.http.options(path)

    assert (response.status_code, response.headers["allow"], response.content) == (204, allowed, b"")
    assert door.calls == 0


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics", "/graphql/schema.graphql"])
async def test_what_can_be_read_can_be_asked_for_its_headers_alone(door: Door, path: str) -> None:
    head, get = await door.http.head(path), await door.http.get(path)

    assert (head.status_code, head.headers["content-type"]) == (200, get.headers["content-type"])


async def test_of_a_public_gateway_the_hidden_paths_are_as_if_they_were_not_there(open_door: OpenDoor) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "public": True})
    nowhere = await door.http.get("/nowhere")

    for path in ("/graphql/schema.graphql", "/metrics", "/graphql/explorer/assets/any.js"):
        hidden = await door.http.get(path)
        assert (hidden.status_code, hidden.content) == (404, nowhere.content)
