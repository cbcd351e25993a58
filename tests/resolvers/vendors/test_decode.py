"""How much of a record is read where parts of it can't be."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors import decode
from resolvers.vendors.drift import Change
from resolvers.vendors.reading import Reading
from resolvers.vendors.values import Id, Text
from tests.resolvers.vendors.cloudsuite import said


class Line(msgspec.Struct):
    price: Decimal | None = None


class Record(msgspec.Struct):
    id: Id
    count: int | None = None
    name: Text = None
    total: Decimal | None = None
    paid: bool | None = None
    lines: list[Line] | None = None


class Page(msgspec.Struct):
    rows: list[msgspec.Raw]
    count: int | None = None


def reading() -> Reading:
    return Reading(said.BACKEND, said.READING.currency, said.ZONE, said.READING.prices, {})


def read(text: bytes) -> Record:
    return decode.read(reading(), text, Record)


GOOD = {"count": 3, "name": "Jan", "total": "1.50", "paid": True}
ODD = {"count": ["3", 3.0, True], "name": [1.5, False, []], "total": [True, "much", {}], "paid": [1, "true", 0.0]}


@given(st.sets(st.sampled_from([*GOOD])), st.data())
def test_values_of_another_type_cost_themselves_alone_however_many_they_are(odd: set[str], data: Any) -> None:
    told = {key: data.draw(st.sampled_from(ODD[key])) if key in odd else value for key, value in GOOD.items()}

    assert read(msgspec.json.encode({"id": "1"} | told)) == read(
        msgspec.json.encode({"id": "1"} | {key: value for key, value in GOOD.items() if key not in odd})
    )


@pytest.mark.parametrize("lines", [1, 1000])
def test_lines_that_can_be_read_in_part_are_all_there_however_many_they_are(lines: int) -> None:
    told = {"id": "1", "count": 3, "lines": [{"price": "much"}, {"price": "1.50"}] * lines, "paid": 0}

    assert read(msgspec.json.encode(told)) == Record("1", count=3, lines=[Line(), Line(Decimal("1.50"))] * lines)


@pytest.mark.parametrize("line", [5, "line", [], None])
def test_a_line_that_is_none_costs_the_lines_alone(line: Any) -> None:
    told = {"id": "1", "count": 3, "lines": [{"price": "1.50"}, line]}

    assert read(msgspec.json.encode(told)) == Record("1", count=3)


def test_what_is_dropped_is_noticed_by_its_key_each_time() -> None:
    noticing = reading()
    told = {"id": "1", "count": {}, "lines": [{"price": "much"}, {"price": []}]}

    decode.read(noticing, msgspec.json.encode(told), Record)

    assert noticing.drift.counts == {(Change.TYPE, "count"): 1, (Change.TYPE, "lines.price"): 2}


@pytest.mark.parametrize("odd", ["26", 2.5, [], {}])
def test_rows_are_kept_beside_a_count_that_is_none(odd: Any) -> None:
    page = decode.read(reading(), msgspec.json.encode({"rows": [{"id": 1.50}], "count": odd}), Page)

    assert ([bytes(row) for row in page.rows], page.count) == ([b'{"id":1.5}'], None)


@pytest.mark.parametrize("text", [b'{"id": {}, "count": 01}', b'{"id": 1, "count": "3", "lines": [', b'{"id": {}} x'])
def test_what_is_no_json_beside_a_wrong_type_can_not_be_read(text: bytes) -> None:
    with pytest.raises(BadResponse, match="not valid JSON"):
        read(text)


@pytest.mark.parametrize("skipped", [b"1e400", b"1e99999999999999999999", b'"\xff"', b"1" * 5000])
def test_what_is_not_read_may_be_anything(skipped: bytes) -> None:
    assert read(b'{"id": "1", "count": 3, "never_seen": %b}' % skipped) == Record("1", count=3)


@pytest.mark.parametrize("number", [b"1e400", b"1e99999999999999999999"])
def test_a_new_key_is_noticed_whatever_number_it_holds(number: bytes) -> None:
    noticing = reading()

    decode.read(noticing, b'{"id": "1", "never_seen": %b}' % number, Record)

    assert [*noticing.drift.counts] == [(Change.FIELD, "never_seen")]


@pytest.mark.parametrize("text", [b"{}", b'{"id": null}', b'{"id": ""}', b'{"id": 1.5}', b'{"id": {}}', b"[]", b"1"])
def test_a_record_without_an_id_can_not_be_read(text: bytes) -> None:
    with pytest.raises(BadResponse):
        read(text)
