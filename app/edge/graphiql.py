"""GraphiQL: its page at GET /graphql for browsers, its files below /graphql/explorer."""

import json
import os
from pathlib import Path

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.edge import media

FOLDER = Path(__file__).parent.parent / "explorer"
ASSETS = "/graphql/explorer/assets"
# Relative to the page, like its files, so that a proxy can add a path prefix.
ENDPOINT = "graphql"
SLOT = "<!-- settings -->"

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    # Monaco positions its lines by style elements and attributes.
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
# For the files as well: a worker obeys the policy of its own script.
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
PAGE_HEADERS = {**HEADERS, "Cache-Control": "no-store"}
# A file's name contains the hash of its content.
ASSET_HEADERS = {
    **HEADERS,
    "Cache-Control": "public, max-age=31536000, immutable",
    "Vary": "Accept-Encoding",
}
SMALL = ".gz"

NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Order gateway</title>
<link rel="icon" href="data:,">
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 4rem auto; padding: 0 1rem }
  pre { padding: 1rem; overflow-x: auto; border: 1px solid color-mix(in srgb, currentcolor 30%, transparent) }
</style>
<h1>Order gateway</h1>
<p>The gateway is running; its explorer, the GraphiQL page that belongs here, was not built.
<p>To get it, run <code>make setup</code> again where npm reaches its package registry, and load this page once more.
<p>Queries are answered without it, at this very address:
<pre>curl http://localhost:8000/graphql \\
  --header 'Content-Type: application/json' \\
  --data '{"query": "{ orders { nodes { number status } } }"}'</pre>
</html>
"""


class Assets(StaticFiles):
    """The page's files. If the page was not built, they are 404.

    A file that the build has also compressed is sent compressed to clients that accept it.
    """

    async def check_config(self) -> None:
        return

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        return ("", None) if path.endswith(SMALL) else super().lookup_path(path)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        small = f"{full_path}{SMALL}"
        if not (_takes_gzip(Headers(scope=scope)) and os.path.exists(small)):
            return self._immutable(super().file_response(full_path, stat_result, scope, status_code))
        response = super().file_response(small, os.stat(small), scope, status_code)
        response.headers["Content-Encoding"] = "gzip"
        return self._immutable(response)

    def _immutable(self, response: Response) -> Response:
        response.headers.update(ASSET_HEADERS)
        return response


def _takes_gzip(headers: Headers) -> bool:
    """Only if it says so: strictly, a client that sends no such header accepts anything."""
    accepted = headers.get("accept-encoding", "")
    return bool(accepted) and media.best(accepted, ("gzip",)) is not None


def page(folder: Path = FOLDER, endpoint: str = ENDPOINT) -> Response:
    """`endpoint`: the URL that the page queries, absolute or relative to its own."""
    return HTMLResponse(html(folder, endpoint), headers=PAGE_HEADERS)


def html(folder: Path, endpoint: str) -> str:
    try:
        built = (folder / "index.html").read_text(encoding="utf-8")
    except FileNotFoundError:
        return NOT_BUILT
    return built.replace(SLOT, data_script("settings", {"endpoint": endpoint}))


def data_script(id: str, data: dict[str, str]) -> str:
    """No value can end the script: without a < there is neither </script> nor <!--."""
    text = json.dumps(data).replace("<", r"\u003c")
    return f'<script id="{id}" type="application/json">{text}</script>'


def mount(app: FastAPI, folder: Path = FOLDER) -> None:
    app.mount(ASSETS, Assets(directory=folder / "assets", check_dir=False), name="explorer")
