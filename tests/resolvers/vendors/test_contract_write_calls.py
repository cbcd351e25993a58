"""What becomes of a write's one call, at each vendor of the registry."""

from datetime import datetime
from decimal import Decimal

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.writing import Absence
from schema.backend import Operation
from schema.status import OrderStatus
from tests.resolvers.vendors import ordering
from tests.resolvers.vendors.ordering import least, to_create, to_update, told
from tests.resolvers.vendors.shop import Open, Shop

pytestmark = pytest.mark.anyio

NEW = "gloednieuw"
SINCE = datetime.fromisoformat("2026-03-24T12:00:00+00:00")


async def test_an_order_that_is_not_there_can_be_neither_changed_nor_deleted(open_shop: Open) -> None:
    shop = await open_shop(update="partial")

    for vendor_id in ("999999999", "../1", ""):
        if shop.can(Operation.ORDER_UPDATE):
            given = to_update("1", status=OrderStatus.CONFIRMED)
            assert await shop.vendor.update_order(vendor_id, given) is None
        if shop.can(Operation.ORDER_DELETE):
            assert await shop.vendor.delete_order(vendor_id) is False


FAULTS = {
    500: errors.Unavailable,
    503: errors.Unavailable,
    429: errors.RateLimited,
    401: errors.Unauthenticated,
    403: errors.Unauthenticated,
    400: errors.Rejected,
    409: errors.Rejected,
    422: errors.Rejected,
}


@pytest.mark.parametrize("status", FAULTS)
async def test_a_write_is_sent_once_whatever_is_answered(shop: Shop, vendor_name: str, status: int) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    shop.far_end.faults = Faults(status=status, times=1)

    with pytest.raises(BackendFault) as caught:
        await shop.vendor.create_order(to_create(least(vendor_name)), None)

    assert type(caught.value) is FAULTS[status]
    assert caught.value.http_status == status
    assert shop.far_end.calls() == 1


async def test_an_input_with_a_fault_is_never_sent(shop: Shop, vendor_name: str) -> None:
    """Whoever forgets to check it first."""
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")

    with pytest.raises(errors.BadUserInput):
        await shop.vendor.create_order(to_create(least(vendor_name, lines=[{"product": {}, "quantity": 0}])), None)

    assert shop.far_end.calls() == 0


async def test_numbers_are_told_digit_for_digit(shop: Shop, vendor_name: str) -> None:
    price = Decimal("1234567.8901230")
    given = ordering.with_value(least(vendor_name), "lines.unitPrice", price)
    if "lines.unitPrice" not in shop.vendor.backend.capabilities.create_accepts:
        pytest.skip("prices are the vendor's")

    assert "1234567.8901230" in await told(shop, to_create(given))


async def test_what_can_be_found_again_by_a_key_is_surely_not_there_before_it_is_made(
    shop: Shop, vendor_name: str
) -> None:
    given = to_create(least(vendor_name))
    natural = shop.vendor.natural_key(given, NEW)
    if natural is None:
        pytest.skip("it has nothing to find an order by")

    assert natural == shop.vendor.natural_key(given, NEW)
    assert await shop.vendor.find_created(natural, SINCE, given) is Absence.SURE
