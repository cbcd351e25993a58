"""A key that an object has twice is found wherever it stands, and nothing else is taken for one."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors import twins

pytestmark = pytest.mark.anyio

KEYS = st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
TWINS = [
    b'{"id": 1, "id": 1}',
    b'{"id": 1, "id": 1, "sum": 1e400}',
    rb'{"id": "\u0022", "i\u0064": 2}',
    b'{"a": [{"b": {"c": [], "d": 1, "c": []}}]}',
]
ROWS = 4000
"""Enough for a text of several pieces."""


def among(row: bytes, place: int) -> bytes:
    """A long list with that row in it."""
    rows = [b'{"number": "SO-1", "lines": [{"sku": "a", "quantity": 2}]}'] * ROWS
    return b'{"rows": [%b], "total": 1}' % b",".join([*rows[:place], row, *rows[place:]])


@given(value=JSON, is_ascii=st.booleans())
async def test_what_has_no_twins_has_none(value: Any, is_ascii: bool) -> None:
    assert not await twins.found(json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("text", TWINS)
async def test_twins_are_found(text: bytes) -> None:
    assert await twins.found(text)


@pytest.mark.parametrize("text", TWINS)
@pytest.mark.parametrize("place", [0, ROWS // 2, ROWS])
async def test_twins_are_found_in_a_long_list(text: bytes, place: int) -> None:
    assert await twins.found(among(text, place))


@pytest.mark.parametrize("depth", [1, twins.LEVELS, 2 * twins.LEVELS])
async def test_twins_are_found_however_far_down(depth: int) -> None:
    for text in TWINS:
        assert await twins.found(b'{"in": ' * depth + among(text, 7) + b"}" * depth)


async def test_twins_are_found_at_the_top_of_a_long_answer() -> None:
    assert await twins.found(among(b"{}", 0)[:-1] + b', "total": 1}')


@pytest.mark.parametrize("size", [1, ROWS])
@pytest.mark.parametrize("written", [rb"\u0022", rb"\"", rb"\\\u0022", rb"\\u0022", rb"\u0022\u0022"])
async def test_twins_are_found_beside_quotation_marks_however_they_are_written(written: bytes, size: int) -> None:
    rows = b",".join([b'{"%b": "%b"}' % (written, written)] * size)
    once = b'{"%b": 1, "a": "%b", "rows": [%b]' % (written, written, rows)

    assert not await twins.found(once + b"}")
    assert await twins.found(once + b', "a": 2}')
    assert await twins.found(once + b', "%b": 2}' % written)


@pytest.mark.parametrize("text", [b"", b"{", b"[1", b"nothing", b'"' + b"a" * 2 * twins.PIECE, b"[" * 100_000])
async def test_what_is_no_json_is_not_judged_here(text: bytes) -> None:
    assert not await twins.found(text)


async def test_others_get_their_turn_while_a_long_list_is_looked_at() -> None:
    looking = asyncio.create_task(twins.found(among(b"{}", 0)))
    turns = 0
    while not looking.done():
        await asyncio.sleep(0)
        turns += 1

    assert turns > ROWS * 50 / twins.PIECE
