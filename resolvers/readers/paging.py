"""Which pages to ask for, also where pages are numbered and so begin at multiples of their size. Pure.

A numbered page that reaches over a place needs a size that does not divide it. There always is one up to a `max_page`
of 20, for no list is as long as 232,792,560.
"""

from collections.abc import Iterator

from resolvers.vendors.listing import Listing

Page = tuple[int, int]
"""Offset and size."""


def onward(listing: Listing, place: int, wanted: int, overlap: int = 1) -> Page:
    """A page that holds the `overlap` rows before `place`, and as many as are wanted from `place` on."""
    start = max(0, place - overlap)
    if not listing.by_page:
        return start, min(listing.max_page, place - start + wanted)
    return max(_numbered(listing, start), key=lambda page: (min(wanted, sum(page) - place), -page[1]))


def backward(listing: Listing, place: int, wanted: int, overlap: int = 1) -> Page:
    """A page that holds the `overlap` rows from `place` on, and as many as are wanted before it."""
    end = max(1, place + overlap)
    if not listing.by_page:
        start = max(0, place - wanted, end - listing.max_page)
        return start, end - start
    return max(_numbered(listing, end - 1), key=lambda page: (min(wanted, place - page[0]), -page[1]))


def overlapping(listing: Listing, start: int, total: int) -> Iterator[Page]:
    """The largest pages from `start` or a little before it to `total`, each beginning within the one before."""
    end = start
    while end < max(total, 1):
        page = onward(listing, end, listing.max_page)
        yield page
        end = sum(page)


def _numbered(listing: Listing, place: int) -> list[Page]:
    """The page of each size that holds that place."""
    return [(place - place % size, size) for size in range(1, listing.max_page + 1)]
