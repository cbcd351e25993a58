"""One operation as it is asked for, whichever way it came."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.edge import body
from app.refusal import bad_request, too_expensive

SHAPES: dict[str, tuple[type, str]] = {
    "query": (str, "a string"),
    "operationName": (str, "a string"),
    "variables": (dict, "an object"),
    "extensions": (dict, "an object"),
    "documentId": (str, "a string"),
}
WRITTEN_AS_JSON = ("variables", "extensions")
"""Within an address."""


@dataclass(frozen=True)
class Operation:
    """`id`: of a document that is known here. What is empty is as what is missing."""

    query: str | None
    name: str | None
    variables: dict[str, Any] | None
    id: str | None


def from_json(given: Any, batch_limit: int, id: str | None = None) -> list[Operation] | Operation:
    """A list for a batch. `id`: the document's, where the path names it. Raises a Refusal."""
    if not isinstance(given, list):
        return _operation({**given, "documentId": id} if id and isinstance(given, dict) else given)
    if not 1 <= len(given) <= batch_limit:
        raise bad_request(f"A batch has from 1 to {batch_limit} operations, not {len(given)}.", limit=batch_limit)
    return [_operation(each) for each in given]


def from_address(parameters: Mapping[str, str], id: str | None) -> Operation:
    """`id`: the document's, where the path names it. Raises a Refusal."""
    given: dict[str, Any] = {name: text for name, text in parameters.items() if name in SHAPES and text}
    for name in WRITTEN_AS_JSON:
        if name in given:
            given[name] = body.parsed(given[name])
    if id:
        given["documentId"] = id
    return _operation(given)


def check_nesting(variables: Any, limit: int) -> None:
    """Raises a Refusal where the variables' lists and objects are nested deeper than the limit."""
    level, depth = _containers([variables]), 0
    while level:
        depth += 1
        if depth > limit:
            raise too_expensive("levels of lists and objects in its variables", limit)
        level = _containers(inner for each in level for inner in (each.values() if isinstance(each, dict) else each))


def _containers(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, (dict, list))]


def _operation(given: Any) -> Operation:
    if not isinstance(given, dict):
        raise bad_request("An operation is an object with a query.")
    for name, (kind, words) in SHAPES.items():
        if not isinstance(given.get(name), (kind, type(None))):
            raise bad_request(f"{name} is {words}.")
    id = given.get("documentId") or _persisted(given.get("extensions") or {})
    query = given.get("query") or None
    if query is None and id is None:
        raise bad_request("A query is required.")
    return Operation(query, given.get("operationName") or None, given.get("variables"), id)


def _persisted(extensions: dict[str, Any]) -> str | None:
    """Apollo's way to name a document."""
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    if not isinstance(persisted, dict) or not isinstance(persisted.get("sha256Hash"), str):
        raise bad_request("extensions.persistedQuery is {version: 1, sha256Hash: …}.")
    if persisted.get("version") != 1:
        raise bad_request("Only version 1 of persisted queries is known here.")
    return str(persisted["sha256Hash"])
