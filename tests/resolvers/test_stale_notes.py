"""How an answer says where something old stands in it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.stale_notes import MOST, Notes, Old, Place, current, noted

MORNING = datetime(2026, 3, 24, 8, tzinfo=UTC)


def old(backend: str = "shop", minutes: int = 0) -> Old:
    return Old(backend, MORNING + timedelta(minutes=minutes))


def paths(notes: Notes) -> list[list[str | int]]:
    return [entry["path"] for entry in notes.shown().get("stale", [])]


def test_where_all_is_new_nothing_is_said() -> None:
    assert Notes().shown() == {}


def test_a_place_is_told_with_its_backend_and_the_hour() -> None:
    notes = Notes()
    notes.at(("order", "customer"), old("erp"))

    assert notes.shown() == {
        "stale": [{"path": ["order", "customer"], "backend": "erp", "asOf": "2026-03-24T08:00:00+00:00"}]
    }


def test_of_two_at_one_place_the_older_is_told() -> None:
    notes = Notes()
    for each in (old("a", 5), old("b", 1), old("c", 3)):
        notes.at(("order", "linkedOrders"), each)

    assert [entry["backend"] for entry in notes.shown()["stale"]] == ["b"]


def test_of_two_as_old_the_one_is_told_whose_name_comes_first() -> None:
    notes = Notes()
    for backend in ("b", "a", "c"):
        notes.at(("order", "linkedOrders"), old(backend))

    assert [entry["backend"] for entry in notes.shown()["stale"]] == ["a"]


def test_places_in_a_list_are_sorted_by_number() -> None:
    notes = Notes()
    for index in (10, 9, 2):
        notes.at(("nodes", index), old())

    assert paths(notes) == [["nodes", 2], ["nodes", 9], ["nodes", 10]]


def test_a_row_that_was_on_its_way_is_told_wherever_it_stands() -> None:
    notes = Notes()

    def places(index: int) -> Iterable[Place]:
        return [("orders", "nodes", index), ("orders", "edges", index, "node")]

    notes.listed(["new", "old"], places)
    notes.old["old"] = old()

    assert paths(notes) == [["orders", "edges", 1, "node"], ["orders", "nodes", 1]]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 60), st.integers(0, 9))))
def test_each_place_is_told_once_in_order_and_of_too_many_how_many_more(found: list[tuple[str, int, int]]) -> None:
    notes = Notes()
    for name, index, minutes in found:
        notes.at((name, index), old(minutes=minutes))
    places = sorted({(name, index) for name, index, _ in found})
    shown = notes.shown()

    assert paths(notes) == [list(place) for place in places[:MOST]]
    assert shown.get("staleLeftOut", 0) == max(0, len(places) - MOST)


def test_each_operation_has_notes_of_its_own() -> None:
    with noted() as one, noted() as other:
        assert current() is other
        assert one is not other

    assert current() is None


@pytest.mark.parametrize(("places", "told", "left_out"), [(100, 100, None), (101, 100, 1), (150, 100, 50)])
def test_of_many_places_a_hundred_are_told(places: int, told: int, left_out: int | None) -> None:
    notes = Notes()
    for index in range(places):
        notes.at(("nodes", index), old())
    shown = notes.shown()

    assert (len(shown["stale"]), shown.get("staleLeftOut")) == (told, left_out)
