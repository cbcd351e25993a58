"""One operation as it is asked for."""

from typing import Any

import pytest

from app.edge.request import Operation, check_nesting, from_address, from_json
from app.refusal import Refusal

PERSISTED = {"persistedQuery": {"version": 1, "sha256Hash": "ab"}}


@pytest.mark.parametrize(
    ("given", "operation"),
    [
        ({"query": "{ a }"}, Operation("{ a }", None, None, None)),
        ({"query": "{ a }", "operationName": "", "variables": None}, Operation("{ a }", None, None, None)),
        (
            {"query": "{ a }", "operationName": "A", "variables": {"b": 1}},
            Operation("{ a }", "A", {"b": 1}, None),
        ),
        ({"extensions": PERSISTED}, Operation(None, None, None, "ab")),
        ({"query": "{ a }", "extensions": PERSISTED}, Operation("{ a }", None, None, "ab")),
        ({"documentId": "sha256:ab"}, Operation(None, None, None, "sha256:ab")),
        ({"query": "{ a }", "extensions": {"other": 1}, "more": 2}, Operation("{ a }", None, None, None)),
    ],
)
def test_a_body_says_what_is_asked(given: dict[str, Any], operation: Operation) -> None:
    assert from_json(given, batch_limit=10) == operation


def test_an_address_says_what_is_asked_with_json_within() -> None:
    parameters = {"query": "{ a }", "operationName": "A", "variables": '{"b": 1}', "extensions": ""}

    assert from_address(parameters, None) == Operation("{ a }", "A", {"b": 1}, None)


def test_a_path_can_name_the_document() -> None:
    assert from_address({}, "ab") == Operation(None, None, None, "ab")
    assert from_json({}, 10, "ab") == Operation(None, None, None, "ab")


@pytest.mark.parametrize("variables", ["{", "[]", "1", '"a"'])
def test_an_address_whose_variables_are_no_object_is_refused(variables: str) -> None:
    with pytest.raises(Refusal):
        from_address({"query": "{ a }", "variables": variables}, None)


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_is_a_list_up_to_its_limit(count: int) -> None:
    asked = from_json([{"query": "{ a }"}] * count, batch_limit=3)

    assert asked == [Operation("{ a }", None, None, None)] * count


@pytest.mark.parametrize("count", [0, 4])
def test_a_batch_of_none_and_one_over_the_limit_are_refused(count: int) -> None:
    with pytest.raises(Refusal, match=f"from 1 to 3 operations, not {count}"):
        from_json([{"query": "{ a }"}] * count, batch_limit=3)


def nested(levels: int) -> Any:
    value: Any = 1
    for at in range(levels):
        value = [value] if at % 2 else {"a": value}
    return value


def test_variables_may_be_nested_as_deep_as_the_limit() -> None:
    check_nesting(nested(64), 64)


def test_one_level_more_is_too_expensive() -> None:
    with pytest.raises(Refusal) as refused:
        check_nesting(nested(65), 64)

    assert refused.value.codes == ["QUERY_TOO_EXPENSIVE"]
