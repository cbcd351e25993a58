"""Read your writes: what was remembered before a write is not used after it, in whichever worker.

Each backend's writes are counted in the state that the workers share. The count is part of the name under which a
worker remembers rows, lists and details, so that one more write makes all of that backend's unknown at once. What was
on its way during a write is remembered under the count that was true when it was asked for.
"""

import structlog

from resolvers.context import Context
from resolvers.gateway import Gateway
from resolvers.state.store import StoreFault

log = structlog.get_logger(__name__)


async def look(gateway: Gateway) -> None:
    """Before an operation: what others wrote meanwhile. Where that can't be told, nothing remembered is used."""
    if gateway.state is None:
        return
    written = await gateway.best_effort.ask(gateway.state.store.generations, None)
    if written is None:
        gateway.memory.distrust()
    else:
        gateway.memory.saw(written)


async def wrote(gateway: Gateway, backend: str) -> None:
    """After a write that was done, or may have been."""
    try:
        gateway.memory.saw({backend: await gateway.writing.store.wrote_to(backend)})
    except StoreFault as fault:
        log.error("state_failed", why=str(fault))
        gateway.memory.distrust()


def begin_anew(context: Context) -> None:
    """What the operation itself has read so far is forgotten too: its next fields come after the write."""
    context.begin_anew()
