"""Who is next, where several take turns."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.round_robin import RoundRobin

Path = tuple[str, str, int]
"""A caller, its operation, and the number of a call."""

flows = st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"))
callings = st.lists(flows, max_size=40).map(lambda flows: [(*flow, number) for number, flow in enumerate(flows)])


def queued(paths: list[Path]) -> RoundRobin[int]:
    queue: RoundRobin[int] = RoundRobin()
    for path in paths:
        queue.add(*path)
    return queue


def drained(paths: list[Path]) -> Iterator[Path]:
    queue = queued(paths)
    while queue:
        yield paths[queue.take()]


def places(taken: list[Path], level: int) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """For each path, the keys above the level, and how many turns that level's key had by then, this one included."""
    had: Counter[tuple[str | int, ...]] = Counter()
    for path in taken:
        had[path[: level + 1]] += 1
        yield path[:level], had[path[: level + 1]]


@given(paths=callings)
def test_everything_comes_out_once(paths: list[Path]) -> None:
    assert sorted(drained(paths)) == sorted(paths)


@pytest.mark.parametrize("level", [0, 1])
@given(paths=callings)
def test_no_key_has_its_next_turn_before_the_others_had_theirs(level: int, paths: list[Path]) -> None:
    """The callers at level 0, and one caller's operations at level 1."""
    rounds: dict[tuple[str | int, ...], list[int]] = {}
    for above, number in places(list(drained(paths)), level):
        rounds.setdefault(above, []).append(number)

    assert all(numbers == sorted(numbers) for numbers in rounds.values())


@given(paths=callings)
def test_one_operation_s_calls_are_first_in_first_out(paths: list[Path]) -> None:
    calls: dict[tuple[str, str], list[int]] = {}
    for caller, operation, number in drained(paths):
        calls.setdefault((caller, operation), []).append(number)

    assert all(numbers == sorted(numbers) for numbers in calls.values())


@given(before=callings, taken=st.integers(0, 40))
def test_who_joins_waits_for_at_most_one_of_each_other_caller_s(before: list[Path], taken: int) -> None:
    queue = queued(before)
    for _ in range(min(taken, len(before))):
        queue.take()
    queue.add("new", "x", -1)
    ahead = [before[number][0] for number in iter(queue.take, -1)]

    assert len(ahead) == len(set(ahead))


@given(paths=callings, gone=st.sets(st.integers(0, 39)))
def test_what_is_removed_does_not_come_out_and_all_else_does(paths: list[Path], gone: set[int]) -> None:
    queue = queued(paths)
    found = [path for path in paths if path[2] in gone and queue.remove(*path)]
    left = [path for path in paths if path[2] not in gone]
    taken = [queue.take() for _ in left]

    assert len(found) + len(left) == len(paths)
    assert sorted(taken) == [number for *_, number in left]
    assert not queue


@pytest.mark.parametrize("path", [("A", "x", 1), ("A", "y", 0), ("B", "x", 0)])
def test_what_is_not_there_is_not_removed(path: Path) -> None:
    queue = queued([("A", "x", 0)])

    assert not queue.remove(*path)
    assert queue.take() == 0


def test_nothing_comes_out_of_an_empty_queue() -> None:
    with pytest.raises(KeyError):
        queued([]).take()
