"""Documents that are asked for by the sha256 of their text: those that the operator trusts, and those clients leave."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import structlog

from app.edge.request import Operation
from app.refusal import Refusal, bad_operation, bad_request
from app.settings_edge import Documents
from resolvers.state.texts import LONGEST_KEPT, Texts
from schema.errors import ErrorCode

ALGORITHM = "sha256:"

log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """The file of trusted documents is not as it should be."""


class Persisted:
    """Which text an operation means. `left`: by clients (Apollo's automatic persisted queries)."""

    def __init__(self, config: Documents, trusted: Mapping[str, str], left: Texts) -> None:
        self._mode = config.mode
        self._trusted = trusted
        self._texts = frozenset(trusted.values())
        self._left = left

    async def text(self, operation: Operation) -> str:
        """Raises a Refusal: not found, not its hash, or not trusted where only those are."""
        id = _plain(operation.id) if operation.id else None
        text = operation.query if operation.query is not None else await self._by_id(id or "")
        if text is None:
            raise _not_found()
        self._check_trust(text)
        if id is not None and operation.query is not None and fingerprint(text) != id:
            raise bad_request("The sha256 is another than the query's.")
        return text

    async def keep(self, operation: Operation) -> None:
        """For the next time, now that the document has proved to be one; a trusted one is known as it is."""
        text = operation.query
        if operation.id and text is not None and len(text) <= LONGEST_KEPT and self._mode != "only":
            await self._left.put(_plain(operation.id), text)

    async def _by_id(self, id: str) -> str | None:
        trusted = self._trusted.get(id)
        return await self._left.get(id) if trusted is None and self._mode != "only" else trusted

    def _check_trust(self, text: str) -> None:
        if self._mode == "off" or text in self._texts:
            return
        if self._mode == "only":
            raise bad_operation("Only documents that were registered here are carried out.", ErrorCode.FORBIDDEN)
        log.warning("document_not_trusted", sha256=fingerprint(text))


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def trusted(config: Documents) -> dict[str, str]:
    """The file's documents by their id. Raises Unreadable."""
    if not config.path and config.mode != "off":
        raise Unreadable(f'documents.path is required where documents.mode is "{config.mode}"')
    if not config.path:
        return {}
    try:
        read = json.loads(Path(config.path).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{config.path}: can't be read: {error.strerror}") from None
    except ValueError:
        raise Unreadable(f"{config.path}: is no JSON") from None
    if not isinstance(read, dict) or not all(isinstance(text, str) for text in read.values()):
        raise Unreadable(f"{config.path}: expected an object of sha256 to document")
    return {_plain(id): text for id, text in read.items()}


def _plain(id: str) -> str:
    return id.removeprefix(ALGORITHM)


def _not_found() -> Refusal:
    # Apollo's clients know it by its message, and send the query beside its hash.
    return bad_operation("PersistedQueryNotFound", ErrorCode.PERSISTED_QUERY_NOT_FOUND)
