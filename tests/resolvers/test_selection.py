"""What a client selected below a field."""

from typing import Any

import pytest
from graphql import GraphQLResolveInfo, build_schema, graphql_sync

from resolvers import selection

SCHEMA = build_schema("""
  interface Node { id: ID }
  type Order implements Node { id: ID number: String lines: [Line] customer: Customer }
  type Line { id: ID product: String }
  type Customer implements Node { id: ID name: String }
  type Query { order(a: Int): Order }
""")


def selected(query: str, *path: str, **variables: Any) -> frozenset[str]:
    """The names found below `order`, as its resolver finds them."""
    found: list[frozenset[str]] = []

    def order(info: GraphQLResolveInfo[Any], a: int | None = None) -> None:
        found.append(selection.names(info, *path))

    result = graphql_sync(SCHEMA, query, {"order": order}, variable_values=variables)
    assert result.errors is None
    return found[-1]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("{ order { id number } }", {"id", "number"}),
        ("{ order { a: id b: id } }", {"id"}),
        ("{ alias: order { id } }", {"id"}),
        ("{ order { ... { id } ... on Order { number } } }", {"id", "number"}),
        ("{ order { ... on Node { id } } }", {"id"}),
        ("{ order { ...A } } fragment A on Order { ...B number } fragment B on Node { id }", {"id", "number"}),
        ("{ order { __typename } }", {"__typename"}),
        ("{ order { id } order { number } }", {"id", "number"}),
        ("{ ...Q order { id } } fragment Q on Query { order { number } }", {"id", "number"}),
        ("{ order { id @skip(if: true) number @include(if: true) } }", {"number"}),
        ("{ order { id @include(if: false) number @skip(if: false) } }", {"number"}),
        ("{ order { id @skip(if: false) @include(if: false) number } }", {"number"}),
        ("{ order { ... on Order @skip(if: true) { id } number } }", {"number"}),
        ("{ order { ...A @include(if: false) number } } fragment A on Order { id }", {"number"}),
        ("{ order { ...A @include(if: false) ...A } } fragment A on Order { id }", {"id"}),
        ("{ order { ...A ...A @skip(if: true) } } fragment A on Order { id }", {"id"}),
        ("{ order { customer { name } } }", {"customer"}),
    ],
)
def test_names_are_the_fields_whatever_stands_around_them(query: str, names: set[str]) -> None:
    assert selected(query) == names


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("{ order { customer { name } id } }", {"name"}),
        ("{ order { id } }", set()),
        ("{ order { a: customer { id } customer { name } } }", {"id", "name"}),
        ("{ order { ... on Order { customer { ...C } } } } fragment C on Customer { name }", {"name"}),
        ("{ order { customer @skip(if: true) { name } } }", set()),
        ("{ order { customer: lines { id } } }", set()),
    ],
)
def test_a_path_leads_further_down(query: str, names: set[str]) -> None:
    assert selected(query, "customer") == names


@pytest.mark.parametrize("wanted", [True, False])
def test_a_variable_says_whether(wanted: bool) -> None:
    query = "query ($wanted: Boolean!) { order { id @include(if: $wanted) number @skip(if: $wanted) } }"

    assert selected(query, wanted=wanted) == ({"id"} if wanted else {"number"})


def test_a_variable_that_is_left_out_is_its_default() -> None:
    query = "query ($wanted: Boolean! = true) { order { id @include(if: $wanted) } }"

    assert selected(query) == {"id"}


def test_a_chain_of_fragments_is_walked_once_each() -> None:
    """Doubled at each of thirty levels, it would never end."""
    chain = "".join(f"fragment F{at} on Order {{ ...F{at + 1} ...F{at + 1} }} " for at in range(30))

    assert selected("{ order { ...F0 } } " + chain + "fragment F30 on Order { id }") == {"id"}
