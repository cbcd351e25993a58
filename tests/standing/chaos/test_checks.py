"""That what the bad weather is judged by would notice."""

from collections import Counter
from typing import Any

import pytest

from app import sandbox
from resolvers.vendors.stand_in import Faults, Weather
from tests.standing.chaos import weather, whose
from tests.standing.chaos.ledger import Key, broken
from tests.standing.chaos.whose import Books

ORDER = "gid://wimpel/Order/1"


def told(*outcomes: str, ids: tuple[str, ...] = (), deletions: tuple[str, ...] = ()) -> Key:
    return Key("wimpel", "mark", {}, list(outcomes), set(ids), deletions=list(deletions))


@pytest.mark.parametrize(
    ("key", "there"),
    [
        (told("UNKNOWN"), [ORDER, "another"]),
        (told("DONE", ids=(ORDER,)), []),
        (told("DONE", ids=(ORDER,)), ["another"]),
        (told("DONE", "DONE", ids=(ORDER, "another")), [ORDER]),
        (told("UNKNOWN", "REFUSED"), [ORDER]),
        (told("DONE", ids=(ORDER,), deletions=("asked", "DONE")), [ORDER]),
    ],
)
def test_a_promise_that_was_not_kept_is_noticed(key: Key, there: list[str]) -> None:
    assert list(broken([key], {"wimpel": {"mark": there}})) != []


@pytest.mark.parametrize(
    ("key", "there"),
    [
        (told("UNKNOWN"), [ORDER]),
        (told("UNKNOWN"), []),
        (told("UNKNOWN", "DONE", "UNKNOWN", ids=(ORDER,)), [ORDER]),
        (told("REFUSED"), []),
        (told("DONE", ids=(ORDER,), deletions=("asked", "UNKNOWN")), []),
    ],
)
def test_a_promise_that_was_kept_is_not(key: Key, there: list[str]) -> None:
    assert list(broken([key], {"wimpel": {"mark": there}})) == []


@pytest.mark.parametrize(
    "thing",
    [
        {"id": ORDER, "backend": {"id": "obapi"}},
        {"id": ORDER, "vendorId": "2"},
        {"id": ORDER, "__typename": "Customer"},
        {"id": "gid://wimpel"},
    ],
)
def test_a_thing_that_is_not_what_its_id_says_is_noticed(thing: dict[str, Any]) -> None:
    assert list(whose.strangers({"nodes": [{"deep": thing}]})) != []


def test_an_order_that_the_vendor_has_otherwise_is_noticed() -> None:
    books = Books(sandbox.stand_ins())
    true = {"id": "gid://logictrade/Order/4", "number": "V24000001", "raw": {"number": "V24000001"}}

    assert list(books.wrong([true])) == []
    assert list(books.wrong([true | {"number": "V24000002"}])) != []
    assert list(books.wrong([true | {"raw": {"number": "V24000002"}}])) != []
    assert list(books.wrong([true | {"id": "gid://logictrade/Order/99999"}])) != []


def test_each_fault_befalls_as_many_calls_as_its_share_says_and_the_same_ones_each_time() -> None:
    late, fails = Faults(latency=1), Faults(status=500)
    some = Weather("seed", ((0.2, late), (0.1, fails)))
    drawn = [some.at("/path", number) for number in range(5000)]

    assert drawn == [some.at("/path", number) for number in range(5000)]
    counted = Counter(map(repr, drawn))
    assert 900 < counted[repr(late)] < 1100
    assert 400 < counted[repr(fails)] < 600


def test_the_weather_is_as_bad_as_is_wanted_for_every_vendor() -> None:
    assert set(weather.SHARES) == set(sandbox.stand_ins())
    for shares in weather.SHARES.values():
        assert all(0.05 <= share <= 0.2 for share, _ in shares)
        assert sum(share for share, _ in (*weather.RARELY, *shares)) < 1
