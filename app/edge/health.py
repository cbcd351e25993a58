"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from app.refusal import Refusal
from resolvers.gateway import Gateway
from resolvers.vendors.base import Vendor
from resolvers.vendors.policies.circuit import State

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/ready")
async def ready(request: Request) -> Response:
    """503 as soon as the process is told to end. Until then ready, whatever the backends do: one that is down costs
    its own fields alone.

    Each caller reads of the backends that exist for it; who is unknown, as an orchestrator's probe is, of none.
    """
    if request.app.state.ending.has_begun:
        return JSONResponse({"status": "not ready"}, 503)
    gateway: Gateway = request.app.state.gateway
    try:
        caller = await request.app.state.callers.identify(request.headers)
    except Refusal:
        return JSONResponse({"status": "ready"})
    seen = {id: _told(vendor) for id, vendor in gateway.backends.items() if caller.may_see(id)}
    return JSONResponse({"status": "ready", "backends": seen})


def _told(vendor: Vendor) -> dict[str, object]:
    """`circuits`: by the kind of call, those that are not closed."""
    states = {kind.value: circuit.state for kind, circuit in vendor.upstream.circuits.items()}
    not_closed = {kind: state.name for kind, state in states.items() if state is not State.CLOSED}
    return {"health": vendor.backend.health().status.value, "circuits": not_closed}
