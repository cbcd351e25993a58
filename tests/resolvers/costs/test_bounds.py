"""How many calls a question takes at most, beside what reading really takes."""

import math

import pytest

from resolvers import plans
from resolvers.costs import bounds
from resolvers.errors import Overspent
from resolvers.keys import Ordering
from resolvers.plans import Plan, Way
from resolvers.readers import paging
from resolvers.readers.source import NO_MARK, Mark
from resolvers.vendors import VENDORS, allowance, tolls
from resolvers.vendors.allowance import Quota
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.listing import Listing, OrderFilter
from resolvers.vendors.tolls import NO_CALL, ONE_CALL, Toll
from schema.sort import OrderSortField, SortDirection
from schema.status import OrderStatus
from tests.resolvers.simulated import CREATED, DAYS, EXACT, HEAP, PLAIN, Simulated, kind, vendor

NEWEST = Ordering(OrderSortField.ORDERED_AT, SortDirection.DESC)
CONFIG = BackendConfig.model_validate({"id": "a", "vendor": "any", "url": "https://vendor.test"})
DEFAULT = CONFIG.scan_limit


def plan_of(shop: type[Simulated], where: OrderFilter = OrderFilter(), **config: object) -> Plan:  # noqa: B008
    plan = plans.of_orders(vendor(shop, "shop", **config), where, NEWEST, None)
    assert plan is not None
    return plan


@pytest.mark.parametrize("by_page", [False, True])
@pytest.mark.parametrize("max_page", [100, 200])
@pytest.mark.parametrize("start", [0, 1, 333, 12_345])
def test_a_list_that_is_read_as_far_as_the_scan_limit_takes_no_more_pages(
    max_page: int, by_page: bool, start: int
) -> None:
    listing = Listing(max_page=max_page, counted=True, by_page=by_page)
    read = list(paging.overlapping(listing, start, start + DEFAULT))

    assert len(read) <= bounds.pages(listing, DEFAULT) <= math.ceil(DEFAULT / max_page * 1.2) + 1


def test_short_pages_that_overlap_by_a_row_are_not_counted_short() -> None:
    listing = Listing(max_page=6, counted=True)

    assert len(list(paging.overlapping(listing, 0, DEFAULT))) <= bounds.pages(listing, DEFAULT)


def test_rows_that_have_to_be_completed_to_be_filtered_are_a_call_for_each_that_may_be_read() -> None:
    thin = kind("Thin", Listing(max_page=50, counted=True), row_order_fields=frozenset({"orderedAt", "number"}))
    read = bounds.pages(Listing(max_page=50, counted=True), DEFAULT)

    assert bounds.of_rows(plan_of(thin, OrderFilter(origin="web"))) == (read + bounds.SPARE) * 50
    assert bounds.of_rows(plan_of(thin, OrderFilter(number="1"))) == 0


def test_each_list_of_a_plan_and_each_count_is_a_call_of_its_own() -> None:
    statuses = OrderFilter(statuses=frozenset({OrderStatus.CONFIRMED, OrderStatus.COMPLETED}))
    one, two = plan_of(EXACT, scan_limit=70), plan_of(EXACT, statuses, scan_limit=70)
    calls = {"goes_on": False, "counts": False}

    assert bounds.of_lists(two, [NO_MARK] * 2, **calls) == 2 * bounds.of_lists(one, [NO_MARK], **calls)
    counted = bounds.of_lists(two, [NO_MARK] * 2, goes_on=False, counts=True)
    assert counted == bounds.of_lists(two, [NO_MARK] * 2, **calls) + 2


def test_groups_of_equals_that_are_read_anew_take_as_many_again() -> None:
    assert bounds.of_one_list(plan_of(DAYS)) == 2 * bounds.pages(plan_of(DAYS).listing, DEFAULT)
    assert bounds.of_one_list(plan_of(PLAIN)) == bounds.pages(plan_of(PLAIN).listing, DEFAULT)


def test_a_cursor_that_does_not_say_how_far_it_was_costs_the_search_for_its_place() -> None:
    plan, calls = plan_of(PLAIN), {"counts": False}
    plain = bounds.of_lists(plan, [NO_MARK], goes_on=False, **calls)

    assert bounds.of_lists(plan, [Mark(o=3)], goes_on=True, **calls) == plain
    assert bounds.of_lists(plan, [NO_MARK], goes_on=True, **calls) == plain + bounds.SEEKING
    assert bounds.of_lists(plan_of(HEAP), [NO_MARK], goes_on=True, **calls) == bounds.of_lists(
        plan_of(HEAP), [NO_MARK], goes_on=False, **calls
    )


def test_rows_that_a_cursor_names_are_a_call_each() -> None:
    passed = [Mark(h=[(1, "7"), (1, "8")])]

    assert plan_of(CREATED).way is Way.BY_CREATION
    assert bounds.of_held(plan_of(CREATED), passed) == 2
    assert bounds.of_held(plan_of(PLAIN), passed) == 0


def test_a_toll_counts_what_is_done_once_and_for_each() -> None:
    toll = Toll(once=1, each=2, lists=1, page=100, deep=5, deep_fields=frozenset({"lines"}))

    assert toll.calls(CONFIG, 3, frozenset({"id"})) == 1 + 21 + 3 * 2
    assert toll.calls(CONFIG, 3, frozenset({"lines"})) == 1 + 21 + 3 * (2 + 5) == toll.calls(CONFIG, 3)
    assert Toll(lists_each=1).calls(CONFIG, 3) == 3 * 21


@pytest.mark.parametrize("name", VENDORS)
def test_what_a_vendor_only_refuses_costs_nothing_and_its_tolls_are_of_what_it_offers(name: str) -> None:
    known = VENDORS[name]
    refused = [method for method in known.tolls if getattr(known, method) is getattr(Vendor, method)]

    assert refused == []
    assert tolls.of(known, Vendor, "order") == ONE_CALL
    assert tolls.of(Vendor, Vendor, "order") == NO_CALL


def test_a_vendor_that_does_not_say_what_finding_takes_may_read_a_list_for_it() -> None:
    finding = kind("Finding", HEAP.order_listing, orders_by_numbers=lambda *_: None, customer=lambda *_: None)  # type: ignore[arg-type]

    assert tolls.of(finding, Vendor, "orders_by_numbers") == Toll(each=2, lists=1)
    assert tolls.of(finding, Vendor, "customer") == ONE_CALL


def test_a_question_gets_what_was_told_of_it_and_no_more() -> None:
    with allowance.granted(9) as granted, allowance.within(Quota(2)):
        allowance.charge("a")
        with allowance.within(Quota(1)):
            allowance.charge("a")
        allowance.charge("a")
        with pytest.raises(Overspent):
            allowance.charge("a")

    assert granted.charged == {"a": 3}


def test_a_call_made_again_is_not_charged_again() -> None:
    with allowance.granted(9) as granted:
        allowance.charge("a")
        allowance.spend("a")
        allowance.spend("a")

    assert (granted.charged, granted.made) == ({"a": 1}, {"a": 2})


def test_what_follows_on_a_broken_word_is_not_charged() -> None:
    with allowance.granted(9) as granted:
        allowance.charge("a")
        allowance.forgive()
        allowance.charge("a")

    assert granted.charged == {"a": 1}


def test_no_more_is_charged_than_may_be_called() -> None:
    with allowance.granted(1) as granted:
        allowance.charge("a")
        with pytest.raises(Overspent):
            allowance.charge("a")

    assert granted.charged == {"a": 1}
