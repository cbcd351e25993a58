"""Clients' ids: written in one way alone, and taken apart again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.link import LONGEST_GID, Gid, gid, parse_gid

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1)


@given(TEXTS, st.none() | TEXTS)
def test_an_id_is_taken_apart_as_it_was_put_together(vendor_id: str, part: str | None) -> None:
    assert parse_gid(gid("webshop-nl", "Order", vendor_id, part)) == Gid("webshop-nl", "Order", vendor_id, part)


@given(st.one_of(st.text(), st.text(st.sampled_from("gid:/%ABaf09.~\n\r ")), st.from_regex("gid://x/Order/.{0,9}")))
def test_what_is_taken_for_an_id_is_one_that_would_be_given_out(text: str) -> None:
    found = parse_gid(text)

    assert found is None or gid(found.backend, found.type, found.vendor_id, found.part) == text


@pytest.mark.parametrize("tail", ["27\n", "27\r\n", "2 7", "a/b/c", "%", "%2", "%zz", "%32%37", "%2f", "é", "%FF", ""])
def test_what_is_encoded_in_another_way_is_no_id(tail: str) -> None:
    assert parse_gid(f"gid://wimpel/Order/{tail}") is None


@pytest.mark.parametrize(("length", "is_one"), [(LONGEST_GID, True), (LONGEST_GID + 1, False)])
def test_what_is_longer_than_any_id_is_none(length: int, is_one: bool) -> None:
    assert (parse_gid("gid://wimpel/Order/".ljust(length, "1")) is not None) is is_one
