"""Chooses the pages to request, also where pages are numbered and so start at multiples of their size. Pure.

A numbered page spans an offset only if its size does not divide it. With a `max_page` of 20 or more such a size always
exists, because the least common multiple of 1 to 20 is 232,792,560, and no list is that long. With a smaller one, pages
would come to an offset that none of them spans.
"""

from collections.abc import Iterator
from dataclasses import replace

from resolvers.vendors.listing import Listing

Page = tuple[int, int]
"""Offset and size."""
SPANNING = 20
"""Rows: the least `max_page` of numbered pages."""


def fitted(listing: Listing, longest: int) -> Listing:
    """For a vendor whose pages have at most `longest` rows, but no fewer than it takes for pages to overlap."""
    least = SPANNING if listing.by_page else 2
    return replace(listing, max_page=min(listing.max_page, max(least, longest)))


def onward(listing: Listing, place: int, wanted: int, overlap: int = 1) -> Page:
    """A page with the `overlap` rows before the offset `place`, and up to `wanted` rows from there on."""
    start = max(0, place - overlap)
    if not listing.by_page:
        return start, min(listing.max_page, place - start + wanted)
    return max(_numbered(listing, start), key=lambda page: (min(wanted, sum(page) - place), -page[1]))


def backward(listing: Listing, place: int, wanted: int, overlap: int = 1) -> Page:
    """A page with `overlap` rows from the offset `place` on, and up to `wanted` rows before it."""
    end = max(1, place + overlap)
    if not listing.by_page:
        start = max(0, place - wanted, end - listing.max_page)
        return start, end - start
    return max(_numbered(listing, end - 1), key=lambda page: (min(wanted, place - page[0]), -page[1]))


def overlapping(listing: Listing, start: int, total: int) -> Iterator[Page]:
    """The largest pages that cover `start` to `total`, each of which starts within the page before it."""
    end = start
    while end < max(total, 1):
        page = onward(listing, end, listing.max_page)
        yield page
        end = sum(page)


def _numbered(listing: Listing, place: int) -> list[Page]:
    """For each page size, the page with the row at that offset."""
    return [(place - place % size, size) for size in range(1, listing.max_page + 1)]
