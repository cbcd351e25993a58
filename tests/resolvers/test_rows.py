"""What a list's row tells of an order."""

import pytest

from resolvers.rows import WHOLE, told
from resolvers.vendors import VENDORS
from resolvers.vendors.capabilities import order_fields

NOTHING: frozenset[str] = frozenset()
LISTING = [name for name, kind in VENDORS.items() if kind.order_listing]


@pytest.mark.parametrize("name", LISTING)
def test_a_row_leaves_nothing_to_say_about_what_its_vendor_never_fills(name: str) -> None:
    assert VENDORS[name].absent_order_fields <= told(VENDORS[name], NOTHING)


@pytest.mark.parametrize("name", LISTING)
def test_a_row_of_a_list_that_was_asked_for_every_field_and_completed_tells_all(name: str) -> None:
    assert told(VENDORS[name], order_fields(), is_whole=True) == WHOLE


def test_a_row_that_is_whole_tells_what_another_does_not() -> None:
    row, whole = (told(VENDORS["cloudsuite"], NOTHING, is_whole=is_whole) for is_whole in (False, True))

    assert {"number", "id", "__typename"} <= row
    assert "lines" in whole - row


def test_what_a_row_fills_only_when_asked_to_is_told_only_then() -> None:
    asked, unasked = (told(VENDORS["wimpel"], fields) for fields in (frozenset({"lines"}), NOTHING))

    assert asked - unasked == {"lines"}
    assert "number" in unasked
