"""The explorer's page and files as they are sent."""

import gzip
import json
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.responses import Response

from app.edge import graphiql

pytestmark = pytest.mark.anyio

BUILT = "<!doctype html><head><!-- settings --></head>"
SCRIPT = re.compile(r'<script id="settings" type="application/json">(.*)</script></head>')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "explorer"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text(BUILT)
    (built / "built-from").write_text("a fingerprint")
    (built / "assets" / "main-1a2b.js").write_text("let a = 1")
    return built


async def ask(folder: Path, path: str, **headers: str) -> httpx.Response:
    app = FastAPI()
    graphiql.mount(app, folder)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        return await client.get(path, headers=headers)


def text(response: Response) -> str:
    return bytes(response.body).decode()


def settings(response: Response) -> object:
    found = SCRIPT.search(text(response))
    assert found is not None
    return json.loads(found[1])


def test_page_says_what_to_query(folder: Path) -> None:
    page = graphiql.page(folder, "/api/graphql")

    assert settings(page) == {"endpoint": "/api/graphql"}


def test_page_queries_the_address_it_came_from_unless_told_otherwise(folder: Path) -> None:
    assert settings(graphiql.page(folder)) == {"endpoint": "graphql"}


@pytest.mark.parametrize("endpoint", ["</script><script>alert(1)</script>", "<!--<script>", "\"'&\u2028\\"])
def test_no_setting_ends_its_script_early(folder: Path, endpoint: str) -> None:
    page = graphiql.page(folder, endpoint)

    assert settings(page) == {"endpoint": endpoint}
    assert text(page).count("<") == BUILT.count("<") - 1 + 2


def test_page_is_never_stored_and_lets_in_nothing_from_elsewhere(folder: Path) -> None:
    page = graphiql.page(folder)

    assert page.media_type == "text/html"
    assert {name: page.headers[name] for name in graphiql.PAGE_HEADERS} == {
        "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self'; "
        "connect-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }


async def test_file_is_kept_for_good_under_the_same_policy(folder: Path) -> None:
    file = await ask(folder, "/graphql/explorer/assets/main-1a2b.js")

    assert (file.status_code, file.text) == (200, "let a = 1")
    assert file.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript")
    assert {name: file.headers[name] for name in graphiql.ASSET_HEADERS} == graphiql.ASSET_HEADERS


async def test_file_that_the_browser_has_is_not_sent_again(folder: Path) -> None:
    path = "/graphql/explorer/assets/main-1a2b.js"
    etag = (await ask(folder, path)).headers["etag"]

    again = await ask(folder, path, **{"if-none-match": etag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "deflate,GZIP"])
async def test_file_goes_out_small_to_who_accepts_it(folder: Path, accepted: str) -> None:
    (folder / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"let a = 1"))

    file = await ask(folder, "/graphql/explorer/assets/main-1a2b.js", **{"accept-encoding": accepted})

    assert (file.headers["content-encoding"], file.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert (file.text, int(file.headers["content-length"])) == ("let a = 1", len(gzip.compress(b"let a = 1")))
    assert file.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript")


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.00", "notgzip"])
async def test_file_goes_out_as_it_is_to_who_does_not(folder: Path, accepted: str) -> None:
    (folder / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"let a = 2"))

    file = await ask(folder, "/graphql/explorer/assets/main-1a2b.js", **{"accept-encoding": accepted})

    assert "content-encoding" not in file.headers
    assert (file.text, file.headers["vary"]) == ("let a = 1", "Accept-Encoding")


async def test_small_file_has_no_address_of_its_own(folder: Path) -> None:
    (folder / "assets" / "main-1a2b.js.gz").write_bytes(gzip.compress(b"let a = 1"))

    assert (await ask(folder, "/graphql/explorer/assets/main-1a2b.js.gz")).status_code == 404


@pytest.mark.parametrize("path", ["../built-from", "..%2fbuilt-from", "%2e%2e/built-from", "//etc/passwd", ""])
async def test_nothing_outside_the_assets_is_served(folder: Path, path: str) -> None:
    assert (await ask(folder, f"/graphql/explorer/assets/{path}")).status_code == 404


def test_page_that_was_not_built_says_so_and_how_to_get_it(tmp_path: Path) -> None:
    page = graphiql.page(tmp_path / "nothing")

    assert page.status_code == 200
    assert "was not built" in text(page)
    assert "make setup" in text(page)
    assert "curl" in text(page)
    assert "<script" not in text(page)


async def test_files_of_a_page_that_was_not_built_are_not_found(tmp_path: Path) -> None:
    response = await ask(tmp_path / "nothing", "/graphql/explorer/assets/main-1a2b.js")

    assert response.status_code == 404
