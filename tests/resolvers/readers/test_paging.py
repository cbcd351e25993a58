"""Which pages are asked for."""

from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from resolvers.readers import paging
from resolvers.vendors.listing import Listing

LISTINGS = st.builds(Listing, max_page=st.integers(20, 200), counted=st.booleans(), by_page=st.booleans())
PLACES = st.integers(0, 100_000)
WANTED = st.integers(1, 300)


def _can_be_asked(listing: Listing, page: paging.Page) -> bool:
    offset, size = page
    return offset >= 0 and 1 <= size <= listing.max_page and (not listing.by_page or offset % size == 0)


@given(LISTINGS, PLACES, WANTED, st.integers(0, 2))
def test_a_page_onward_holds_the_rows_before_the_place_and_at_least_the_one_at_it(
    listing: Listing, place: int, wanted: int, overlap: int
) -> None:
    offset, size = page = paging.onward(listing, place, wanted, overlap)

    assert _can_be_asked(listing, page)
    assert offset <= max(0, place - overlap)
    assert offset + size > place


@given(LISTINGS, PLACES, WANTED)
def test_a_page_onward_holds_all_that_is_wanted_where_pages_begin_anywhere(
    listing: Listing, place: int, wanted: int
) -> None:
    listing = Listing(listing.max_page, listing.counted)
    offset, size = paging.onward(listing, place, wanted)

    assert offset + size - place == min(wanted, listing.max_page - (place - offset))


@given(LISTINGS, st.integers(1, 100_000), WANTED, st.integers(0, 2))
def test_a_page_backward_holds_the_rows_at_the_place_and_at_least_the_one_before(
    listing: Listing, place: int, wanted: int, overlap: int
) -> None:
    offset, size = page = paging.backward(listing, place, wanted, overlap)

    assert _can_be_asked(listing, page)
    assert offset < place
    assert offset + size >= place + overlap


@given(LISTINGS, st.integers(0, 300), st.integers(0, 3000))
def test_pages_overlap_however_few_rows_the_vendor_sends_on_one(listing: Listing, longest: int, length: int) -> None:
    fitted = paging.fitted(listing, longest)
    pages = list(islice(paging.overlapping(fitted, longest, longest + length), length + 1))

    assert fitted.max_page <= listing.max_page
    assert all(later[0] < sum(earlier) < sum(later) for earlier, later in pairwise(pages))


@given(LISTINGS, st.integers(0, 3000), st.integers(0, 3000))
def test_pages_over_a_list_overlap_and_reach_its_end(listing: Listing, start: int, length: int) -> None:
    total = start + length
    pages = list(paging.overlapping(listing, start, total))

    assert all(_can_be_asked(listing, page) for page in pages)
    assert all(later[0] < sum(earlier) < sum(later) for earlier, later in pairwise(pages))
    assert not length or (pages[0][0] <= start and sum(pages[-1]) >= total)


def test_no_page_is_larger_than_is_wanted_where_pages_begin_anywhere() -> None:
    assert paging.onward(Listing(max_page=100, counted=True), 40, 21) == (39, 22)
    assert paging.backward(Listing(max_page=100, counted=True), 40, 21) == (19, 22)


def test_a_numbered_page_that_would_only_repeat_what_was_read_is_not_asked() -> None:
    listing = Listing(max_page=200, counted=True, by_page=True)
    offset, size = paging.onward(listing, 200, 200, 2)

    assert offset <= 198
    assert offset + size >= 390
