"""The watch over a test run finds what it looks for, wherever that comes out."""

import logging
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import structlog
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app import sandbox
from app.main import create_app
from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import SECRET
from schema.field import Scope
from tests import over
from tests.canaries import WATCH, Watch, people, watched
from tests.graph.conftest import far_end

pytestmark = pytest.mark.anyio
pytest_plugins = "pytester"

PERSON = sorted(text for text in people() if "@" in text)[0]
ASKED = "{ customers(first: 50) { nodes { email phone mobilePhone } } }"


@asynccontextmanager
async def gateway(watch: Watch, says: str = "", *scopes: Scope) -> AsyncIterator[httpx.AsyncClient]:
    """One that lets out `says` at /leak."""
    far_ends = sandbox.application({name: far_end(name) for name in VENDORS})
    settings = sandbox.settings("http://vendors", {"anonymous_scopes": frozenset(scopes or Scope)})
    app: FastAPI = create_app(settings, lambda backend: httpx.ASGITransport(far_ends))
    app.router.routes.append(Route("/graphql/leak", lambda request: PlainTextResponse(says)))
    app.router.routes.insert(0, app.router.routes.pop())
    async with over.client(watched(app, watch)) as http:
        yield http


async def test_a_backend_s_secret_in_an_answer_is_found() -> None:
    watch = Watch(secrets=set())
    async with gateway(watch, f"so it is {SECRET}!") as http:
        await http.get("/graphql/leak")

    (leak,) = watch.told()
    assert "'sandbox-credential' is in the answer to GET /graphql/leak" in leak


async def test_a_caller_s_own_credential_in_an_answer_is_found() -> None:
    watch = Watch()
    async with gateway(watch, "og_a-caller-s-own") as http:
        await http.get("/graphql/leak", headers={"x-api-key": "og_a-caller-s-own"})

    assert len(watch.told()) == 1


@pytest.mark.parametrize(
    ("scopes", "leaks"),
    [((Scope.ORDERS_READ,), 1), ((Scope.ORDERS_READ, Scope.CUSTOMERS_READ), 0), ((Scope.RAW_READ,), 0)],
)
async def test_somebody_s_data_is_found_in_an_answer_to_who_may_not_see_it(
    scopes: tuple[Scope, ...], leaks: int
) -> None:
    watch = Watch()
    async with gateway(watch, f"write to {PERSON}", *scopes) as http:
        await http.get("/graphql/leak")

    assert len(watch.told()) == leaks


@pytest.mark.usefixtures("log")
async def test_an_operation_s_name_that_tells_of_somebody_is_found_in_the_log_and_the_metrics() -> None:
    name = next(text for text in sorted(people()) if re.fullmatch("[A-Za-z]{8,}", text))
    async with gateway(WATCH) as http:
        await http.post("/graphql", json={"query": f"query {name} {{ backends {{ id }} }}"})

    leaks = WATCH.told()
    assert {where for leak in leaks for where in ("the log", "the metrics") if f"is in {where}" in leak} == {
        "the log",
        "the metrics",
    }


@pytest.mark.parametrize("leak", [lambda text: structlog.get_logger("app").info("told", to=text), logging.warning])
@pytest.mark.usefixtures("log")
def test_what_is_logged_is_looked_at(leak: Callable[[str], None]) -> None:
    leak(PERSON)

    assert len(WATCH.told()) == 1


def test_a_test_that_lets_something_out_fails(pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it writes it itself or somebody logs it."""
    pytester.makeconftest("from tests.conftest import *")
    pytester.makepyfile(
        f"""
        import logging

        def test_writes(): print({PERSON!r})
        def test_logs(): logging.getLogger("any").warning("to %s", {PERSON!r})
        def test_is_silent(): pass
        """
    )
    ended = pytester.runpytest_inprocess("--disable-plugin-autoload")

    ended.assert_outcomes(passed=3, errors=2)
    assert PERSON in capsys.readouterr().out
    WATCH.told()


async def test_everybody_whom_the_stand_ins_know_is_looked_for() -> None:
    async with gateway(WATCH) as http:
        told = (await http.post("/graphql", json={"query": ASKED})).json()["data"]

    emails = [node["email"] for node in told["customers"]["nodes"] if node["email"]]
    assert len(emails) > 20
    assert set(emails) <= people()


def test_every_application_that_a_test_makes_is_watched() -> None:
    """But here."""
    folder = Path(__file__).parent
    making = [path for path in folder.rglob("*.py") if "create_app(" in path.read_text() and path != Path(__file__)]

    assert len(making) > 5
    assert [path.name for path in making if "watched(" not in path.read_text()] == []
