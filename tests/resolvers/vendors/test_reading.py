"""Rows of a list: read once each, as long as they come in the same words."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from resolvers.vendors import reading
from resolvers.vendors.reading import Reading
from schema.money import TaxBasis
from tests.resolvers.vendors.cloudsuite.said import BACKEND


class Reader:
    """Whatever it is given is read anew, and noted."""

    def __init__(self) -> None:
        self.read: list[tuple[bytes, tuple[object, ...]]] = []

    def __call__(self, text: bytes, reading: Reading, *how: object) -> object:
        self.read.append((text, how))
        return object()


@pytest.fixture
def shop() -> Reading:
    return Reading(BACKEND, "EUR", ZoneInfo("Europe/Amsterdam"), TaxBasis.UNKNOWN, {})


def test_a_row_in_the_same_words_is_read_once(shop: Reading) -> None:
    read = Reader()

    assert shop.row(read, b'{"id": 1}') is shop.row(read, b'{"id": ' + b"1}")
    assert read.read == [(b'{"id": 1}', ())]


def test_a_row_in_other_words_is_read_again(shop: Reading) -> None:
    read = Reader()

    assert shop.row(read, b'{"id": 1}') is not shop.row(read, b'{"id": 1, "note": ""}')
    assert shop.row(read, b'{"id": 1}', ("lines",)) is not shop.row(read, b'{"id": 1}', ("shipments",))
    assert len(read.read) == 4


def test_what_one_thing_is_read_from_is_not_taken_for_another(shop: Reading) -> None:
    order, customer = Reader(), Reader()

    assert shop.row(order, b'{"id": 1}') is not shop.row(customer, b'{"id": 1}')


def test_each_backend_reads_its_own(shop: Reading) -> None:
    read, other = Reader(), Reading(BACKEND, "USD", shop.zone, shop.prices, {})

    assert shop.row(read, b'{"id": 1}') is not other.row(read, b'{"id": 1}')


def test_the_rows_used_last_are_kept_and_no_more(shop: Reading) -> None:
    read = Reader()
    for number in range(reading.ROWS + 1):
        shop.row(read, str(number).encode())
    shop.row(read, str(reading.ROWS).encode())
    shop.row(read, b"0")

    assert len(read.read) == reading.ROWS + 2


@pytest.mark.anyio
async def test_others_get_a_turn_between_the_batches_of_a_long_page(shop: Reading) -> None:
    read, seen = Reader(), list[int]()

    async def another() -> None:
        while len(read.read) < 250:
            seen.append(len(read.read))
            await asyncio.sleep(0)

    rows, _ = await asyncio.gather(shop.rows(read, [str(number).encode() for number in range(250)], "how"), another())

    assert len(rows) == 250
    assert read.read[-1] == (b"249", ("how",))
    assert seen == [100, 200]
