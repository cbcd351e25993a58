"""Which pages to ask for, also where pages are numbered and so begin at multiples of their size. Pure."""

from collections.abc import Iterator

from resolvers.vendors.listing import Listing

Page = tuple[int, int]
"""Offset and size."""


def from_place(listing: Listing, offset: int, wanted: int) -> Page:
    """A page that begins at or before `offset` and goes at least as far behind it as one of `wanted` rows can."""
    if not listing.by_page:
        return offset, wanted
    sizes = range(wanted, listing.max_page + 1)
    size = max(sizes, key=lambda size: (min(wanted, size - offset % size), -size))
    return offset - offset % size, size


def up_to_place(listing: Listing, upper: int, wanted: int) -> Page:
    """A page that ends at or behind `upper` and begins as far before it as is wanted."""
    if not listing.by_page:
        return max(0, upper - wanted), max(1, min(wanted, upper))
    sizes = range(wanted, listing.max_page + 1)
    size = max(sizes, key=lambda size: (min(wanted, (upper - 1) % size + 1), -size))
    return (upper - 1) // size * size, size


def overlapping(listing: Listing, total: int | None = None) -> Iterator[Page]:
    """The largest pages up to `total`, each beginning within the one before, so that a shift is noticed."""
    end = 0
    while total is None or end < max(total, 1):
        offset, size = max(_candidates(listing, end), key=lambda page: (page[0] + page[1], page[0]))
        yield offset, size
        end = offset + size


def _candidates(listing: Listing, end: int) -> list[Page]:
    last = max(0, end - 1)
    if not listing.by_page:
        return [(last, listing.max_page)]
    return [(last - last % size, size) for size in range(listing.max_page // 2, listing.max_page + 1) if size]
