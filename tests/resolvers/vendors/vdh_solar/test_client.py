"""What VDH Solar is asked, over its stand-in."""

import pytest

from resolvers.errors import Unauthenticated, Unsupported
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.stand_in import SECRET, Faults
from resolvers.vendors.vdh_solar import VdhSolar
from resolvers.vendors.vdh_solar.records import EVERY_STRANGER
from resolvers.vendors.vdh_solar.sandbox import stand_in
from schema.backend import Operation
from schema.link import Ref
from schema.status import OrderStatus
from schema.user import User
from tests.conftest import Connect

pytestmark = pytest.mark.anyio

WRITES = {Operation.ORDER_CREATE, Operation.ORDER_UPDATE, Operation.ORDER_DELETE}


async def test_an_order_is_one_call_with_the_bearer_credential(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)

    order = await solar.order("2")

    asked = far_end.requests[0]
    assert order.vendor_id == "2"
    assert (asked.method, asked.path, asked.params) == ("GET", "/v1/orders/2", {})
    assert asked.headers["authorization"] == f"Bearer {SECRET}"
    assert far_end.calls() == 1


async def test_an_order_that_is_not_there_is_none(connect: Connect) -> None:
    solar = await connect(VdhSolar, stand_in())

    assert await solar.order("999999") is None


async def test_trap_23_an_order_of_somebody_else_is_none(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)

    assert await solar.order(str(EVERY_STRANGER)) is None
    assert far_end.asked == {f"/v1/orders/{EVERY_STRANGER}": 1}


async def test_a_credential_that_is_refused_is_an_error_and_no_missing_order(connect: Connect) -> None:
    solar = await connect(VdhSolar, stand_in(), secret="wrong")

    with pytest.raises(Unauthenticated) as caught:
        await solar.order("2")

    assert caught.value.http_status == 401


async def test_a_backend_without_a_secret_is_refused(connect: Connect) -> None:
    solar = await connect(VdhSolar, stand_in(), secret="")

    with pytest.raises(Unauthenticated):
        await solar.order("2")


@pytest.mark.parametrize("odd", ["", "abc", "1/2", "..", "-1", "1.0", "1\r\n", "１", "9" * 19])
async def test_an_id_of_another_shape_is_none_without_a_call(connect: Connect, odd: str) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)

    assert await solar.order(odd) is None
    assert far_end.calls() == 0


async def test_there_is_no_list_to_ask_for(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)

    with pytest.raises(Unsupported):
        await solar.order_page(ListAsk(offset=0, limit=20))

    assert far_end.calls() == 0


async def test_it_says_that_it_reads_orders_their_users_and_shipments_and_nothing_more(connect: Connect) -> None:
    solar = await connect(VdhSolar, stand_in())

    reads = {operation for operation in solar.backend.capabilities.operations if operation not in WRITES}
    assert reads == {Operation.ORDER, Operation.USER, Operation.SHIPMENTS}


async def test_a_user_is_the_same_by_its_id_as_on_its_order_and_costs_no_call(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)
    order = await solar.order("2")
    far_end.forget()

    user = await solar.user(Ref(User, "shop", order.user_link.vendor_id))

    assert user == order.user_link
    assert await solar.user(Ref(User, "shop", "../1")) is None
    assert far_end.calls() == 0


async def test_a_configured_word_becomes_what_the_configuration_says(connect: Connect) -> None:
    far_end = stand_in()
    in_transit = next(number for number, order in far_end.store.items() if order["status"] == "in_transit")
    solar = await connect(VdhSolar, far_end, status={"in_transit": "SHIPPED"})

    order = await solar.order(str(in_transit))

    assert (order.status, order.vendor_status) == (OrderStatus.SHIPPED, "in_transit")


async def test_a_base_path_stands_before_the_documented_one(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end, url="https://vdh-solar.test/api/")

    assert await solar.order("1") is None
    assert far_end.asked == {"/api/v1/orders/1": 1}


async def test_a_403_leaves_the_next_order_readable(connect: Connect) -> None:
    far_end = stand_in()
    solar = await connect(VdhSolar, far_end)
    far_end.faults = Faults(status=403, times=1)

    assert await solar.order("2") is None
    assert (await solar.order("2")).vendor_id == "2"
