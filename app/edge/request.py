"""GraphQL requests, parsed from a body or from a URL's query string."""

from collections.abc import Mapping
from typing import Any

from app.edge import body
from app.operations.persisted import without_algorithm
from app.operations.request import GraphQLRequest
from app.refusal import bad_request

TYPES: dict[str, tuple[type, str]] = {
    "query": (str, "a string"),
    "operationName": (str, "a string"),
    "variables": (dict, "an object"),
    "extensions": (dict, "an object"),
    "documentId": (str, "a string"),
}
JSON_IN_URL = ("variables", "extensions")


def from_body(given: Any, batch_limit: int, path_id: str | None = None) -> list[GraphQLRequest] | GraphQLRequest:
    """A list for a batch. `path_id`: the document's id, if it is in the path. Raises a Refusal."""
    if not isinstance(given, list):
        return _request(given, path_id)
    if path_id:
        raise bad_request("A path that names a document takes a single operation, not a batch.")
    if not 1 <= len(given) <= batch_limit:
        raise bad_request(f"A batch must have 1 to {batch_limit} operations, not {len(given)}.", limit=batch_limit)
    return [_request(each) for each in given]


def from_url(parameters: Mapping[str, str], path_id: str | None = None) -> GraphQLRequest:
    """Raises a Refusal."""
    given: dict[str, Any] = {name: text for name, text in parameters.items() if name in TYPES and text}
    for name in JSON_IN_URL:
        if name in given:
            given[name] = body.parsed(given[name])
    return _request(given, path_id)


def _request(given: Any, path_id: str | None = None) -> GraphQLRequest:
    """Empty values count as missing."""
    if not isinstance(given, dict):
        raise bad_request("An operation must be an object with a query.")
    for name, (kind, words) in TYPES.items():
        if not isinstance(given.get(name), (kind, type(None))):
            raise bad_request(f"{name} must be {words}.")
    document_id = _only_id(path_id, given.get("documentId"), _persisted_id(given.get("extensions") or {}))
    query = given.get("query") or None
    if query is None and document_id is None:
        raise bad_request("query is missing.")
    return GraphQLRequest(query, given.get("operationName") or None, given.get("variables"), document_id)


def _only_id(*given: str | None) -> str | None:
    ids = {without_algorithm(id) for id in given if id}
    if len(ids) > 1:
        raise bad_request("The request names two different documents.")
    return ids.pop() if ids else None


def _persisted_id(extensions: dict[str, Any]) -> str | None:
    """Apollo's place for a document's id."""
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or not isinstance(persisted.get("sha256Hash"), str):
        raise bad_request("extensions.persistedQuery must be {version: 1, sha256Hash: …}.")
    if persisted.get("version") != 1:
        raise bad_request("Only version 1 of persisted queries is supported.")
    return str(persisted["sha256Hash"])
