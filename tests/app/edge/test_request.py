"""GraphQL requests, parsed from a body or from a URL."""

from typing import Any

import pytest

from app.edge.request import from_body, from_url
from app.operations.request import GraphQLRequest
from app.refusal import Refusal

PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": "ab"}}


@pytest.mark.parametrize(
    ("given", "parsed"),
    [
        ({"query": "{ a }"}, GraphQLRequest("{ a }", None, None, None)),
        ({"query": "{ a }", "operationName": "", "variables": None}, GraphQLRequest("{ a }", None, None, None)),
        (
            {"query": "{ a }", "operationName": "A", "variables": {"b": 1}},
            GraphQLRequest("{ a }", "A", {"b": 1}, None),
        ),
        ({"extensions": PERSISTED}, GraphQLRequest(None, None, None, "ab")),
        ({"query": "{ a }", "extensions": PERSISTED}, GraphQLRequest("{ a }", None, None, "ab")),
        ({"documentId": "sha256:ab"}, GraphQLRequest(None, None, None, "ab")),
        ({"documentId": "sha256:ab", "extensions": PERSISTED}, GraphQLRequest(None, None, None, "ab")),
        ({"query": "{ a }", "extensions": {"other": 1}, "more": 2}, GraphQLRequest("{ a }", None, None, None)),
    ],
)
def test_a_body_says_what_is_asked(given: dict[str, Any], parsed: GraphQLRequest) -> None:
    assert from_body(given, batch_limit=10) == parsed


def test_an_address_says_what_is_asked_with_json_within() -> None:
    parameters = {"query": "{ a }", "operationName": "A", "variables": '{"b": 1}', "extensions": ""}

    assert from_url(parameters) == GraphQLRequest("{ a }", "A", {"b": 1}, None)


def test_a_path_can_name_the_document() -> None:
    assert from_url({}, "ab") == GraphQLRequest(None, None, None, "ab")
    assert from_body({}, 10, "ab") == GraphQLRequest(None, None, None, "ab")
    assert from_body({"extensions": PERSISTED}, 10, "sha256:ab") == GraphQLRequest(None, None, None, "ab")


@pytest.mark.parametrize(
    ("given", "path_id"),
    [
        ({"documentId": "cd"}, "ab"),
        ({"extensions": PERSISTED}, "cd"),
        ({"documentId": "cd", "extensions": PERSISTED}, None),
    ],
)
def test_a_document_that_is_named_twice_is_named_the_same(given: dict[str, Any], path_id: str | None) -> None:
    with pytest.raises(Refusal, match="two different documents"):
        from_body(given, 10, path_id)


@pytest.mark.parametrize("batch", [[], [{}], [{"query": "{ a }"}, {"query": "{ b }"}]])
def test_a_path_that_names_a_document_takes_no_batch(batch: list[Any]) -> None:
    with pytest.raises(Refusal, match="single operation, not a batch"):
        from_body(batch, 10, "ab")


@pytest.mark.parametrize("variables", ["{", "[]", "1", '"a"'])
def test_an_address_whose_variables_are_no_object_is_refused(variables: str) -> None:
    with pytest.raises(Refusal):
        from_url({"query": "{ a }", "variables": variables})


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_is_a_list_up_to_its_limit(count: int) -> None:
    asked = from_body([{"query": "{ a }"}] * count, batch_limit=3)

    assert asked == [GraphQLRequest("{ a }", None, None, None)] * count


@pytest.mark.parametrize("count", [0, 4])
def test_a_batch_of_none_and_one_over_the_limit_are_refused(count: int) -> None:
    with pytest.raises(Refusal, match=f"1 to 3 operations, not {count}"):
        from_body([{"query": "{ a }"}] * count, batch_limit=3)
