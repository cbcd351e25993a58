"""What is counted, and for how long."""

from hypothesis import given
from hypothesis import strategies as st

from resolvers.vendors.policies.window import RollingWindow
from tests.resolvers.vendors.policies.ticking import Ticking


@given(st.lists(st.floats(0, 8), max_size=60))
def test_what_is_counted_is_between_the_window_less_a_slice_and_the_window(pauses: list[float]) -> None:
    ticking = Ticking()
    window = RollingWindow(30, 10, ticking.now)
    added = []
    for pause in pauses:
        ticking.wait(pause)
        window.add("call")
        added.append(ticking.at)
        least = sum(at > ticking.at - 27 + 1e-6 for at in added)
        most = sum(at > ticking.at - 30 - 1e-6 for at in added)

        assert least <= window.count("call") <= most


def test_what_lies_back_is_forgotten_though_nothing_comes_after_it() -> None:
    ticking = Ticking()
    window = RollingWindow(30, 10, ticking.now)
    window.add("call")
    ticking.wait(30)

    assert window.count("call") == 0


def test_once_it_is_cleared_nothing_was_counted() -> None:
    window = RollingWindow(30, 10, Ticking().now)
    window.add("call", 3)
    window.clear()
    window.add("call")

    assert window.count("call") == 1


def test_counts_are_kept_apart_by_name() -> None:
    window = RollingWindow(30, 10, Ticking().now)
    window.add("call")

    assert window.count("failure") == 0
