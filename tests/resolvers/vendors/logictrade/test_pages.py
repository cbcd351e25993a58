"""The forms that a list of LogicTrade's may take."""

from collections.abc import Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors.logictrade import pages

ROWS = [{"id": 1}, {"id": 2}]
TEXTS = [b'{"id":1}', b'{"id":2}']


def test_a_bare_array_is_rows_without_a_total() -> None:
    assert pages.listed(b' [{"id":1}, {"id":2}]', "erp") == (TEXTS, None)


@pytest.mark.parametrize("name", ["total", "totalCount", "count", "totalItems"])
def test_an_objects_first_array_holds_the_rows_and_the_total_stands_beside_it(name: str) -> None:
    text = msgspec.json.encode({"page": 1, "orders": ROWS, "links": [], name: 250})

    assert pages.listed(text, "erp") == (TEXTS, 250)


@pytest.mark.parametrize("said", [{}, {"total": None}, {"total": "many"}, {"total": 1}, {"total": 10**12}])
def test_an_object_may_have_no_total_that_is_possible(said: Mapping[str, object]) -> None:
    assert pages.listed(msgspec.json.encode({"items": ROWS, **said}), "erp") == (TEXTS, None)


def test_a_count_of_the_page_beside_the_total_is_not_taken_for_it() -> None:
    text = msgspec.json.encode({"count": 2, "totalItems": 250, "items": ROWS})

    assert pages.listed(text, "erp").total == 250


@pytest.mark.parametrize("said", [{"success": False, "data": []}, {"error": "no", "items": []}])
def test_an_error_with_an_empty_array_is_no_list_without_rows(said: Mapping[str, object]) -> None:
    with pytest.raises(BadResponse):
        pages.listed(msgspec.json.encode(said), "erp")


@pytest.mark.parametrize("said", [{"success": True, "data": []}, {"errors": [], "items": [], "message": ""}])
def test_a_list_without_rows_is_empty(said: Mapping[str, object]) -> None:
    assert pages.listed(msgspec.json.encode(said), "erp") == ([], None)


@pytest.mark.parametrize("text", [b"null", b"5", b'"rows"', b"{}", b'{"message": "no"}', b"", b"[", b"<html>"])
def test_what_is_no_list_can_not_be_read(text: bytes) -> None:
    with pytest.raises(BadResponse):
        pages.listed(text, "erp")


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.lists(st.integers()))))
def test_both_forms_hold_the_same_rows(rows: list[dict[str, object]]) -> None:
    bare = pages.listed(msgspec.json.encode(rows), "erp")
    enveloped = pages.listed(msgspec.json.encode({"total": len(rows), "items": rows}), "erp")

    assert [msgspec.json.decode(row) for row in bare.rows] == rows
    assert enveloped == (bare.rows, len(rows))
