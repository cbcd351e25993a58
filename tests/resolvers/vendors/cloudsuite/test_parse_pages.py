"""Where CloudSuite's list ends."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.cloudsuite import parse
from tests.resolvers.vendors.cloudsuite.said import READING, text


def page_of(rows: int, offset: int, **more: Any) -> bool:
    said = text(results=[{"id": at} for at in range(rows)], **more)
    return parse.is_last(parse.page(said, READING), offset)


def test_trap_29_a_page_is_the_last_where_next_is_null_or_the_count_is_reached():
    assert not page_of(5, 0, count=26, next="https://test.cloudsuite.io/api/order/?limit=5&offset=5")
    assert page_of(5, 0, count=26, next=None)
    assert page_of(6, 20, count=26, next="https://test.cloudsuite.io/api/order/?limit=5&offset=25")


def test_an_empty_page_is_the_last_whatever_is_said_of_the_next():
    assert page_of(0, 0, next="https://test.cloudsuite.io/api/order/?limit=5")


def test_a_page_without_a_count_or_a_next_is_not_taken_for_the_last():
    assert not page_of(5, 0)


@given(st.integers(0, 300), st.integers(1, 100))
def test_walking_by_what_was_read_ends_exactly_behind_the_last_row(count: int, limit: int):
    offset, is_last = 0, False
    while not is_last:
        rows = min(limit, count - offset)
        is_last = page_of(rows, offset, count=count, next="more" if offset + rows < count else None)
        offset += rows

    assert offset == count
