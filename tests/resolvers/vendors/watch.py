"""What a vendor is asked, as the wire has it, and what a vendor should not say."""

from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send


class Watched:
    """An ASGI app that remembers the raw path and headers of what passes to the one behind it, mounted at /base."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.seen: list[tuple[str, dict[bytes, bytes]]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append((scope["raw_path"].decode(), dict(scope["headers"])))
        await self._app({**scope, "root_path": "/base"}, receive, send)

    def strays(self, base: str) -> list[str]:
        """The paths that do not stay under the base, or would not once a proxy has resolved them."""
        paths = [path for path, _ in self.seen]
        return [path for path in paths if not path.startswith(base) or _climbs(path)]


def _climbs(path: str) -> bool:
    return any(unquote(segment) in (".", "..") for segment in path.split("/")) or "\r" in path or "\n" in path


def another_type(said: Any) -> Any:
    """Where an object or a list is said, a text; else an object."""
    return "odd" if isinstance(said, (dict, list)) else {"odd": 1}
