"""What the process remembers between operations, and for how long."""

import dataclasses
from datetime import UTC, datetime

import pytest

from resolvers.memory import LISTED, SCANNED, Memory, Remembered
from resolvers.vendors.listing import Row, RowPage
from schema.backend import Backend
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from tests.resolvers.things import Clock, backend

NOW = datetime(2026, 3, 24, tzinfo=UTC)
SHOP, ERP = Ref(Customer, "shop", "54"), Ref(Customer, "erp", "54")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(clock: Clock) -> Memory:
    return Memory({"shop": 60.0, "erp": 5.0, "off": 0.0}.__getitem__, clock)


def customer(at: Backend) -> Customer:
    return Customer(id="gid", backend=at, vendor_id="54")  # type: ignore[arg-type]


def test_a_reference_is_remembered_for_its_backend_s_seconds_and_no_longer(memory: Memory, clock: Clock) -> None:
    memory.keep_reference(SHOP, customer(backend("shop")))

    clock.now += 59.9
    assert memory.reference(SHOP) is not None
    clock.now += 0.2
    assert memory.reference(SHOP) is None


def test_each_backend_has_seconds_of_its_own(memory: Memory, clock: Clock) -> None:
    memory.keep_reference(SHOP, customer(backend("shop")))
    memory.keep_reference(ERP, customer(backend("erp")))

    clock.now += 6

    assert memory.reference(ERP) is None
    assert memory.reference(SHOP) is not None


def test_two_backends_things_of_one_id_are_two(memory: Memory) -> None:
    memory.keep_reference(SHOP, customer(backend("shop")))

    assert memory.reference(ERP) is None


def test_nothing_is_remembered_for_no_seconds(memory: Memory) -> None:
    off = Ref(Customer, "off", "54")

    memory.keep_reference(off, customer(backend("off")))

    assert memory.reference(off) is None


def test_what_is_not_there_is_not_remembered(memory: Memory) -> None:
    memory.keep_reference(SHOP, None)

    assert memory.reference(SHOP) is None


def test_a_second_way_to_a_reference_makes_no_other_of_it(memory: Memory) -> None:
    memory.keep_reference(SHOP, customer(backend("shop")))

    assert memory.reference(dataclasses.replace(SHOP, origin="ERP", key="C54")) is not None


def test_a_detail_is_remembered_for_its_version_alone_and_does_not_age(memory: Memory, clock: Clock) -> None:
    ref = Ref(Order, "shop", "27")
    order = Order(id="gid", backend=backend("shop"), vendor_id="27")  # type: ignore[arg-type]
    memory.keep_detail(ref, "monday", order)

    clock.now += 1e6

    assert memory.detail(ref, "monday") is order
    assert memory.detail(ref, "tuesday") is None
    assert memory.detail(ref, None) is None


@pytest.mark.parametrize("version", [None, ""])
def test_a_detail_without_a_version_is_not_remembered(memory: Memory, version: str | None) -> None:
    ref = Ref(Order, "shop", "27")
    memory.keep_detail(ref, version, Order(id="gid", backend=backend("shop"), vendor_id="27"))  # type: ignore[arg-type]

    assert memory.detail(ref, version) is None


def test_a_page_is_remembered_for_the_seconds_that_it_names(memory: Memory, clock: Clock) -> None:
    memory.pages["page"] = Remembered(RowPage([], None, is_last=True), NOW, 30)

    clock.now += 29
    assert "page" in memory.pages
    clock.now += 2
    assert "page" not in memory.pages


def test_pages_are_remembered_up_to_so_many_rows_together(memory: Memory) -> None:
    rows = [Row(customer(backend("shop")))] * (LISTED // 2)
    for name in ("first", "second", "third"):
        memory.pages[name] = Remembered(RowPage(rows, None, is_last=True), NOW, 60.0)

    assert list(memory.pages) == ["second", "third"]


def test_a_page_that_is_too_large_is_not_remembered(memory: Memory) -> None:
    row = Row(customer(backend("shop")))
    for name, count in (("just", LISTED), ("more", LISTED + 1)):
        memory.keep_page(name, Remembered(RowPage([row] * count, None, is_last=True), NOW, 60.0))

    assert list(memory.pages) == ["just"]


def test_a_scan_that_is_too_large_is_not_remembered(memory: Memory) -> None:
    row = Row(customer(backend("shop")))
    memory.keep_scan("just", Remembered(([row] * SCANNED, False, 0), NOW, 60.0))
    memory.keep_scan("more", Remembered(([row] * (SCANNED + 1), False, 0), NOW, 60.0))

    assert list(memory.scans) == ["just"]
