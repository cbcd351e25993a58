"""Read your writes: what was cached before a write is not used after it, in any worker.

The workers' shared state counts the writes to each backend. The count is part of the keys under which a worker caches
rows, lists and details, so a write invalidates all of that backend's entries at once. An answer that was requested
before a write is cached under the count of that time.
"""

import structlog

from resolvers.gateway import Gateway
from resolvers.state.store import StoreFault

log = structlog.get_logger(__name__)


async def look(gateway: Gateway) -> None:
    """Before an operation: learns of other workers' writes. If the state is unavailable, nothing cached is used."""
    if gateway.state is None:
        return
    written = await gateway.best_effort.ask(gateway.state.store.generations, None)
    if written is None:
        gateway.memory.distrust()
    else:
        gateway.memory.saw(written)


async def wrote(gateway: Gateway, backend: str) -> None:
    """After a write that succeeded, or may have."""
    try:
        gateway.memory.saw({backend: await gateway.writing.store.wrote_to(backend)})
    except StoreFault as fault:
        log.error("state_failed", why=str(fault))
        gateway.memory.distrust()
