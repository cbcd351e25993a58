"""Documents by their sha256: left by clients, or trusted by the operator."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from app.operations.persisted import Unreadable, trusted
from app.settings_edge import Documents
from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = "query Backends { backends { id } }"
OTHER = "query Names { backends { name } }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ANSWER = {"backends": [{"id": "wimpel"}, {"id": "logictrade"}]}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def named(text: str) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": sha256(text)}}}


async def asked(door: Door, accept: str = "application/json", **body: Any) -> Any:
    return await door.post(json.dumps(body), accept=accept)


async def test_a_document_that_nobody_left_is_asked_for_in_the_words_that_apollo_knows(door: Door) -> None:
    response = await asked(door, **named(QUERY))

    assert response.status_code == 200
    assert response.json() == {
        "errors": [{"message": "PersistedQueryNotFound", "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"}}]
    }


async def test_a_document_that_was_left_is_found_by_its_hash(door: Door) -> None:
    await asked(door, query=QUERY, **named(QUERY))

    by_post = await asked(door, **named(QUERY))
    by_get = await door.http.get("/graphql", params={"extensions": json.dumps(named(QUERY)["extensions"])})
    by_path = await door.http.get(f"/graphql/{sha256(QUERY)}")
    by_whole_name = await door.http.get(f"/graphql/sha256:{sha256(QUERY)}")

    assert [response.json()["data"] for response in (by_post, by_get, by_path, by_whole_name)] == [ANSWER] * 4


@pytest.mark.parametrize(
    ("query", "kept"), [(None, "no-store"), ('{ order(id: "x") { id } }', "no-store"), (QUERY, None)]
)
async def test_a_cache_in_front_keeps_no_answer_with_errors(door: Door, query: str | None, kept: str | None) -> None:
    """What is not known yet would stay unknown to all who ask there, once somebody has left it."""
    text = query or OTHER
    if query:
        await asked(door, query=text, **named(text))

    response = await door.http.get(f"/graphql/{sha256(text)}")

    assert (response.status_code, response.headers.get("cache-control")) == (200, kept)


async def test_a_cache_in_front_is_told_which_headers_make_another_answer(door: Door) -> None:
    response = await door.http.get("/graphql", params={"query": QUERY})

    assert response.headers["vary"] == "Accept, Authorization, X-Api-Key, X-Gateway-Explain, X-Request-Timeout"


async def test_a_browser_that_follows_such_a_path_sees_the_answer_and_not_the_explorer(door: Door) -> None:
    await asked(door, query=QUERY, **named(QUERY))

    response = await door.http.get(f"/graphql/{sha256(QUERY)}", headers={"accept": BROWSER})

    assert response.json()["data"] == ANSWER


async def test_a_batch_to_such_a_path_is_refused_and_nothing_is_carried_out(door: Door) -> None:
    await asked(door, query=QUERY, **named(QUERY))

    response = await door.http.post(f"/graphql/{sha256(QUERY)}", json=[{}, {"query": QUERY}])

    assert (response.status_code, codes(response)) == (400, ["BAD_USER_INPUT"])
    assert "batch" in response.json()["errors"][0]["message"]


async def test_a_document_is_not_left_under_another_s_hash(door: Door) -> None:
    refused = await asked(door, query=OTHER, **named(QUERY))
    after = await asked(door, **named(QUERY))

    assert refused.status_code == 400
    assert codes(after) == ["PERSISTED_QUERY_NOT_FOUND"]


@pytest.mark.parametrize("query", ["{ nothing }", "{", "{" + "a{" * 15 + "a" + "}" * 16])
async def test_only_what_can_be_carried_out_is_kept(door: Door, query: str) -> None:
    await asked(door, query=query, **named(query))

    assert codes(await asked(door, **named(query))) == ["PERSISTED_QUERY_NOT_FOUND"]


async def test_a_document_that_was_left_with_one_worker_is_found_by_another(
    open_door: OpenDoor, tmp_path: Path
) -> None:
    one, another = [await open_door(state={"url": f"sqlite:///{tmp_path}/gateway.db"}) for _ in range(2)]
    await asked(one, query=QUERY, **named(QUERY))

    assert (await asked(another, **named(QUERY))).json()["data"] == ANSWER


async def test_a_document_of_more_than_64_ki_characters_is_carried_out_and_not_kept(door: Door) -> None:
    query = QUERY + " " * (64 * 1024)

    assert (await asked(door, query=query, **named(query))).json()["data"] == ANSWER
    assert codes(await asked(door, **named(query))) == ["PERSISTED_QUERY_NOT_FOUND"]


async def test_a_state_that_is_gone_costs_no_operation(open_door: OpenDoor) -> None:
    door = await open_door(state={"url": "redis://127.0.0.1:1/0"})
    with capture_logs():
        answer = await asked(door, query=QUERY, **named(QUERY))

    assert answer.json()["data"] == ANSWER


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({sha256(QUERY): QUERY}))
    return path


@pytest.mark.parametrize("body", [named(QUERY), {"documentId": f"sha256:{sha256(QUERY)}"}, {"query": QUERY}])
async def test_where_only_trusted_documents_are_carried_out_they_are(
    open_door: OpenDoor, file: Path, body: dict[str, Any]
) -> None:
    door = await open_door(documents={"path": str(file), "mode": "only"})

    assert (await asked(door, **body)).json()["data"] == ANSWER


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": OTHER}, "FORBIDDEN"),
        ({"query": OTHER, **named(OTHER)}, "FORBIDDEN"),
        ({"query": "{ __schema { types { name } } }"}, "FORBIDDEN"),
        (named(OTHER), "PERSISTED_QUERY_NOT_FOUND"),
    ],
)
async def test_and_nothing_else_is(open_door: OpenDoor, file: Path, body: dict[str, Any], code: str) -> None:
    door = await open_door(documents={"path": str(file), "mode": "only"})

    response = await asked(door, GRAPHQL, **body)

    assert (response.status_code, codes(response)) == (400, [code])


@pytest.mark.parametrize("mode", ["off", "log"])
async def test_elsewhere_every_document_is(open_door: OpenDoor, file: Path, mode: str) -> None:
    door = await open_door(documents={"path": str(file), "mode": mode})

    assert (await asked(door, query=OTHER)).status_code == 200
    assert (await asked(door, **named(QUERY))).json()["data"] == ANSWER


@pytest.mark.parametrize("text", [None, "{", "[]", '{"a": 1}', '{"99914b932bd37a50b983c5e7c90ae93b": "{}"}'])
def test_a_file_that_is_none_says_what_is_wrong(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "documents.json"
    if text is not None:
        path.write_text(text)

    with pytest.raises(Unreadable, match="documents.json"):
        trusted(Documents(path=str(path)))


@pytest.mark.parametrize("mode", ["log", "only"])
def test_a_mode_that_needs_the_file_says_so(mode: str) -> None:
    with pytest.raises(Unreadable, match=r"documents\.path is required"):
        trusted(Documents.model_validate({"mode": mode}))
