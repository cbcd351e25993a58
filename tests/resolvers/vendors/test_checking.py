"""One table says what can be told, what is wrong with it, and what it becomes."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as for_any
from hypothesis import strategies as st

from resolvers.errors import BadUserInput
from resolvers.vendors import checking, words
from resolvers.vendors.writing import Clash, NaturalKey, Say, Saying, StatusWord, WriteTable, statuses_said
from schema.money import TaxBasis
from schema.status import OrderStatus
from tests.resolvers.vendors.ordering import faults, to_create, to_update

SAYING = Saying("shop", "SHOP", "EUR", ZoneInfo("UTC"), TaxBasis.NET, {OrderStatus.PENDING: "wacht"})
OPEN = frozenset({OrderStatus.PENDING, OrderStatus.SHIPPED})


def clashes(given: Any) -> Iterator[Clash]:
    if given.note and given.note == given.reference:
        yield Clash(("note",), "note says what reference says.")


TABLE = WriteTable(
    create={
        "number": Say("no", words.name),
        "note": Say("texts.public", words.text),
        "internalNote": Say("texts.own", words.text),
        "reference": Say("ref", words.text),
        "status": Say("state", StatusWord(OPEN)),
        "taxBasis": Say("", words.net),
        "customer.id": Say("buyer", words.id_of("Customer", words.whole_number)),
        "lines.product.originKey": Say("rows.[].what", words.origin_key),
        "lines.quantity": Say("rows.[].count", words.quantity),
        "lines.note": Say("rows.[].texts.public", words.text),
    },
    needs=("number", "customer", "lines", "lines.product.originKey", "lines.note"),
    waived={"customer": "vendorFields.logicTrade.allowUnknownCustomer"},
    update={"note": Say("texts.public", words.text, cleared=""), "reference": Say("ref", words.text)},
    clashes=clashes,
)
LINE = {"product": {"originKey": {"origin": "O", "key": "K"}}, "quantity": Decimal("2.50"), "note": "n"}
GOOD: dict[str, Any] = {"number": "1", "customer": {"id": "gid://shop/Customer/7"}, "lines": [LINE]}


def found(**more: Any) -> list[tuple[str, str]]:
    """The faults of a good order with these besides; ... takes one out."""
    given = {name: value for name, value in (GOOD | more).items() if value is not ...}
    return faults(checking.create_errors(TABLE, to_create(given), SAYING))


def test_fields_are_put_together_where_the_table_says() -> None:
    lines = [LINE, LINE | {"quantity": Decimal(3)}]
    given = to_create(GOOD | {"note": "a", "internalNote": "b", "lines": lines, "taxBasis": TaxBasis.NET})

    row = {"what": {"origin": "O", "key": "K"}, "texts": {"public": "n"}}
    assert checking.create_body(TABLE, given, SAYING) == {
        "no": "1",
        "buyer": 7,
        "texts": {"public": "a", "own": "b"},
        "rows": [row | {"count": Decimal("2.50")}, row | {"count": Decimal(3)}],
    }


@for_any(st.integers(0, 25))
def test_lines_keep_their_order_however_many_there_are(count: int) -> None:
    lines = [LINE | {"quantity": Decimal(place + 1)} for place in range(count)]
    given = to_create(GOOD | {"lines": lines})

    if count:
        assert [row["count"] for row in checking.create_body(TABLE, given, SAYING)["rows"]] == [*range(1, count + 1)]
    else:
        assert faults(checking.create_errors(TABLE, given, SAYING)) == [("BAD_USER_INPUT", "lines")]


@pytest.mark.parametrize("blank", [..., None, "", " "])
def test_what_is_needed_and_blank_is_missed_once(blank: Any) -> None:
    assert found(number=blank) == [("BAD_USER_INPUT", "number")]


def test_what_is_needed_of_a_line_is_missed_in_each_that_lacks_it() -> None:
    without = {name: value for name, value in LINE.items() if name != "note"}

    assert found(lines=[LINE, without, without]) == [
        ("BAD_USER_INPUT", "lines.1.note"),
        ("BAD_USER_INPUT", "lines.2.note"),
    ]


def test_of_what_is_missing_nothing_further_is_missed() -> None:
    assert found(lines=...) == [("BAD_USER_INPUT", "lines")]


def test_another_way_to_say_what_is_needed_is_refused_and_not_missed() -> None:
    assert found(lines=[LINE | {"product": {"code": "1"}}]) == [("UNSUPPORTED", "lines.0.product.code")]


@pytest.mark.parametrize("allowed", [True, False])
def test_a_need_is_waived_where_its_waiver_is_true(allowed: bool) -> None:
    own = {"salespersonUsername": "s", "deliveryType": "t", "deliveryCondition": "c", "allowUnknownCustomer": allowed}
    missed = [] if allowed else [("BAD_USER_INPUT", "customer")]

    assert found(customer=..., vendorFields={"logicTrade": own}) == [*missed, ("UNSUPPORTED", "vendorFields")]


def test_an_object_of_which_nothing_can_be_told_is_refused_as_a_whole() -> None:
    address = {"address": {"street": "S", "city": "C"}}

    assert found(shippingAddress=address) == [("UNSUPPORTED", "shippingAddress")]


def test_all_faults_are_told_at_once() -> None:
    every = found(
        number=..., note="x", reference="x", externalKey="k", status=OrderStatus.UNKNOWN, customer={"id": "no"}
    )

    assert sorted(every) == [
        ("BAD_USER_INPUT", "customer.id"),
        ("BAD_USER_INPUT", "note"),
        ("BAD_USER_INPUT", "number"),
        ("BAD_USER_INPUT", "status"),
        ("UNSUPPORTED", "externalKey"),
    ]


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (OrderStatus.PENDING, []),
        (OrderStatus.SHIPPED, [("UNSUPPORTED", "status")]),
        (OrderStatus.DRAFT, [("UNSUPPORTED", "status")]),
        (OrderStatus.UNKNOWN, [("BAD_USER_INPUT", "status")]),
    ],
)
def test_a_status_is_told_where_it_can_be_set_and_the_backend_has_a_word_for_it(
    status: OrderStatus, fault: list[tuple[str, str]]
) -> None:
    assert found(status=status) == fault


@pytest.mark.parametrize("id", ["gid://shop/Order/1/2", "gid://other/Order/1", "gid://shop/Customer/1", "1", ""])
def test_an_update_is_of_an_order_of_this_backend(id: str) -> None:
    given = to_update("1", note="x")
    given.id = id  # type: ignore[assignment]

    assert faults(checking.update_errors(TABLE, given, SAYING)) == [("BAD_USER_INPUT", "id")]


def test_an_update_tells_what_is_given_and_clears_with_the_tables_word() -> None:
    cleared = to_update("1", note=None)
    kept = to_update("1", reference=None)

    assert checking.update_body(TABLE, cleared, SAYING) == {"texts": {"public": ""}}
    assert faults(checking.update_errors(TABLE, kept, SAYING)) == [("UNSUPPORTED", "reference")]


def test_a_body_is_never_made_of_what_has_a_fault() -> None:
    with pytest.raises(BadUserInput) as caught:
        checking.create_body(TABLE, to_create(GOOD | {"externalKey": "k"}), SAYING)

    assert caught.value.details["argument"] == "input.externalKey"


def test_the_table_tells_what_it_takes_but_not_what_is_only_looked_at() -> None:
    assert TABLE.create_accepts == TABLE.create.keys() - {"taxBasis"}
    assert TABLE.settable == OPEN


def test_the_first_word_for_a_status_is_told_unless_the_configuration_gave_it_another_meaning() -> None:
    said = {"vast": OrderStatus.CONFIRMED, "zeker": OrderStatus.CONFIRMED, "weg": OrderStatus.CANCELLED}

    assert statuses_said(said)[OrderStatus.CONFIRMED] == "vast"
    assert statuses_said(said | {"Vast": OrderStatus.PENDING})[OrderStatus.CONFIRMED] == "zeker"


@for_any(st.text(min_size=1, max_size=255), st.text(min_size=1, max_size=255))
def test_a_made_key_is_short_plain_and_another_for_each_idempotency_key(one: str, other: str) -> None:
    keys = [NaturalKey.given_or_made("externalKey", None, key) for key in (one, other)]

    assert (keys[0] == keys[1]) is (one == other)
    assert all(key.value.isascii() and len(key.value) == 23 for key in keys)
