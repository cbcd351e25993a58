"""Of a call whose token is lost on the way, in whichever manner, the vendor can't have done anything."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import partial

import httpx
import pytest

from resolvers import errors
from resolvers.vendors.base import Vendor
from resolvers.vendors.exchange import Exchange
from resolvers.vendors.policies import deadline, retry
from resolvers.vendors.traffic import SENT, Sent
from tests import ports
from tests.resolvers.vendors.issuing import ISSUER, SHOP, Far, way
from tests.resolvers.vendors.test_exchange import MOMENTS, busy, called, given_up_at, issuing, shop
from tests.waiting import until

pytestmark = pytest.mark.anyio

LOSSES = [
    httpx.ConnectError(""),
    httpx.ConnectTimeout(""),
    httpx.ReadError(""),
    httpx.ReadTimeout(""),
    httpx.WriteError(""),
    httpx.WriteTimeout(""),
    httpx.PoolTimeout(""),
    httpx.RemoteProtocolError(""),
]
BREAKS = [httpx.ReadError(""), httpx.ReadTimeout(""), httpx.RemoteProtocolError(""), httpx.DecodingError("")]

lost_in_any_way = pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
broken_in_any_way = pytest.mark.parametrize("loss", BREAKS, ids=lambda loss: type(loss).__name__)
read_or_written = pytest.mark.parametrize("method", ["GET", "POST"])


@lost_in_any_way
@read_or_written
async def test_where_the_issuer_s_answer_is_lost_nothing_is_sent(method: str, loss: Exception) -> None:
    async with way(Far(lost={ISSUER: loss})) as to:
        with pytest.raises(errors.NeverSent, match="its token issuer"):
            await to.ask(method)

        assert SHOP not in to.far.hosts()


@pytest.mark.parametrize("loss", [httpx.ConnectError(""), httpx.ConnectTimeout(""), httpx.PoolTimeout("")])
async def test_an_issuer_that_can_not_be_reached_is_tried_again_for_a_read_as_a_backend_is(loss: Exception) -> None:
    async with way(Far(lost={ISSUER: loss})) as to:
        with pytest.raises(errors.NeverSent, match="reached"):
            await to.ask("GET")

        assert to.upstream.retried == retry.MOST


@broken_in_any_way
@read_or_written
async def test_nor_where_it_breaks_off(method: str, loss: Exception) -> None:
    async with way(Far(broken={ISSUER: loss})) as to:
        with pytest.raises(errors.NeverSent, match="its token issuer"):
            await to.ask(method)

        assert SHOP not in to.far.hosts()


@lost_in_any_way
async def test_where_the_shop_refuses_a_token_and_no_other_can_be_had_nothing_was_done(loss: Exception) -> None:
    async with way(Far()) as to:
        await to.ask("POST")
        to.far.given, to.far.lost = 9, {ISSUER: loss}
        with pytest.raises(errors.NeverSent):
            await to.ask("POST")

        assert to.far.hosts() == [ISSUER, SHOP, SHOP, ISSUER]


@broken_in_any_way
async def test_nor_where_the_refusal_itself_breaks_off(loss: Exception) -> None:
    async with way(Far()) as to:
        await to.ask("POST")
        to.far.given, to.far.broken = 9, {SHOP: loss}
        with pytest.raises(errors.NeverSent):
            await to.ask("POST")


@pytest.mark.parametrize("loss", [httpx.ReadError(""), httpx.ReadTimeout("")], ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("is_kept", [True, False], ids=["with a token that is kept", "with a new one"])
async def test_what_the_shop_itself_leaves_unanswered_may_have_been_done(is_kept: bool, loss: Exception) -> None:
    async with way(Far()) as to:
        if is_kept:
            await to.ask()
        to.far.lost = {SHOP: loss}
        with pytest.raises(errors.BackendFault) as raised:
            await to.ask("POST")

        assert not isinstance(raised.value, errors.NeverSent)


class Unhurried(Far):
    """Answers one turn of the event loop later."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return await super().handle_async_request(request)


@pytest.mark.parametrize("is_refused", [True, False], ids=["refused by the shop", "expired"])
async def test_of_those_who_need_another_token_at_once_none_is_sent_without_it(is_refused: bool) -> None:
    async with way(Unhurried()) as to:
        await to.ask()
        to.far.status = 503
        if is_refused:
            to.far.given = 9
        else:
            to.seconds = 100.0
        faults = await asyncio.gather(*(to.ask("POST") for _ in range(3)), return_exceptions=True)

        assert [type(fault) for fault in faults] == [errors.NeverSent] * 3
        assert {asked.headers.get("authorization") for asked in to.far.asked} == {None, "Bearer t1"}


class Forgetful(Far):
    """Refuses the first token, and hangs up on the second."""

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.given == 2:
            raise httpx.ReadError("")
        return self._says(SHOP, 401, b"", 0)


async def test_also_where_it_has_refused_the_token_before() -> None:
    async with way(Forgetful()) as to:
        with pytest.raises(errors.Unavailable) as raised:
            await to.ask("POST")

        assert to.far.hosts() == [ISSUER, SHOP, ISSUER, SHOP]
        assert not isinstance(raised.value, errors.NeverSent)


@pytest.mark.own_time
@pytest.mark.parametrize("given", [None, 1.0], ids=["the call's own time", "the operation's"])
async def test_an_issuer_that_never_answers_costs_the_call_its_time_but_nothing_is_sent(given: float | None) -> None:
    """Nor what waits for the same token."""
    async with way(Far(silent={ISSUER})) as to:
        with nullcontext() if given is None else deadline.after(given):
            faults = await asyncio.gather(to.ask("GET"), to.ask("POST"), return_exceptions=True)

        assert [type(fault) for fault in faults] == [errors.NoTime] * 2
        assert to.far.hosts() == [ISSUER]


@pytest.mark.own_time
async def test_a_shop_that_never_answers_may_have_done_it() -> None:
    async with way(Far(silent={SHOP})) as to:
        with pytest.raises(errors.TimedOut):
            await to.ask("POST")

        assert to.far.hosts() == [ISSUER, SHOP]


# ---------------------------------------------------------------- over real sockets

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.close()


async def hear_out_and_hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"client_credentials")
    writer.close()


async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"client_credentials")
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"access_token": "t1"')
    writer.close()


async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"client_credentials")
    writer.write(b"t1\r\n\r\n")
    writer.close()


@pytest.mark.parametrize("issue", [hang_up, hear_out_and_hang_up, break_off, babble])
async def test_however_the_issuer_leaves_nothing_reaches_the_vendor(issue: Serve) -> None:
    async with await asyncio.start_server(issue, "127.0.0.1", 0) as issuer:
        url = "http://{}:{}".format(*issuer.sockets[0].getsockname())
        await nothing_reaches_the_vendor(url, "its token issuer is unavailable.")


async def test_nor_where_nobody_listens_who_issues_tokens() -> None:
    with ports.kept() as port:
        why = "its token issuer can't be reached: the connection was refused."
        await nothing_reaches_the_vendor(f"http://127.0.0.1:{port}", why)


async def nothing_reaches_the_vendor(issuer: str, why: str) -> None:
    auth = {"token_url": f"{issuer}/token", "client_id": "shop", "client_secret": "s"}
    async with shop(auth=auth) as (vendor, far_end):
        with pytest.raises(errors.NeverSent) as raised:
            await vendor.upstream.ask("DELETE", "/v1/orders/x1")

        assert raised.value.message == f"Backend shop can't be called: {why}"
        assert far_end.requests == []


async def test_what_is_given_up_while_it_awaits_its_token_never_reaches_the_vendor() -> None:
    """Also where it could not be cancelled at once."""
    unsent: list[str] = []
    async with issuing() as (vendor, far_end):
        for moment in range(2 * MOMENTS):
            path = f"/v1/orders/given-up-{moment}"
            await given_up_at(moment, partial(posted, vendor, path, unsent))
            await until(lambda: not busy(vendor))
        await called(vendor)

        assert unsent
        assert not [path for path in unsent if far_end.asked[path]]


async def posted(vendor: Vendor, path: str, unsent: list[str]) -> None:
    """Tells by `unsent` what is known to be so as it is given up."""
    sent, exchange, http = Sent(), Exchange(), vendor.upstream._http
    url = str(vendor.config.url).rstrip("/") + path
    try:
        await exchange.run(http.post(url, extensions={**exchange.extensions, SENT: sent}))
    finally:
        unsent += [path] if sent.awaits_token else []
