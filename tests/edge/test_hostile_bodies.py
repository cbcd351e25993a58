"""Bodies that nobody means well with: each is refused in our words, none is a fault of ours, none asks a backend."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from starlette.types import Message, Receive

from tests.edge.conftest import OpenDoor
from tests.edge.door import GRAPHQL, Door, application, codes

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

QUERY = "{ backends { id } }"
GOOD = json.dumps({"query": QUERY}).encode()
LONG = "9" * 10_000


def wrapped(**parts: object) -> bytes:
    return json.dumps(parts).encode()


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "a space": b" ",
    "null": b"null",
    "true": b"true",
    "a string": b'"query"',
    "a number": b"17",
    "a float": b"1e400",
    "a 10,000-digit integer": LONG.encode(),
    "no UTF-8": b'{"query": "\xff\xfe"}',
    "cut UTF-8": b'{"query": "\xe2\x82"}',
    "UTF-16": GOOD.decode().encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "a NUL byte": b'{"query": "\x00"}',
    "a lone surrogate": b'{"query": "{ backends(x: \\"\\ud800\\") { id } }"}',
    "a lone surrogate's escape in GraphQL": wrapped(query='{ order(id: "\\ud800") { id } }'),
    "100,000 lists": b"[" * 100_000,
    "100,000 closed lists": b"[" * 100_000 + b"]" * 100_000,
    "100,000 objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "half of an object": GOOD[:-1],
    "two objects": GOOD + GOOD,
    "a trailing comma": b'{"query": "{ backends { id } }",}',
    "NaN": b'{"query": "{ backends { id } }", "variables": {"a": NaN}}',
    "Infinity": b'{"query": "{ backends { id } }", "variables": {"a": Infinity}}',
    "an empty object": b"{}",
    "an empty list": b"[]",
    "a list of null": b"[null]",
    "a list of numbers": b"[1, 2, 3]",
    "a list of strings": b'["query"]',
    "a list of lists": b"[[" + GOOD + b"]]",
    "eleven operations": b"[" + b",".join([GOOD] * 11) + b"]",
    "a batch with one that is none": b"[" + GOOD + b", 1]",
    "an empty query": wrapped(query=""),
    "a query of spaces": wrapped(query="   "),
    "a query that is a number": wrapped(query=1),
    "a query that is a list": wrapped(query=[QUERY]),
    "a query that is an object": wrapped(query={"a": QUERY}),
    "variables that are a string": wrapped(query=QUERY, variables="{}"),
    "variables that are a list": wrapped(query=QUERY, variables=[]),
    "an operation's name that is a number": wrapped(query=QUERY, operationName=7),
    "an operation's name that is no one's": wrapped(query=QUERY, operationName="Other"),
    "extensions that are a string": wrapped(query=QUERY, extensions="x"),
    "a persisted query that is a string": wrapped(extensions={"persistedQuery": "x"}),
    "a persisted query without a hash": wrapped(extensions={"persistedQuery": {"version": 1}}),
    "a persisted query of another version": wrapped(extensions={"persistedQuery": {"version": 2, "sha256Hash": "a"}}),
    "a persisted query with another's hash": wrapped(
        query=QUERY, extensions={"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}
    ),
    "a persisted query that nobody left": wrapped(extensions={"persistedQuery": {"version": 1, "sha256Hash": "../.."}}),
    "selections nested 300 deep": wrapped(query="{a" * 300 + "}" * 300),
    "selections nested 700 deep by way of fragments": wrapped(
        query="{ ...F0 }"
        + "".join(f" fragment F{at} on Query {{ {'...{' * 35} ...F{at + 1} {'}' * 35} }}" for at in range(20))
        + " fragment F20 on Query { __typename }"
    ),
    "lists nested 500 deep in an argument": wrapped(query="{ order(id: " + "[" * 500 + "]" * 500 + ") { id } }"),
    "variables nested 200 deep": b'{"query": "{ backends { id } }", "variables": ' + b'{"a":' * 200 + b"1" + b"}" * 201,
    "100,000 tokens": wrapped(query="{" + " a" * 100_000 + "}"),
    "100,000 comments": wrapped(query="#\n" * 100_000 + QUERY),
    "a 10,000-digit literal": wrapped(query="{ orders(first: " + LONG + ") { totalCount } }"),
    "a 10,000-digit variable": wrapped(
        query="query ($n: Int) { orders(first: $n) { totalCount } }", variables={"n": 10**4000}
    ),
    "100,000 values": wrapped(query=QUERY, variables={"a": [0] * 100_000}),
    "null where a condition has to stand": wrapped(
        query="query ($a: Boolean = true) { backends @skip(if: $a) { id } }", variables={"a": None}
    ),
    "several operations and no name": wrapped(query="query A { backends { id } } query B { backends { id } }"),
    "a subscription": wrapped(query="subscription { backends { id } }"),
    "a schema": wrapped(query="type Query { a: Int }"),
    "a fragment that spreads itself": wrapped(query="{ ...A } fragment A on Query { ...A }"),
    "a fragment that is missing": wrapped(query="{ ...A }"),
    "an empty selection": wrapped(query="{ }"),
    "an unterminated string": wrapped(query='{ order(id: "'),
    "a directive that is not known": wrapped(query="{ backends @defer { id } }"),
    "@skip without its condition": wrapped(query="{ backends @skip { id } }"),
    "a variable of no type": wrapped(query="query ($a: Nothing) { backends { id } }"),
    "a required variable that is missing": wrapped(query="query ($a: ID!) { order(id: $a) { id } }", variables={}),
    "gzip that does not say so": gzip.compress(GOOD),
}


@pytest.mark.parametrize("accept", ["application/json", GRAPHQL])
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
async def test_a_hostile_body_is_refused_and_reaches_nobody(door: Door, body: bytes, accept: str) -> None:
    response = await door.post(body, accept=accept)

    assert response.status_code < 500
    assert accept == "application/json" or response.status_code >= 400
    assert "data" not in response.json()
    assert codes(response)
    assert "INTERNAL" not in codes(response)
    assert door.calls == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content_type": "application/jsonp"}, 415),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
        ({"content_type": "multipart/form-data; boundary=x"}, 415),
        ({"content_type": "application/graphql"}, 415),
        ({"content_type": "application/json; charset=utf-16"}, 415),
        ({"content_type": ""}, 415),
        ({"content_encoding": "gzip"}, 415),
        ({"content_encoding": "br, gzip"}, 415),
        ({"content_encoding": "identity"}, 200),
        ({"content_type": "application/json;charset=UTF-8"}, 200),
        ({"content_type": 'application/json; charset="utf-8"'}, 200),
    ],
)
async def test_only_plain_utf_8_json_is_read(door: Door, headers: dict[str, str], status: int) -> None:
    response = await door.post(GOOD, **headers)

    assert response.status_code == status


@pytest.mark.parametrize(("more", "status"), [(0, 200), (1, 413)])
async def test_a_body_may_be_as_long_as_the_limit_and_no_longer(open_door: OpenDoor, more: int, status: int) -> None:
    door = await open_door(limits={"body_bytes": 100})

    response = await door.post(GOOD.ljust(100 + more))

    assert response.status_code == status


async def test_a_length_that_is_announced_too_large_is_refused_before_anything_is_read(open_door: OpenDoor) -> None:
    door = await open_door(limits={"body_bytes": 100})
    taken = []

    async def body() -> AsyncIterator[bytes]:
        for chunk in (GOOD, GOOD):
            taken.append(chunk)
            yield chunk

    response = await door.post(body(), content_length="1000")

    assert (response.status_code, response.headers["connection"]) == (413, "close")
    assert response.json()["errors"][0]["extensions"]["limit"] == 100


async def test_a_body_that_never_ends_is_cut_at_the_limit() -> None:
    given = Endless()

    async def receive() -> Message:
        return {"type": "http.request", "body": next(given), "more_body": True}

    assert (await sent_for(receive, limits={"body_bytes": 1000}))[0]["status"] == 413
    assert given.taken == 11


async def test_a_body_that_stops_coming_is_refused_at_the_deadline() -> None:
    """Else it would keep its place among the operations under way for as long as its sender likes."""
    given = iter([GOOD[:5]])

    async def receive() -> Message:
        for chunk in given:
            return {"type": "http.request", "body": chunk, "more_body": True}
        return await asyncio.Future()

    began = asyncio.get_running_loop().time()
    started = (await sent_for(receive, server={"anonymous_scopes": ["orders:read"], "deadline": 7}))[0]

    assert (started["status"], dict(started["headers"])[b"connection"]) == (408, b"close")
    assert asyncio.get_running_loop().time() - began == 7


async def sent_for(receive: Receive, **settings: Any) -> list[Message]:
    """Asked by the application itself: httpx would read the body to its end first."""
    app, _ = application(**settings)
    sent = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "headers": headers, "query_string": b""}
    async with app.router.lifespan_context(app):
        await app(scope, receive, send)
    return sent


class Endless(Iterator[bytes]):
    taken = 0

    def __next__(self) -> bytes:
        self.taken += 1
        return b" " * 100
