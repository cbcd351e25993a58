"""The trace that a caller's request belongs to, as a call to a vendor tells it."""

import pytest

from resolvers.vendors import tracing

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
ANOTHER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"


def test_outside_of_any_trace_nothing_is_told() -> None:
    assert tracing.headers() == {}


def test_within_a_trace_it_is_told_with_its_state() -> None:
    with tracing.carried_on({"traceparent": [PARENT], "tracestate": ["a=1", "b=2"]}):
        told = tracing.headers()

    assert told == {"traceparent": PARENT, "tracestate": "a=1,b=2"}


@pytest.mark.parametrize("state", [{}, {"tracestate": []}])
def test_a_trace_needs_no_state(state: dict[str, list[str]]) -> None:
    with tracing.carried_on({"traceparent": [PARENT], **state}):
        assert tracing.headers() == {"traceparent": PARENT}


@pytest.mark.parametrize("parents", [[], [PARENT, ANOTHER], [PARENT, PARENT]])
def test_a_request_that_does_not_name_one_trace_belongs_to_none(parents: list[str]) -> None:
    with tracing.carried_on({"traceparent": parents, "tracestate": ["a=1"]}):
        assert tracing.headers() == {}


def test_one_without_any_trace_is_not_in_the_trace_around_it() -> None:
    with tracing.carried_on({"traceparent": [PARENT]}), tracing.carried_on({}):
        assert tracing.headers() == {}


def test_what_comes_after_belongs_to_the_trace_before() -> None:
    with tracing.carried_on({"traceparent": [PARENT]}):
        with pytest.raises(ValueError, match="ends"), tracing.carried_on({"traceparent": [ANOTHER]}):
            raise ValueError("ends")

        assert tracing.headers() == {"traceparent": PARENT}
    assert tracing.headers() == {}
