"""How a token is come by, kept and renewed, and what becomes of a call where there is none."""

from urllib.parse import parse_qs

import pytest

from resolvers import errors
from tests.resolvers.vendors.issuing import ISSUER, SHOP, Far, way

pytestmark = pytest.mark.anyio


async def test_a_token_is_asked_for_once_and_kept_until_shortly_before_it_expires() -> None:
    async with way(Far()) as to:
        await to.ask()
        to.seconds = 69
        await to.ask()
        to.seconds = 71
        await to.ask()

        assert to.far.hosts() == [ISSUER, SHOP, SHOP, ISSUER, SHOP]


async def test_a_token_that_is_refused_is_asked_for_anew_once() -> None:
    async with way(Far()) as to:
        await to.ask()
        to.far.given += 1
        await to.ask()

        assert to.far.hosts() == [ISSUER, SHOP, SHOP, ISSUER, SHOP]


async def test_the_secret_goes_to_the_issuer_alone_and_the_token_to_the_shop() -> None:
    async with way(Far()) as to:
        await to.ask()

        token, call = to.far.asked
        assert parse_qs(token.content.decode())["client_secret"] == ["told to the issuer alone"]
        assert "authorization" not in token.headers
        assert call.headers["authorization"] == "Bearer t1"


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_an_issuer_that_refuses_is_the_gateways_own_credential(status: int) -> None:
    async with way(Far(status=status)) as to:
        with pytest.raises(errors.Unauthenticated):
            await to.ask()

        assert SHOP not in to.far.hosts()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (200, b"<!doctype html>"),
        (200, b"{}"),
        (200, b'{"access_token": ""}'),
        (200, b'{"access_token": "t1\\r\\nX-Evil: 1"}'),
        (200, '{"access_token": "é"}'.encode()),
        (200, b"\xff"),
        (200, b"[" * 60_000),
        (302, b""),
    ],
)
async def test_where_no_token_can_be_had_nothing_is_sent(method: str, status: int, body: bytes) -> None:
    async with way(Far(status, body)) as to:
        with pytest.raises(errors.NeverSent):
            await to.ask(method)

        assert SHOP not in to.far.hosts()


async def test_once_there_are_tokens_again_calls_go_out_again() -> None:
    async with way(Far(500)) as to:
        with pytest.raises(errors.NeverSent):
            await to.ask("POST")
        to.far.status = 200
        await to.ask()

        assert to.far.hosts()[-1] == SHOP


async def test_of_an_issuer_that_never_ends_no_more_is_read_than_a_token_takes() -> None:
    async with way(Far(body=b" " * 1024, times=1000)) as to:
        with pytest.raises(errors.NeverSent):
            await to.ask()

        assert to.far.said[0].sent < 100


async def test_of_a_refusal_that_never_ends_no_more_is_read_either() -> None:
    async with way(Far()) as to:
        await to.ask()
        to.far.given, to.far.times = 9, 1000
        with pytest.raises(errors.NeverSent):
            await to.ask()

        assert to.far.said[2].sent < 100


@pytest.mark.parametrize("told", [b'"100"', b"100.0"])
async def test_a_careless_lifetime_is_read_all_the_same(told: bytes) -> None:
    async with way(Far(body=b'{"access_token": "t1", "expires_in": %s}' % told)) as to:
        await to.ask()
        await to.ask()

        assert to.far.hosts() == [ISSUER, SHOP, SHOP]
