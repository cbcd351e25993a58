"""Why no connection came about, told apart over real sockets."""

import asyncio
import errno
import ssl
from pathlib import Path

import httpx
import pytest

from resolvers.errors import BackendFault, NeverSent
from resolvers.vendors import VENDORS, unreachable
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.connect import connect
from tests import ports
from tests.resolvers.vendors.certificates import Issuer
from tests.resolvers.vendors.sockets import far_end
from tests.waiting import NO_HURRY

pytestmark = pytest.mark.anyio

SECRET = "a-credential"
ISSUER = Issuer()
LONG = ".".join(["name"] * 60)
"""No name is as long, so nobody is asked for it who might be slow to answer."""
FAILURE = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"


async def fault(url: str, trusted: ssl.SSLContext | None = None) -> BackendFault:
    """Of a call that is tried once."""
    given = {"id": "shop", "vendor": min(VENDORS), "url": url, "secret": SECRET} | NO_HURRY
    transport = httpx.AsyncHTTPTransport(verify=trusted) if trusted else None
    async with connect([BackendConfig.model_validate(given)], transport=lambda config: transport) as vendors:
        with pytest.raises(BackendFault) as raised:
            await vendors["shop"].upstream.ask("DELETE", "/orders/1")
    return raised.value


def says(error: BackendFault, why: str) -> None:
    """To everybody: neither where the backend is nor what it is shown."""
    assert isinstance(error, NeverSent)
    assert error.message == f"Backend shop can't be reached: {why}."
    assert str(error.extensions).count("127.0.0.1") == str(error.extensions).count(SECRET) == 0


async def test_a_name_that_does_not_resolve() -> None:
    says(await fault(f"http://{LONG}"), "its name can't be resolved")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_port_where_nobody_listens(host: str) -> None:
    with ports.kept() as port:
        error = await fault(f"http://{host}:{port}")

    says(error, "the connection was refused")


async def test_an_issuer_that_nobody_knows(tmp_path: Path) -> None:
    async with far_end(ISSUER.server(tmp_path)) as (_, url):
        error = await fault(url)

    says(error, "its certificate's issuer is not trusted")


async def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    async with far_end(ISSUER.server(tmp_path, name="127.0.0.2")) as (_, url):
        error = await fault(url, ISSUER.trusted())

    says(error, "its certificate is for another name")


@pytest.mark.parametrize(("days", "why"), [(-1, "has expired"), (20, "is not valid yet")])
async def test_a_certificate_whose_time_is_not_now(tmp_path: Path, days: int, why: str) -> None:
    async with far_end(ISSUER.server(tmp_path, days=days)) as (_, url):
        error = await fault(url, ISSUER.trusted())

    says(error, f"its certificate {why}")


async def test_a_certificate_in_order_is_no_obstacle(tmp_path: Path) -> None:
    async with far_end(ISSUER.server(tmp_path), says=FAILURE) as (_, url):
        error = await fault(url, ISSUER.trusted())

    assert not isinstance(error, NeverSent)


async def test_a_server_that_speaks_no_tls() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        error = await fault("https://127.0.0.1:{1}".format(*server.sockets[0].getsockname()))

    says(error, "the TLS handshake failed")


def refused(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError()
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("why", "errors"),
    {
        "its certificate's issuer is not trusted": [*map(refused, (7, 18, 19, 20, 21))],
        "its certificate is for another name": [*map(refused, (62, 64))],
        "its certificate is not valid": [refused(23)],
        "it closed the connection at once": [BrokenPipeError(), ConnectionResetError()],
        "there is no route to it": [
            OSError(code, "at 10.0.0.1")
            for code in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN)
        ],
    }.items(),
)
def test_what_the_system_tells_is_told_in_words_for_everybody(why: str, errors: list[OSError]) -> None:
    assert [unreachable.why(error) for error in errors] == [why] * len(errors)


def test_what_nobody_foresaw_is_told_in_general_words() -> None:
    assert unreachable.why(OSError(0, "at 10.0.0.1")) == "the connection failed"
