"""Liveness and readiness."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app.auth.callers import Callers
from app.edge.responses import NO_STORE
from app.refusal import Refusal
from resolvers.caller import Caller
from resolvers.gateway import Gateway
from resolvers.vendors.base import Vendor
from resolvers.vendors.policies.circuit import State


def routes(*, is_public: bool) -> list[Route]:
    async def ready(request: Request) -> Response:
        """503 once shutdown has begun. Backends don't matter: one that is down costs only its own fields."""
        state = request.app.state
        if state.ending.has_begun:
            return JSONResponse({"status": "not ready"}, 503, NO_STORE)
        caller = await _caller(state.callers, request, is_public)
        visible = {} if caller is None else _visible(state.gateway, caller)
        return JSONResponse({"status": "ready"} | visible, headers=NO_STORE)

    return [Route("/health/live", _live), Route("/health/ready", ready)]


async def _live(request: Request) -> Response:
    return JSONResponse({"status": "live"}, headers=NO_STORE)


async def _caller(callers: Callers, request: Request, is_public: bool) -> Caller | None:
    """Whose backends are shown. None: only the status, as for an orchestrator's probe without a credential."""
    try:
        return await (callers.named(request.headers) if is_public else callers.identify(request.headers))
    except Refusal:
        return None


def _visible(gateway: Gateway, caller: Caller) -> dict[str, object]:
    return {"backends": {id: _state(vendor) for id, vendor in gateway.backends.items() if caller.may_see(id)}}


def _state(vendor: Vendor) -> dict[str, object]:
    """`circuits`: those that are not closed, by kind of call."""
    states = {kind.value: circuit.state for kind, circuit in vendor.upstream.circuits.items()}
    not_closed = {kind: state.name for kind, state in states.items() if state is not State.CLOSED}
    return {"health": vendor.backend.health().status.value, "circuits": not_closed}
