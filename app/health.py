"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter, Request

from app.refusal import Refusal
from resolvers.gateway import Gateway

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/ready")
async def ready(request: Request) -> dict[str, object]:
    """Ready whatever the backends do: a backend that is down costs its own fields alone.

    Each caller reads of the backends that exist for it; who is unknown, as an orchestrator's probe is, of none.
    """
    gateway: Gateway = request.app.state.gateway
    try:
        caller = await request.app.state.callers.identify(request.headers)
    except Refusal:
        return {"status": "ready"}
    seen = {id: vendor for id, vendor in gateway.backends.items() if caller.may_see(id)}
    return {"status": "ready", "backends": {id: vendor.backend.health().status.value for id, vendor in seen.items()}}
