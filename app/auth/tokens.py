"""JSON Web Tokens: signed by the issuer, for our audience, and not expired."""

import hashlib
import warnings
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError, SecurityWarning
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from app.auth.jwks import Keys
from app.settings_edge import Jwt
from resolvers.caller import Caller
from schema.field import Scope

ALGORITHMS = ["RS256", "ES256", "EdDSA", "Ed25519"]
"""Only asymmetric ones: the issuer publishes its keys. The last two are the same (RFC 9864)."""
SKEW = 60
SCOPE_CLAIMS = ("scope", "scp")
NAME_CLAIMS = ("client_id", "azp")
"""Not sub, which may be a person, and would be in the log."""
TOKEN = "token"
LONGEST = 16 * 1024


class Tokens:
    """`now`: seconds since 1970."""

    def __init__(self, config: Jwt, keys: Keys, now: Callable[[], float]) -> None:
        self._keys = keys
        self._per_second = config.cost_per_second
        self._registry = JWSRegistry(algorithms=ALGORITHMS)
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(now()),
            leeway=SKEW,
            iss={"essential": True, "value": config.issuer},
            aud={"essential": True, "value": config.audience},
            exp={"essential": True},
        )

    async def caller(self, token: str) -> Caller | None:
        """None if the token is invalid. Raises a Refusal, 503, if there are no keys to check it with."""
        if token.count(".") != 2 or len(token) > LONGEST:
            return None
        try:
            return self._caller(await self._believed(token))
        except (JoseError, ValueError, TypeError, RecursionError):
            # The last two if a header or the claims don't have the types that joserfc expects.
            return None

    async def _believed(self, token: str) -> dict[str, Any]:
        try:
            claims = self._signed(token, await self._keys.known())
        except InvalidKeyIdError:
            claims = self._signed(token, await self._keys.fresh())
        self._claims.validate(claims)
        return claims

    def _caller(self, claims: dict[str, Any]) -> Caller:
        words = _words(claims)
        scopes = frozenset(scope for scope in Scope if scope.value in words)
        return Caller(_name(claims), _identity(claims), scopes, cost_per_second=self._per_second)

    def _signed(self, token: str, keys: KeySet) -> dict[str, Any]:
        with warnings.catch_warnings():
            # It warns of every token that uses the older of two names for one algorithm.
            warnings.simplefilter("ignore", SecurityWarning)
            return jwt.decode(token, keys, registry=self._registry).claims


def _name(claims: dict[str, Any]) -> str:
    """The token client's, if it is one that can be logged."""
    names = (name for claim in NAME_CLAIMS if isinstance(name := claims.get(claim), str))
    return next((f"{TOKEN}:{name}" for name in names if name and name.isprintable()), TOKEN)


def _identity(claims: dict[str, Any]) -> str:
    """The subject's, which may be a person and is therefore hashed; without one, the token client's."""
    subject: str | None = claims.get("sub")
    return f"subject:{hashlib.sha256(subject.encode()).hexdigest()}" if subject else _name(claims)


def _words(claims: dict[str, Any]) -> set[str]:
    """Separated by spaces, as in RFC 9068, or a list, as some issuers write it."""
    given = [claims[name] for name in SCOPE_CLAIMS if name in claims]
    texts = [each for value in given for each in (value if isinstance(value, list) else [value])]
    return {word for text in texts if isinstance(text, str) for word in text.split()}
