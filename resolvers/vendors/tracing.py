"""W3C trace context: the trace that a caller's request belongs to is told to vendors. No other header of it is.

What is passed on is written anew from what could be read, so nothing else can ride along.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry.context import attach, detach
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

NAMES = ("traceparent", "tracestate")
PROPAGATOR = TraceContextTextMapPropagator()


@contextmanager
def carried_on(given: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """For all that is started in here. `given`: each header's lines; two of traceparent are as none."""
    is_one = len(given.get("traceparent", ())) == 1
    token = attach(PROPAGATOR.extract({name: list(lines) for name, lines in given.items()} if is_one else {}))
    try:
        yield
    finally:
        detach(token)


def headers() -> dict[str, str]:
    """Of a call within a trace; none outside of any."""
    told: dict[str, str] = {}
    PROPAGATOR.inject(told)
    return told
