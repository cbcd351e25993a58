"""What every vendor makes of an answer of the right shape, whose values nobody would expect."""

import json
from decimal import Decimal
from typing import Any

import pytest

from resolvers.errors import BackendFault, BadResponse
from resolvers.vendors.listing import RowPage
from resolvers.vendors.stand_in import Faults
from schema.scalars import plain
from tests.resolvers.vendors.shop import Open, Question, Shop, parts, record_in

pytestmark = pytest.mark.anyio

ODD = {
    "a number beyond a double": "1e400",
    "a number beyond all memory": "1e999999999",
    "a number beyond any decimal": "1e99999999999999999999",
    "the same as a text": '"1e999999999"',
    "a number of nothing": '"1e-999999999"',
    "zero, a thousand million digits long": '"0e999999999"',
    "a number of many digits": "1" * 4000,
    "a fraction of many digits": f'"0.{"1" * 5000}"',
    "no number": '"NaN"',
    "no end": '"-Infinity"',
    "the first instant": '"0001-01-01T00:00:00"',
    "the last instant": '"9999-12-31T23:59:59Z"',
    "the last second": '"253402300799"',
    "a second after the last": "253402300800",
    "an offset of a day": '"2026-03-24T10:00:00+23:59"',
    "a negative number": "-1",
    "a fraction": "1.5",
    "a blank": '" "',
    "an empty text": '""',
    "truth": "true",
    "null": "null",
    "half a pair": r'"\ud800"',
    "a zero byte": r'"\u0000"',
}
HERE = "(odd)"
LONGEST = 500
"""Characters of a number, as clients get it."""


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
async def test_odd_values_cost_no_more_than_a_coded_fault(open_shop: Open, odd: str) -> None:
    shop = await open_shop(circuit_calls=0)

    for question in (await shop.questions()).values():
        path, answer = await shop.retold(question)
        body = json.dumps(oddly(answer)).replace(json.dumps(HERE), odd)
        numbers = [part for part in await told(shop, question, path, body) if isinstance(part, Decimal)]

        assert all(len(plain(number)) <= LONGEST for number in numbers)


async def told(shop: Shop, question: Question, path: str, body: str) -> list[Any]:
    """All that the question is answered with; nothing, where that is a fault."""
    shop.far_end.faults = Faults(body=body, paths=path)
    try:
        said = await question()
    except BackendFault:
        return []
    finally:
        shop.far_end.faults = Faults()
    rows = [row.thing for row in said.rows] if isinstance(said, RowPage) else [said]
    return [part for row in rows for part in parts(row)]


def oddly(answer: Any) -> Any:
    """With an odd value in place of each but the ids."""
    if isinstance(answer, dict):
        return {key: value if key == "id" else oddly(value) for key, value in answer.items()}
    return [oddly(value) for value in answer] if isinstance(answer, list) else HERE


@pytest.mark.parametrize("odd", ["", None, 1.5, {}, []])
async def test_an_order_without_an_id_is_not_read(shop: Shop, odd: object) -> None:
    order = await shop.telling()
    path, answer = await shop.retold(lambda: shop.vendor.order(order.vendor_id))
    record_in(answer)["id"] = odd

    with pytest.raises(BadResponse):
        await shop.told(lambda: shop.vendor.order(order.vendor_id), path, answer)
