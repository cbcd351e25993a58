"""What does not stop the start, over real sockets."""

import httpx
import pytest
from pydantic import SecretStr

from app.main import create_app
from app.settings import Server, Settings, State
from app.settings_edge import Jwt
from resolvers.state.connect import TEMPORARY
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET
from resolvers.vendors.wimpel.sandbox import stand_in
from schema.field import Scope
from tests import ports
from tests.app.serving import serving
from tests.canaries import watched
from tests.waiting import NO_HURRY, SECONDS

pytestmark = pytest.mark.anyio

NOWHERE = f"http://{'.'.join(['name'] * 60)}"
"""No name is as long, so nobody is asked for it who might be slow to answer."""
SOURCES = "{ orders(first: 1) { sources { backend { id } status error { message } } } }"


def backend(id: str, url: str, **config: object) -> BackendConfig:
    return BackendConfig.model_validate(
        {"id": id, "vendor": "wimpel", "url": url, "secret": SECRET} | NO_HURRY | config
    )


async def started(http_url: str, closed: int) -> tuple[int, dict[str, str]]:
    """The status of ready, and what becomes of each backend in a list. `closed`: a port at which nobody listens."""
    token = {"token_url": f"{NOWHERE}/token", "client_id": "gateway", "client_secret": "s"}
    settings = Settings(
        server=Server(anonymous_scopes=frozenset(Scope), deadline=SECONDS),
        state=State(url=SecretStr(TEMPORARY)),
        jwt=Jwt.model_validate({"issuer": "i", "audience": "a", "jwks_url": f"{NOWHERE}/jwks"}),
        backends=(
            backend("good", http_url),
            backend("down", f"http://127.0.0.1:{closed}"),
            backend("lost", NOWHERE),
            backend("tokenless", http_url, auth=token),
        ),
    )
    async with (
        serving(watched(create_app(settings))) as url,
        httpx.AsyncClient(base_url=url, timeout=SECONDS, trust_env=False) as client,
    ):
        ready = await client.get("/health/ready")
        answer = (await client.post("/graphql", json={"query": SOURCES})).json()
    sources = answer["data"]["orders"]["sources"]
    return ready.status_code, {each["backend"]["id"]: (each["error"] or {}).get("message", "") for each in sources}


async def test_no_backend_stops_the_start_and_each_says_what_it_lacks() -> None:
    with ports.kept() as closed:
        async with serving(stand_in()) as http_url:
            ready, sources = await started(http_url, closed)

    assert ready == 200
    assert sources == {
        "good": "",
        "down": "Backend down can't be reached: the connection was refused.",
        "lost": "Backend lost can't be reached: its name can't be resolved.",
        "tokenless": "Backend tokenless can't be called: its token issuer can't be reached: "
        "its name can't be resolved.",
    }
