"""Each vendor of the registry and every field of a write: it is said, or refused with its path before any call."""

from typing import Any

import pytest

from resolvers.errors import Unsupported
from schema.backend import Operation
from schema.money import TaxBasis
from schema.status import OrderStatus
from schema.write_inputs import OrderCreateInput, OrderUpdateInput
from tests.resolvers.vendors import ordering
from tests.resolvers.vendors.ordering import faults, least, to_create, to_update, told
from tests.resolvers.vendors.shop import Open, Shop

pytestmark = pytest.mark.anyio

NOT_SAID = {"backend", "idempotencyKey", "id"}
LOOKED_AT = {"currencyCode", "taxBasis"}
STATUSES = {"status", "vendorStatus"}
CREATE_PATHS = [path for path in ordering.paths(OrderCreateInput) if path not in NOT_SAID]
UPDATE_PATHS = [path for path in ordering.paths(OrderUpdateInput) if path not in NOT_SAID]


def accepted(path: str, paths: list[str]) -> bool:
    """Itself, or the object that it is part of."""
    return any(path == known or path.startswith(f"{known}.") for known in paths)


def refused(code: str, path: str, found: list[tuple[str, str]]) -> bool:
    """Exactly one error, at the field or at what it stands in."""
    if len(found) != 1 or found[0][0] != code:
        return False
    field = ".".join(name for name in found[0][1].split(".") if not name.isdecimal())
    return path == field or path.startswith(f"{field}.")


def settable(shop: Shop, path: str) -> Any:
    return shop.vendor.saying.statuses[OrderStatus.CANCELLED] if path == "vendorStatus" else OrderStatus.CANCELLED


def test_the_fields_of_a_create_are_all_here() -> None:
    some = {
        "lines.product.originKey.key",
        "customer.details.address.vatNumber",
        "vendorFields.logicTrade.payments.amount",
    }

    assert some <= set(CREATE_PATHS)
    assert len(CREATE_PATHS) > 90
    assert UPDATE_PATHS == [
        "status",
        "vendorStatus",
        "requestedDeliveryDate",
        "note",
        "internalNote",
        "reference",
        "externalNumber",
    ]


async def test_every_field_of_a_create_is_said_or_refused_with_its_path(shop: Shop, vendor_name: str) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    takes, amiss = shop.vendor.backend.capabilities.create_accepts, {}

    for path in (path for path in CREATE_PATHS if path not in LOOKED_AT | STATUSES):
        value, trace = ordering.value_for(path)
        given = to_create(ordering.with_value(least(vendor_name), path, value))
        found = faults(shop.vendor.check_create(given))
        if accepted(path, takes):
            is_right = not found and trace in await told(shop, given)
        else:
            is_right = refused("UNSUPPORTED", path, found)
        if not is_right:
            amiss[path] = found

    assert amiss == {}


async def test_every_field_of_an_update_is_said_or_refused_with_its_path(open_shop: Open) -> None:
    shop = await open_shop(update="partial")
    if not shop.can(Operation.ORDER_UPDATE):
        pytest.skip("it changes no orders")
    order, takes = await shop.telling(), shop.vendor.backend.capabilities.update_accepts

    for path in UPDATE_PATHS:
        value, trace = (settable(shop, path), "") if path in STATUSES else ordering.value_for(path)
        given = to_update(order.vendor_id, **{path: value})
        found = faults(shop.vendor.check_update(given))
        if path not in takes:
            assert found == [("UNSUPPORTED", path)] or (path == "status" and refused("UNSUPPORTED", path, found))
            continue
        shop.far_end.forget()
        if not found:
            assert await shop.vendor.update_order(order.vendor_id, given) is not None
            assert trace in ordering.wire(shop.far_end.requests[-1]), path
        else:
            assert found == [("UNSUPPORTED", "status")]


async def test_the_least_that_is_needed_is_enough_and_each_part_of_it_is_needed(shop: Shop, vendor_name: str) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    needed = [path for path in shop.vendor.backend.capabilities.create_requires if "." not in path]

    assert shop.vendor.check_create(to_create(least(vendor_name))) == []
    for name in needed:
        without = to_create(least(vendor_name, **{name: ...}))
        assert faults(shop.vendor.check_create(without)) == [("BAD_USER_INPUT", name)]


async def test_all_that_is_needed_is_missed_at_once(shop: Shop) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    found = {field: code for code, field in faults(shop.vendor.check_create(to_create({})))}

    needed = shop.vendor.backend.capabilities.create_requires
    highest = {path for path in needed if not any(path.startswith(f"{other}.") for other in needed)}
    assert found == dict.fromkeys(highest, "BAD_USER_INPUT")


async def test_null_in_a_create_is_nothing_given(shop: Shop, vendor_name: str) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    nothing = {path: None for path in CREATE_PATHS if "." not in path and path not in least(vendor_name)}

    assert shop.vendor.check_create(to_create(least(vendor_name) | nothing)) == []


async def test_checking_asks_nothing_of_anybody(shop: Shop, vendor_name: str) -> None:
    shop.vendor.check_create(to_create(least(vendor_name)))
    shop.vendor.check_update(to_update("1", note="Bel aan"))
    shop.vendor.natural_key(to_create(least(vendor_name)), "k")

    assert shop.far_end.calls() == 0


async def test_what_can_not_be_done_is_one_error_at_the_input(shop: Shop, vendor_name: str) -> None:
    create, update = to_create(least("wimpel")), to_update("1", note="Bel aan")

    if not shop.can(Operation.ORDER_CREATE):
        assert faults(shop.vendor.check_create(create)) == [("UNSUPPORTED", "")]
        with pytest.raises(Unsupported):
            await shop.vendor.create_order(create, None)
    if not shop.can(Operation.ORDER_UPDATE):
        assert faults(shop.vendor.check_update(update)) == [("UNSUPPORTED", "")]
        with pytest.raises(Unsupported):
            await shop.vendor.update_order("1", update)
    if not shop.can(Operation.ORDER_DELETE):
        with pytest.raises(Unsupported):
            await shop.vendor.delete_order("1")
    assert shop.far_end.calls() == 0


async def test_a_currency_that_can_not_be_said_is_refused_and_the_backend_s_own_is_not(
    shop: Shop, vendor_name: str
) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    says = "currencyCode" in shop.vendor.backend.capabilities.create_accepts

    own, other = (to_create(least(vendor_name, currencyCode=code)) for code in ("EUR", "USD"))

    assert shop.vendor.check_create(own) == []
    assert faults(shop.vendor.check_create(other)) == ([] if says else [("UNSUPPORTED", "currencyCode")])


@pytest.mark.parametrize("basis", TaxBasis)
async def test_prices_of_another_tax_basis_are_refused(shop: Shop, vendor_name: str, basis: TaxBasis) -> None:
    if not shop.can(Operation.ORDER_CREATE):
        pytest.skip("it makes no orders")
    theirs = TaxBasis.UNKNOWN if vendor_name in ("wimpel", "logictrade") else TaxBasis.NET

    found = faults(shop.vendor.check_create(to_create(least(vendor_name, taxBasis=basis))))

    assert found == ([] if basis is theirs else [("UNSUPPORTED", "taxBasis")])


@pytest.mark.parametrize("status", OrderStatus)
async def test_a_status_that_is_told_reads_back_as_itself(
    open_shop: Open, vendor_name: str, status: OrderStatus
) -> None:
    shop = await open_shop(update="partial")
    if not shop.can(Operation.ORDER_UPDATE):
        pytest.skip("it changes no orders")
    order = await shop.telling()
    given = to_update(order.vendor_id, status=status)

    if found := faults(shop.vendor.check_update(given)):
        code = "BAD_USER_INPUT" if status is OrderStatus.UNKNOWN else "UNSUPPORTED"
        assert found == [(code, "status")]
        return
    await shop.vendor.update_order(order.vendor_id, given)
    changed = await shop.vendor.order(order.vendor_id)

    assert changed is not None
    assert changed.status is status
    assert status in shop.vendor.backend.capabilities.settable_statuses


@pytest.mark.parametrize("name", ["status", "vendorStatus"])
async def test_a_status_is_never_null(open_shop: Open, name: str) -> None:
    shop = await open_shop(update="partial")
    if not shop.can(Operation.ORDER_UPDATE):
        pytest.skip("it changes no orders")

    assert faults(shop.vendor.check_update(to_update("1", **{name: None}))) == [("BAD_USER_INPUT", name)]


async def test_null_clears_or_is_refused_with_its_field(open_shop: Open) -> None:
    shop = await open_shop(update="partial")
    if not shop.can(Operation.ORDER_UPDATE):
        pytest.skip("it changes no orders")
    order = await shop.telling()
    attributes = {"note": "note", "internalNote": "internal_note", "reference": "reference"}
    attributes |= {"externalNumber": "external_number", "requestedDeliveryDate": "requested_delivery_date"}

    for name, attribute in attributes.items():
        given = to_update(order.vendor_id, **{name: None})
        if found := faults(shop.vendor.check_update(given)):
            assert found == [("UNSUPPORTED", name)]
            continue
        await shop.vendor.update_order(order.vendor_id, given)
        changed = await shop.vendor.order(order.vendor_id)
        assert getattr(changed, attribute) is None


async def test_an_update_of_nothing_is_refused(open_shop: Open) -> None:
    shop = await open_shop(update="partial")
    if not shop.can(Operation.ORDER_UPDATE):
        pytest.skip("it changes no orders")

    assert faults(shop.vendor.check_update(to_update("1"))) == [("BAD_USER_INPUT", "")]
