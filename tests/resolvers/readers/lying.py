"""Vendors whose lists lie: that never end, come again, say that there is more, or miscount."""

from collections.abc import Callable
from dataclasses import replace

from resolvers.vendors.listing import ListAsk, Listing, Row, RowPage, Ties
from schema.order import Order
from tests.resolvers.simulated import ALL_SORTS, BY_DATE, NEWEST, Simulated, kind

ENOUGH = 250
"""Calls beyond which a reader is taken to be asking without end."""
HUGE = 10**12


class Lying(Simulated):
    """`lie` makes of the true page what is answered."""

    lie: Callable[["Lying", ListAsk, RowPage[Order]], RowPage[Order]]

    async def order_page(self, ask: ListAsk) -> RowPage[Order]:
        assert len(self.asked) < ENOUGH, "asked without end"
        return type(self).lie(self, ask, await super().order_page(ask))

    def invented(self, ask: ListAsk) -> list[Row[Order]]:
        """Full pages of orders that nobody ever placed, in the order that is promised."""
        listing = self.order_listing
        assert listing is not None
        way = 1 if listing.by_creation else -1
        places = range(ask.offset, ask.offset + ask.limit)
        return [Row(self.made(f"x{at}", way * at, created=way * at + 0.5)) for at in places]


def never_ends(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    return RowPage(vendor.invented(ask), _count(page, ask.offset + 10 * ask.limit), is_last=False)


def comes_again(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    rows = [Row(order) for order in vendor.shelf[: ask.limit]]
    return RowPage(rows, _count(page, HUGE), is_last=False)


def says_there_is_more(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    return replace(page, total=_count(page, len(vendor.shelf) + 15), is_last=False)


def gives_each_row_twice(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    return replace(page, rows=[row for row in page.rows for _ in range(2)])


def gives_the_first_row_again(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    return replace(page, rows=page.rows + page.rows[:1])


def is_never_over(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    """As where `next` leads to the page itself: all rows are true, and so is the count."""
    return replace(page, is_last=False)


def counts_far_too_many(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    return replace(page, total=_count(page, HUGE))


def counts_none(vendor: Lying, ask: ListAsk, page: RowPage[Order]) -> RowPage[Order]:
    return replace(page, total=_count(page, 0))


def _count(page: RowPage[Order], total: int) -> int | None:
    """One that can't count does not begin to."""
    return None if page.total is None else total


LIES = (
    never_ends,
    comes_again,
    gives_each_row_twice,
    gives_the_first_row_again,
    says_there_is_more,
    is_never_over,
    counts_far_too_many,
    counts_none,
)
LISTINGS = {
    "sorted": (Listing(max_page=20, counted=True, sorts=ALL_SORTS), {}),
    "sorted, uncounted": (Listing(max_page=20, counted=False, sorts={NEWEST: ""}), {}),
    "sorted, shuffled": (Listing(max_page=20, counted=True, sorts=BY_DATE, ties=Ties.SHUFFLED), {"dates": "days"}),
    "by creation": (Listing(max_page=20, counted=True, by_creation=True), {}),
    "by creation, numbered": (Listing(max_page=20, counted=True, by_creation=True, by_page=True), {}),
    "unsorted": (Listing(max_page=20, counted=True), {}),
    "unsorted, uncounted": (Listing(max_page=20, counted=False), {}),
    "unsorted, numbered": (Listing(max_page=20, counted=False, by_page=True), {}),
}


def lying(name: str, lie: Callable[..., RowPage[Order]]) -> type[Simulated]:
    listing, more = LISTINGS[name]
    return type("Lying", (Lying, kind("Honest", listing, **more)), {"lie": staticmethod(lie)})
