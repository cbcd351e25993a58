"""How much variables may hold: in all, and wherever they are used."""

from typing import Any

import pytest
from graphql import get_operation_ast, parse

from app.operations import variables
from app.operations.execution import SelectedOperation
from app.refusal import Refusal
from app.settings_edge import Limits


def nested(levels: int) -> Any:
    value: Any = 1
    for at in range(levels):
        value = [value] if at % 2 else {"a": value}
    return value


def valued(values: int) -> Any:
    """An odd number: one list, and for each of its entries an object and what that holds."""
    return {"a": [{"b": 1}] * ((values - 1) // 2)}


@pytest.mark.parametrize("given", [nested(64), valued(10_001), None, {}])
def test_variables_may_reach_their_limits(given: Any) -> None:
    variables.check(given, Limits(variable_values=10_001))


@pytest.mark.parametrize(("given", "limit"), [(nested(65), 64), (valued(10_003), 10_001)])
def test_one_level_or_value_more_is_too_expensive(given: Any, limit: int) -> None:
    with pytest.raises(Refusal) as refused:
        variables.check(given, Limits(variable_values=10_001))

    assert refused.value.errors[0]["extensions"] == {"code": "QUERY_TOO_EXPENSIVE", "limit": limit}


USED = {
    "once": ("query ($a: [A!]) { b(c: $a) }", 3),
    "in two fields": ("query ($a: [A!]) { b(c: $a) d: b(c: $ a) }", 6),
    "in a fragment": ("query ($a: [A!]) { b(c: $a) ...F } fragment F on Query { d: b(c: $a) }", 6),
    "within a value": ("query ($a: [A!]) { b(c: {d: [$a, $a, 1]}) }", 6),
    "in a directive": ("query ($a: [A!]) { b @c(d: $a) { e @c(d: $a) } }", 6),
    "beside another": ("query ($a: [A!], $i: Int) { b(c: $a, i: $i) { e(i: $i) } }", 3),
    "by another operation": ("query A($a: [A!]) { b(c: $a) } query B($a: [A!]) { b(c: $a) d: b(c: $a) }", 3),
}


def used(text: str, most: int) -> None:
    document = parse(text)
    operation = get_operation_ast(document, "A" if "query A" in text else None)
    assert operation is not None
    given = {"a": [{"b": 1}, 2], "i": 5}
    variables.check_uses(SelectedOperation(document, operation, given), text, Limits(variable_values=most))


@pytest.mark.parametrize("where", USED)
def test_each_use_of_a_variable_may_count(where: str) -> None:
    text, values = USED[where]

    used(text, values)


@pytest.mark.parametrize("where", USED)
def test_a_use_more_than_the_limit_is_too_expensive(where: str) -> None:
    text, values = USED[where]

    with pytest.raises(Refusal) as refused:
        used(text, values - 1)

    assert refused.value.errors[0]["extensions"] == {
        "code": "QUERY_TOO_EXPENSIVE",
        "limit": values - 1,
        "asked": values,
    }
