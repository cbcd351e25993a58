"""Whether the process lives, and whether it can serve."""

from fastapi import APIRouter, Request

from resolvers.gateway import Gateway

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


@router.get("/ready")
async def ready(request: Request) -> dict[str, object]:
    """Ready whatever the backends do: a backend that is down costs its own fields alone."""
    gateway: Gateway = request.app.state.gateway
    backends = {id: vendor.backend.health().status.value for id, vendor in gateway.backends.items()}
    return {"status": "ready", "backends": backends}
