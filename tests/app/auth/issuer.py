"""Who signs tokens, in tests: keys, claims, and the tokens themselves."""

import json
import warnings
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import httpx
from joserfc import jws, jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from app.auth.jwks import Keys
from app.auth.tokens import ALGORITHMS, Tokens
from app.settings_edge import Jwt
from tests.app.running import Gate

NOW = 1_800_000_000
CONFIG = Jwt.model_validate(
    {"issuer": "https://issuer.test", "audience": "orders", "jwks_url": "https://issuer.test/jwks"}
)
KEYS: dict[str, Any] = {
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
    "ES256": ECKey.generate_key("P-256", {"kid": "ec"}),
    "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "ed"}),
}
CLAIMS = {"iss": "https://issuer.test", "aud": "orders", "exp": NOW + 600, "client_id": "erp", "scope": "orders:read"}


class Issuer(httpx.AsyncBaseTransport):
    """Answers with its keys as soon as its gate is open, and counts how often it was asked."""

    def __init__(self, *keys: Any) -> None:
        self.keys = [key.as_dict(private=False) for key in keys]
        self.status = 200
        self.asked = 0
        self.gate = Gate()
        self.gate.set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        await self.gate.wait()
        return httpx.Response(self.status, json={"keys": self.keys}, request=request)


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


def tokens(issuer: Issuer, clock: Callable[[], float] | None = None, config: Jwt = CONFIG) -> Tokens:
    clock = clock or Clock()
    keys = Keys(str(config.jwks_url), httpx.AsyncClient(transport=issuer), clock)
    return Tokens(config, keys, clock)


def signed(algorithm: str = "ES256", key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
    key = key or KEYS[algorithm]
    head = {"alg": algorithm, "kid": key.kid, **(header or {})}
    told = {name: claim for name, claim in {**CLAIMS, **claims}.items() if claim is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)
        return jwt.encode(head, told, key, registry=JWSRegistry(algorithms=[*ALGORITHMS, "HS256"]))


def unsigned(head: Any) -> str:
    parts = (json.dumps(head).encode(), json.dumps(CLAIMS).encode(), b"0" * 64)
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def nameless(claims: bytes) -> str:
    """By the key for ES256, which its header does not name."""
    return jws.serialize_compact({"alg": "ES256"}, claims, KEYS["ES256"])
