"""A part of a vendor's JSON is sent on as it came."""

import json

import orjson
import pytest

from schema import raw
from schema.raw import RawJson

ORDER = RawJson(b'{"id": 7, "lines": [{"id": 1}, {"id": 2, "size": {"height": 12.50}}], "note": null}')


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ORDER.text),
        (("id",), b"7"),
        (("note",), b"null"),
        (("lines", 0), b'{"id": 1}'),
        (("lines", 1, "size"), b'{"height": 12.50}'),
        (("lines", 1, "size", "height"), b"12.50"),
    ],
)
def test_every_part_comes_to_the_digit(path: tuple[str | int, ...], text: bytes) -> None:
    assert orjson.dumps(ORDER.at(*path).fragment()) == text


def test_a_text_is_taken_apart_once_for_all_its_lines() -> None:
    lines = [{"id": number, "size": number} for number in range(200)]
    order = RawJson(json.dumps({"lines": lines}).encode())
    before = raw._items.cache_info().misses, raw._members.cache_info().misses
    sizes = [orjson.dumps(order.at("lines", place, "size").fragment()) for place in range(200)]
    after = raw._items.cache_info().misses, raw._members.cache_info().misses

    assert sizes == [str(number).encode() for number in range(200)]
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1 + 200)
