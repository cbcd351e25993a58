"""Changes and deletions: sent once; a deletion whose answer is lost is looked up."""

import pytest

from resolvers import errors
from resolvers.errors import BackendFault
from resolvers.writing.change import Change
from schema.write_inputs import OrderUpdateInput
from schema.writes import WriteOutcome
from tests.resolvers.writing.far_shop import FarVendor, Shop

pytestmark = pytest.mark.anyio

INPUT = OrderUpdateInput(id="gid://shop/Order/1", note="x")  # type: ignore[arg-type]
LOST = [
    errors.TimedOut("shop", "did not answer in time."),
    errors.Unavailable("shop", "broke off."),
    errors.Unavailable("shop", "failed.", http_status=500),
    errors.BadResponse("shop", "babbles."),
]


@pytest.fixture
def change(vendor: FarVendor, shop: Shop) -> Change:
    shop.make(shop.take(None, "R"))
    return Change(vendor, "1")


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.message)
async def test_a_change_whose_answer_is_lost_is_unknown(change: Change, vendor: FarVendor, fault: BackendFault) -> None:
    vendor.failing = fault
    ending = await change.update(INPUT)

    assert (ending.outcome, ending.code, ending.touched) == (WriteOutcome.UNKNOWN, "OUTCOME_UNKNOWN", True)
    assert vendor.changed == ["1"]


@pytest.mark.parametrize("fault", LOST, ids=lambda fault: fault.message)
async def test_a_deletion_whose_answer_is_lost_is_looked_up(
    change: Change, vendor: FarVendor, fault: BackendFault
) -> None:
    vendor.failing = fault
    ending = await change.delete()

    assert (ending.outcome, ending.vendor_id) == (WriteOutcome.DONE, "1")
    assert (vendor.changed, vendor.read) == (["1"], ["1"])


async def test_a_bug_in_the_middle_of_a_change_is_an_unknown_outcome(change: Change, vendor: FarVendor) -> None:
    vendor.failing = ZeroDivisionError()

    assert (await change.update(INPUT)).outcome is WriteOutcome.UNKNOWN


async def test_a_bug_in_the_middle_of_a_deletion_is_looked_into(change: Change, vendor: FarVendor) -> None:
    vendor.failing = ZeroDivisionError()

    assert (await change.delete()).outcome is WriteOutcome.DONE
    assert vendor.read == ["1"]


async def test_one_that_is_still_there_is_in_doubt(vendor: FarVendor, shop: Shop) -> None:
    class Unmoved(FarVendor):
        async def delete_order(self, vendor_id: str) -> bool:
            raise LOST[0]

    shop.make(shop.take(None, "R"))
    ending = await Change(Unmoved(shop), "1").delete()

    assert (ending.outcome, ending.code) == (WriteOutcome.UNKNOWN, "OUTCOME_UNKNOWN")


async def test_one_that_can_t_be_looked_at_is_in_doubt(shop: Shop) -> None:
    class Down(FarVendor):
        async def delete_order(self, vendor_id: str) -> bool:
            self.failing = LOST[0]
            raise LOST[0]

    assert (await Change(Down(shop), "1").delete()).outcome is WriteOutcome.UNKNOWN


async def test_the_vendor_s_no_is_told_in_its_words(change: Change, vendor: FarVendor) -> None:
    vendor.failing = errors.Rejected("shop", "Already shipped.", vendor_code="403")
    ending = await change.delete()

    assert (ending.outcome, ending.code) == (WriteOutcome.REFUSED, "REJECTED")
    assert (ending.errors[0].message, ending.errors[0].vendor_code) == ("Already shipped.", "403")
    assert vendor.read == []


async def test_what_never_left_changed_nothing(change: Change, vendor: FarVendor) -> None:
    vendor.failing = errors.NeverSent("shop", "can't be reached.")
    ending = await change.update(INPUT)

    assert (ending.outcome, ending.code, ending.touched) == (WriteOutcome.REFUSED, "BACKEND_UNAVAILABLE", False)


async def test_an_order_that_is_not_there_is_not_found(vendor: FarVendor) -> None:
    change = Change(vendor, "404")

    assert (await change.update(INPUT)).code == "NOT_FOUND"
    assert (await change.delete()).code == "NOT_FOUND"
