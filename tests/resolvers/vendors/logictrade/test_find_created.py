"""How an order whose answer was lost is looked for at LogicTrade."""

from datetime import datetime, timedelta

import pytest

from resolvers.errors import BackendFault
from resolvers.vendors.logictrade import LogicTrade
from resolvers.vendors.logictrade.sandbox import stand_in
from resolvers.vendors.stand_in import Faults
from resolvers.vendors.writing import Absence, NaturalKey
from schema.order import Order
from tests.conftest import Connect
from tests.resolvers.vendors.logictrade.capped import capped
from tests.resolvers.vendors.ordering import least, to_create

pytestmark = pytest.mark.anyio

GIVEN = to_create(least("logictrade"))
OURS = NaturalKey("externalNumber", "OG-ABC", is_ours=True)
NOW = datetime.fromisoformat("2026-03-24T12:00:00+00:00")


async def test_a_create_whose_answer_is_lost_is_found_by_its_number(connect: Connect) -> None:
    far_end = stand_in(orders=250)
    erp = await connect(LogicTrade, far_end)
    far_end.faults = Faults(cut=True, times=1)

    with pytest.raises(BackendFault):
        await erp.create_order(GIVEN, OURS)
    found = await erp.find_created(OURS, NOW, GIVEN)

    assert isinstance(found, Order)
    assert (found.external_number, found.vendor_id) == ("OG-ABC", str(max(far_end.store.orders)))
    assert [asked.method for asked in far_end.requests].count("POST") == 1


async def test_a_list_longer_than_may_be_read_leaves_it_open(connect: Connect) -> None:
    erp = await connect(LogicTrade, stand_in(orders=150), scan_limit=100)
    await erp.create_order(GIVEN, OURS)

    assert await erp.find_created(OURS, NOW, GIVEN) is Absence.UNSURE


async def test_rows_that_were_not_sent_leave_it_open(connect: Connect) -> None:
    erp = await connect(LogicTrade, capped(150))

    assert await erp.find_created(OURS, NOW, GIVEN) is Absence.UNSURE


async def test_of_two_orders_under_one_number_neither_is_taken(connect: Connect) -> None:
    erp = await connect(LogicTrade, stand_in())
    await erp.create_order(GIVEN, OURS)
    await erp.create_order(GIVEN, OURS)

    assert await erp.find_created(OURS, NOW, GIVEN) is Absence.UNSURE


async def test_an_older_order_under_the_number_leaves_it_open_until_there_is_a_new_one(connect: Connect) -> None:
    far_end = stand_in()
    erp = await connect(LogicTrade, far_end)
    theirs = NaturalKey("externalNumber", "BS00001", is_ours=False)
    await erp.create_order(GIVEN, theirs)

    assert await erp.find_created(theirs, NOW + timedelta(minutes=6), GIVEN) is Absence.UNSURE
    await erp.create_order(GIVEN, theirs)
    far_end.store.orders[max(far_end.store.orders)]["createdDate"] = "2026-03-24T13:06:00.000"
    found = await erp.find_created(theirs, NOW + timedelta(minutes=6), GIVEN)
    assert isinstance(found, Order)
    assert found.vendor_id == str(max(far_end.store.orders))
