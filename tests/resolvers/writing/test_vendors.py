"""The same over each real vendor that makes orders, at its stand-in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from resolvers.state.connect import TEMPORARY, opened
from resolvers.state.record import Slot
from resolvers.vendors import VENDORS
from resolvers.vendors.base import Vendor
from resolvers.vendors.listing import ListAsk
from resolvers.vendors.stand_in import Faults, StandIn
from resolvers.writing import fingerprint
from resolvers.writing.create import Creation
from resolvers.writing.endings import Ending
from resolvers.writing.service import WriteService
from schema.order import Order
from tests.conftest import Connect
from tests.resolvers.vendors.ordering import KEY, least, to_create
from tests.resolvers.vendors.shop import far_end_of

pytestmark = pytest.mark.anyio

FOUND_BY = {"cloudsuite": True, "logictrade": True, "vdh_solar": False, "wimpel": True}
"""Whether an order can be found whose answer was lost, at each vendor that makes any."""

MADE_AT = {
    "cloudsuite": "/api/order/",
    "logictrade": "/rest/v1/orders",
    "vdh_solar": "/v1/orders",
    "wimpel": "/v1/orders",
}


@dataclass
class Counter:
    """Where one vendor's orders are made."""

    name: str
    vendor: Vendor
    far_end: StandIn
    service: WriteService

    async def order(self, caller: str = "anonymous") -> Ending:
        input = to_create(least(self.name, **await self._somebody()))
        slot = Slot(caller, self.vendor.id, KEY)
        return await Creation(self.service, self.vendor, input, slot, fingerprint.of(input)).run()

    async def _somebody(self) -> dict[str, object]:
        """A customer that is there, where the vendor looks for one."""
        if self.name != "wimpel":
            return {}
        page = await self.vendor.customer_page(ListAsk(0, 1))
        return {"customer": {"vendorId": page.rows[0].thing.vendor_id}}

    def sent(self) -> int:
        return sum(asked.method == "POST" for asked in self.far_end.requests)


@pytest.fixture(params=sorted(FOUND_BY))
async def counter(request: pytest.FixtureRequest, connect: Connect) -> AsyncIterator[Counter]:
    name, far_end = request.param, far_end_of(request.param)
    async with opened(TEMPORARY) as store, WriteService(store) as service:
        yield Counter(name, await connect(VENDORS[name], far_end), far_end, service)


def test_these_are_all_that_make_orders() -> None:
    makers = {name for name, kind in VENDORS.items() if kind.create_order is not Vendor.create_order}

    assert makers == set(FOUND_BY)


async def test_one_key_makes_one_order_there(counter: Counter) -> None:
    first, second = await counter.order(), await counter.order()

    assert (first.outcome.name, first.is_replay) == ("DONE", False)
    assert (second.outcome.name, second.is_replay, second.vendor_id) == ("DONE", True, first.vendor_id)
    assert counter.sent() == 1
    assert isinstance(await counter.vendor.order(str(first.vendor_id)), Order)


async def test_what_was_made_though_its_answer_was_cut_is_found_where_it_can_be(counter: Counter) -> None:
    counter.far_end.faults = Faults(cut=True, times=1, paths=MADE_AT[counter.name])
    lost, then = await counter.order(), await counter.order()

    assert lost.code == "OUTCOME_UNKNOWN"
    assert (then.outcome.name, then.is_replay) == (("DONE", True) if FOUND_BY[counter.name] else ("UNKNOWN", False))
    assert counter.sent() == 1


async def test_what_was_dropped_is_sent_once_more_where_it_surely_is_not_there(counter: Counter) -> None:
    counter.far_end.faults = Faults(status=503, times=1, paths=MADE_AT[counter.name])
    lost, then = await counter.order(), await counter.order()

    assert lost.code == "OUTCOME_UNKNOWN"
    assert (then.outcome.name, then.is_replay) == (("DONE", False) if FOUND_BY[counter.name] else ("UNKNOWN", False))
    assert counter.sent() == (2 if FOUND_BY[counter.name] else 1)


async def test_what_the_vendor_took_no_notice_of_can_be_asked_again(counter: Counter) -> None:
    counter.far_end.faults = Faults(status=429, times=1, paths=MADE_AT[counter.name])
    refused, then = await counter.order(), await counter.order()

    assert (refused.outcome.name, refused.code) == ("REFUSED", "BACKEND_UNAVAILABLE")
    assert then.outcome.name == "DONE"
