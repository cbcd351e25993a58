"""Each limit of a document over HTTP, as it is by default: at its bound, and one over."""

from collections.abc import Callable

import pytest

from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


def in_backends(inner: str) -> str:
    return f"{{ backends {{ {inner} }} }}"


def deep(levels: int) -> str:
    """Introspection has levels without end."""
    return "{ __schema { types { " + "ofType { " * (levels - 3) + "name" + " }" * (levels - 3) + " } } }"


DOCUMENTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "tokens": (2000, lambda count: in_backends("id " * (count - 5))),
    "levels of fields": (15, deep),
    "aliases": (30, lambda count: in_backends(" ".join(f"a{at}: id" for at in range(count)))),
    "top-level fields": (20, lambda count: "{" + "__typename " * count + "}"),
    "levels of selections": (100, lambda count: "{" + "...{" * (count - 1) + "__typename" + "}" * count),
    "directives": (50, lambda count: in_backends("id @skip(if: false) " * count)),
    "fragment spreads": (50, lambda count: in_backends("...F " * count) + " fragment F on Backend { id }"),
}


@pytest.mark.parametrize("what", DOCUMENTS)
async def test_at_the_bound_it_is_carried_out(door: Door, what: str) -> None:
    limit, document = DOCUMENTS[what]

    response = await door.ask(document(limit), {"accept": GRAPHQL})

    assert (response.status_code, codes(response)) == (200, [])


@pytest.mark.parametrize("what", DOCUMENTS)
async def test_one_over_it_is_refused_with_the_limit(door: Door, what: str) -> None:
    limit, document = DOCUMENTS[what]

    response = await door.ask(document(limit + 1), {"accept": GRAPHQL})

    assert (response.status_code, codes(response)) == (400, ["QUERY_TOO_EXPENSIVE"])
    assert what in response.json()["errors"][0]["message"]
    assert response.json()["errors"][0]["extensions"]["limit"] == limit


@pytest.mark.parametrize(("ids", "told"), [(3, []), (4, ["QUERY_TOO_EXPENSIVE"])])
async def test_values_in_variables_count_wherever_they_are_used(open_door: OpenDoor, ids: int, told: list[str]) -> None:
    door = await open_door(limits={"variable_values": 6})
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } again: nodes(ids: $ids) { id } }"

    response = await door.ask(query, variables={"ids": ["gid://wimpel/Order/none"] * ids})

    assert codes(response) == told
