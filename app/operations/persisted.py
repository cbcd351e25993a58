"""Documents by the sha256 of their text: those the operator trusts, and those clients have stored."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from app.operations.request import GraphQLRequest
from app.refusal import Refusal, bad_operation, bad_request
from app.settings_edge import Documents
from resolvers.state.texts import LONGEST_KEPT, Texts
from schema.errors import ErrorCode

ALGORITHM = "sha256:"

log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """The file of trusted documents can't be used."""


class Persisted:
    """`stored`: by clients (Apollo's automatic persisted queries)."""

    def __init__(self, config: Documents, trusted: Mapping[str, str], stored: Texts) -> None:
        self._mode = config.mode
        self._trusted = trusted
        self._trusted_texts = frozenset(trusted.values())
        self._stored = stored

    async def text(self, request: GraphQLRequest) -> str:
        """Raises a Refusal: not found, another hash, or not trusted where only trusted documents are executed."""
        text = request.query or await self._by_id(request.document_id or "")
        if text is None:
            raise _not_found()
        self._check_trust(text)
        if request.query and request.document_id and fingerprint(text) != request.document_id:
            raise bad_request("The hash is not that of the query.")
        return text

    async def keep(self, request: GraphQLRequest) -> None:
        """Stores a query that was sent with its hash, now that it is known to be valid."""
        text = request.query
        if request.document_id and text and len(text) <= LONGEST_KEPT and self._mode != "only":
            await self._stored.put(request.document_id, text)

    async def _by_id(self, id: str) -> str | None:
        trusted = self._trusted.get(id)
        return await self._stored.get(id) if trusted is None and self._mode != "only" else trusted

    def _check_trust(self, text: str) -> None:
        if self._mode == "off" or text in self._trusted_texts:
            return
        if self._mode == "only":
            raise bad_operation("Only trusted documents are executed here.", ErrorCode.FORBIDDEN)
        log.warning("document_not_trusted", sha256=fingerprint(text))


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def trusted(config: Documents) -> dict[str, str]:
    """The file's documents by their id. Raises Unreadable."""
    if not config.path and config.mode != "off":
        raise Unreadable(f'documents.path is required if documents.mode is "{config.mode}"')
    if not config.path:
        return {}
    given = _read(config.path)
    if not isinstance(given, dict) or not all(isinstance(text, str) for text in given.values()):
        raise Unreadable(f"{config.path}: expected an object that maps sha256 to document")
    documents = {without_algorithm(id): text for id, text in given.items()}
    for id, text in documents.items():
        if fingerprint(text) != id:
            raise Unreadable(f"{config.path}: {id}: not the sha256 of its document")
    return documents


def _read(path: str) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path}: can't be read: {error.strerror}") from None
    except ValueError:
        raise Unreadable(f"{path}: not valid JSON") from None


def without_algorithm(id: str) -> str:
    return id.removeprefix(ALGORITHM)


def _not_found() -> Refusal:
    # Apollo's clients recognise this message, and repeat the request with the query.
    return bad_operation("PersistedQueryNotFound", ErrorCode.PERSISTED_QUERY_NOT_FOUND)
