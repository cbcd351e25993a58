"""One reading of a list serves all that are looked for in it."""

from collections.abc import AsyncGenerator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BackendFault, Unavailable, Unsupported
from resolvers.vendors.search import Page, followed, search

pytestmark = pytest.mark.anyio

CUT_OFF = Unsupported("shop", "can't be read further.")
FAILED = Unavailable("shop", "failed.")
NAMES = st.sampled_from(["a", "b", "c", "d"])


class Shelf:
    """A list by pages of names, each thing called by its name and place; `end`: what is raised behind the last."""

    def __init__(self, *pages: Sequence[str | None], end: BackendFault | None = None) -> None:
        self._pages = pages
        self._end = end
        self.read = 0

    async def pages(self) -> AsyncGenerator[Page[str], None]:
        for number, page in enumerate(self._pages):
            self.read += 1
            yield [(name, f"{name}{number}") for name in page]
        if self._end:
            raise self._end


async def test_many_names_cost_one_reading() -> None:
    shelf = Shelf(["a", None], ["b"], ["c"])

    found = await search(shelf.pages(), ["c", "a", "nobody"])

    assert found == {"c": ["c2"], "a": ["a0"], "nobody": []}
    assert shelf.read == 3


async def test_the_reading_ends_where_all_is_found() -> None:
    shelf = Shelf(["a"], ["b"], ["c"], end=FAILED)

    assert await search(shelf.pages(), ["b", "a"]) == {"b": ["b1"], "a": ["a0"]}
    assert shelf.read == 2


async def test_a_name_is_looked_for_no_further_than_the_page_that_has_it() -> None:
    assert await search(Shelf(["a", "a"], ["a", "b"]).pages(), ["a", "b"]) == {"a": ["a0", "a0"], "b": ["b1"]}


async def test_where_names_are_not_unique_all_that_go_by_one_are_found() -> None:
    assert await search(Shelf(["a"], ["b"], ["a"]).pages(), ["a"], unique=False) == {"a": ["a0", "a2"]}


@pytest.mark.parametrize("fault", [CUT_OFF, FAILED])
async def test_a_fault_is_of_those_alone_that_were_not_found_before(fault: BackendFault) -> None:
    assert await search(Shelf(["a"], end=fault).pages(), ["a", "b"]) == {"a": ["a0"], "b": fault}


async def test_where_names_are_not_unique_a_failure_leaves_none_sure_and_the_scan_limit_those_not_found() -> None:
    failing, cut_off = Shelf(["a"], end=FAILED), Shelf(["a"], end=CUT_OFF)

    assert await search(failing.pages(), ["a", "b"], unique=False) == {"a": FAILED, "b": FAILED}
    assert await search(cut_off.pages(), ["a", "b"], unique=False) == {"a": ["a0"], "b": CUT_OFF}


async def test_nothing_is_read_on_for_nobody() -> None:
    shelf = Shelf(["a"], ["b"])

    assert await search(shelf.pages(), []) == {}
    assert shelf.read <= 1


@given(st.lists(st.lists(st.none() | NAMES)), st.lists(NAMES))
async def test_one_search_for_many_finds_what_a_search_for_each_finds(
    pages: list[list[str | None]], names: list[str]
) -> None:
    together = await search(Shelf(*pages).pages(), names)

    assert together == {name: (await search(Shelf(*pages).pages(), [name]))[name] for name in names}


async def test_what_is_found_is_followed_in_the_names_order_and_fails_in_its_place() -> None:
    async def follow(thing: str) -> str | None:
        if thing == "bad":
            raise FAILED
        return thing.upper() if thing != "gone" else None

    found: dict[str, list[str] | BackendFault] = {"a": ["one", "gone"], "b": ["bad"], "c": CUT_OFF}

    assert await followed(found, ["c", "a", "b", "a"], follow) == [CUT_OFF, ["ONE"], FAILED, ["ONE"]]
