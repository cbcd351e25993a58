"""What is noticed of vendors that answer otherwise than documented, and how often it is told."""

from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import pytest
from structlog.testing import capture_logs

from resolvers.vendors import VENDORS
from resolvers.vendors.base import Vendor
from resolvers.vendors.drift import EACH, MANY, MOST, UNNAMED, Change, Drift, new_keys
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.stand_in import Faults
from tests.conftest import Connect
from tests.resolvers.vendors.shop import ALL, Open, Shop, far_end_of, record_in

pytestmark = pytest.mark.anyio

HERE = Path(__file__).parent
NO_ANSWERS = {"deletion_error.json", "create_order.json"}
"""A refusal, and what is sent."""
SAMPLES = {
    (path.parts[-3], path.stem): path.read_text()
    for path in sorted(HERE.glob("*/answers/*.json"))
    if path.name not in NO_ANSWERS
}


class Part(msgspec.Struct):
    price: int | None = None


class Said(msgspec.Struct, rename="camel"):
    unread: ClassVar[frozenset[str]] = frozenset({"colour"})

    id: int
    line_parts: list[Part] | None = None
    buyer: Part | list[Any] | None = None
    anything: Any = None


def keys(said: Any) -> set[str]:
    return set(new_keys(said, Said))


def test_a_key_that_no_field_has_is_new_wherever_it_stands() -> None:
    said = {"id": 1, "size": 2, "lineParts": [{"price": 1}, {"weight": 2}], "buyer": {"age": 3}}

    assert keys(said) == {"size", "lineParts.weight", "buyer.age"}


def test_what_is_documented_and_not_read_is_not_new_nor_what_is_in_it() -> None:
    assert keys({"id": 1, "colour": {"of": "the sky"}, "anything": {"in": "it"}, "buyer": []}) == set()


@pytest.mark.parametrize("key", ["Jan de Vries", "jan@example.nl", "x" * 65, "7", ""])
def test_a_key_that_is_no_word_is_not_told(key: str) -> None:
    assert keys({"id": 1, key: 2}) == {UNNAMED}


@pytest.mark.parametrize("key", ["x" * 64, "_links", "line-items", "prijs$", "prijs2"])
def test_a_key_that_is_a_word_is_told(key: str) -> None:
    assert keys({"id": 1, key: 2}) == {key}


def test_each_is_counted_and_told_once() -> None:
    drift = Drift()

    with capture_logs() as told:
        for _ in range(3):
            drift.noticed("shop", Change.TYPE, "lines.price")

    assert drift.counts == Counter({(Change.TYPE, "lines.price"): 3})
    assert told == [
        {"event": "vendor_drift", "backend": "shop", "change": "type", "key": "lines.price", "log_level": "warning"}
    ]


def test_ever_new_keys_are_counted_under_one() -> None:
    drift = Drift()

    with capture_logs() as told:
        for at in range(MOST + 50):
            drift.noticed("shop", Change.FIELD, f"field{at}")

    assert drift.counts[Change.FIELD, MANY] == 50
    assert len(told) == MOST + 1


def test_the_first_answer_of_each_operation_is_looked_at_and_one_of_every_hundred() -> None:
    drift = Drift()

    looked = [[drift.is_due(operation) for operation in ("list", "one")] for _ in range(2 * EACH + 1)]

    assert [at for at, both in enumerate(looked) if all(both)] == [0, EACH, 2 * EACH]
    assert sum(map(sum, looked)) == 6


# ---------------------------------------------------------------- every vendor


@pytest.mark.parametrize(("name", "what"), SAMPLES)
async def test_the_vendors_own_documented_answer_is_no_drift(name: str, what: str, connect: Connect) -> None:
    far_end = far_end_of(name)
    far_end.faults = Faults(body=SAMPLES[name, what])
    vendor = await connect(VENDORS[name], far_end)

    assert await asked_for(vendor, what)
    assert vendor.reading.drift.counts == Counter()


async def asked_for(vendor: Vendor, what: str) -> Any:
    if what.endswith("list"):
        return (await vendor.order_page(ListAsk(0, 10, fields=ALL))).rows
    one = {"shipment": vendor.shipment, "invoice": vendor.invoice}.get(what, vendor.order)
    return await one("1")


async def test_no_field_that_the_stand_in_answers_is_new(shop: Shop) -> None:
    for question in (await shop.questions()).values():
        await question()

    assert [key for change, key in shop.vendor.reading.drift.counts if change is not Change.WORD] == []


async def test_a_new_field_of_an_order_is_counted_by_its_name_and_never_its_value(open_shop: Open) -> None:
    shop, fresh = await open_shop(), await open_shop()
    order = await shop.telling()
    path, answer = await shop.retold(lambda: shop.vendor.order(order.vendor_id))
    record_in(answer)["never_seen"] = "canary"

    with capture_logs() as told:
        await fresh.told(lambda: fresh.vendor.order(order.vendor_id), path, answer)

    assert fresh.vendor.reading.drift.counts[Change.FIELD, "never_seen"] == 1
    assert "canary" not in str(told)


async def test_an_unknown_status_is_counted_under_its_key(open_shop: Open) -> None:
    shop, fresh = await open_shop(), await open_shop()
    order = await shop.telling()
    path, answer = await shop.retold(lambda: shop.vendor.order(order.vendor_id))
    record = record_in(answer)
    record.update({key: "canary" for key in ("status", "state") if key in record})

    with capture_logs() as told:
        await fresh.told(lambda: fresh.vendor.order(order.vendor_id), path, answer)

    assert fresh.vendor.reading.drift.counts[Change.WORD, "status"] == 1
    assert "canary" not in str(told)
