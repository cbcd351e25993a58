"""W3C trace context: calls to vendors carry the trace of the caller's request.

The headers are parsed and written anew, so that nothing else of the caller's is forwarded.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry.context import attach, detach
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

NAMES = ("traceparent", "tracestate")
PROPAGATOR = TraceContextTextMapPropagator()


@contextmanager
def carried_on(given: Mapping[str, Sequence[str]]) -> Iterator[None]:
    """Continues a trace in this context. `given`: header values by name; several traceparents are ignored."""
    is_one = len(given.get("traceparent", ())) == 1
    token = attach(PROPAGATOR.extract({name: list(lines) for name, lines in given.items()} if is_one else {}))
    try:
        yield
    finally:
        detach(token)


def headers() -> dict[str, str]:
    """The trace headers for a call; empty outside of a trace."""
    carrier: dict[str, str] = {}
    PROPAGATOR.inject(carrier)
    return carrier
