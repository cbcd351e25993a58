"""The base of all stand-ins: fake vendors that check the credential, inject faults, and record requests."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive, Scope, Send

Answer = Callable[[Request], Awaitable[Response]]

SECRET = "sandbox-credential"
"""The credential that every stand-in accepts; it occurs nowhere else, so that tests can detect a leak."""
FAULTS_PATH = "/_faults"
WEATHER_PATH = "/_weather"


class Faults(msgspec.Struct, frozen=True):
    """How a stand-in misbehaves. `paths`: on paths that start with this; `times`: for so many calls; None: always.

    `latency`: seconds. `cut`: the body ends halfway, as if it were complete. `reset`: the connection is closed halfway.
    `garble`: every seventh byte of the body is 0xFF. `drip`: seconds between two bytes. `body`: sent instead of the
    real one, as `media_type`, with `status` or 200. `retry_after`: seconds, sent with `status`.
    """

    latency: float = 0.0
    status: int | None = None
    retry_after: int | None = None
    cut: bool = False
    reset: bool = False
    garble: bool = False
    drip: float = 0.0
    body: str | None = None
    media_type: str = "application/json"
    paths: str = "/"
    times: int | None = None


class Weather(msgspec.Struct, frozen=True):
    """Random faults. `shares`: faults with their probability; each call gets at most one.

    The faults of the n-th call to a path depend on `seed` only, not on calls to other paths.
    """

    seed: str = ""
    shares: tuple[tuple[float, Faults], ...] = ()

    def at(self, path: str, number: int) -> Faults:
        drawn = Random(f"{self.seed}:{path}:{number}").random()
        for share, faults in self.shares:
            drawn -= share
            if drawn < 0:
                return faults
        return Faults()


@dataclass(frozen=True)
class Asked:
    """One recorded request."""

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass
class StandIn:
    """An ASGI app in a vendor's place. `asked`: the number of calls by path; `requests`: all calls, in order.

    `accepts(headers)`: whether the credential is valid; `refusal`: the vendor's 401. `gate`: calls wait for it.
    """

    routes: list[BaseRoute]
    accepts: Callable[[Mapping[str, str]], bool]
    refusal: Response
    faults: Faults = field(default_factory=Faults)
    weather: Weather = field(default_factory=Weather)
    asked: Counter[str] = field(default_factory=Counter)
    requests: list[Asked] = field(default_factory=list)
    gate: asyncio.Event | None = None
    in_flight: int = 0
    most_in_flight: int = 0

    def __post_init__(self) -> None:
        control = [
            Route(FAULTS_PATH, self._set_faults, methods=["PUT"]),
            Route(WEATHER_PATH, self._set_weather, methods=["PUT"]),
        ]
        self._app = Starlette(routes=[*control, *self.routes])

    def forget(self) -> None:
        """Clears what was counted and recorded."""
        self.asked.clear()
        self.requests.clear()
        self.most_in_flight = 0

    def calls(self) -> int:
        return len(self.requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _path(scope) in (FAULTS_PATH, WEATHER_PATH):
            await self._app(scope, receive, send)
            return
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await self._answer(scope, receive, send)
        finally:
            self.in_flight -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = await self._record(scope, receive)
        if self.gate:
            await self.gate.wait()
        faults = self._next_faults(_path(scope))
        if faults.latency:
            await asyncio.sleep(faults.latency)
        answer = self._instead(request, faults)
        app = answer or self._app
        await app(scope, _replayed(await request.body()), _spoilt(send, faults))

    async def _record(self, scope: Scope, receive: Receive) -> Request:
        request = Request(scope, receive)
        body = await request.body()
        path = _path(scope)
        self.asked[path] += 1
        self.requests.append(Asked(request.method, path, dict(request.query_params), dict(request.headers), body))
        return request

    def _next_faults(self, path: str) -> Faults:
        if self.weather.shares:
            return self.weather.at(path, self.asked[path])
        faults = self.faults
        if not path.startswith(faults.paths) or faults.times == 0:
            return Faults()
        if faults.times is not None:
            self.faults = msgspec.structs.replace(faults, times=faults.times - 1)
        return faults

    def _instead(self, request: Request, faults: Faults) -> Response | None:
        if faults.status:
            wait = {} if faults.retry_after is None else {"retry-after": str(faults.retry_after)}
            kind = None if faults.body is None else faults.media_type
            return Response(faults.body, status_code=faults.status, headers=wait, media_type=kind)
        if faults.body is not None:
            return Response(faults.body, media_type=faults.media_type)
        return None if self.accepts(request.headers) else self.refusal

    async def _set_faults(self, request: Request) -> Response:
        """PUT a Faults as JSON: how tests outside this process make the stand-in misbehave."""
        self.faults = msgspec.json.decode(await request.body() or b"{}", type=Faults)
        return Response(status_code=204)

    async def _set_weather(self, request: Request) -> Response:
        """PUT a Weather as JSON; `{}` ends it."""
        self.weather = msgspec.json.decode(await request.body() or b"{}", type=Weather)
        return Response(status_code=204)


def json(value: Any, status: int = 200) -> Response:
    """A JSON response. Decimals become JSON numbers, digit for digit."""
    return Response(ENCODER.encode(value), status_code=status, media_type="application/json")


def route(method: str, path: str, answer: Answer) -> Route:
    return Route(path, answer, methods=[method])


def bearer(secret: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda headers: headers.get("authorization") == f"Bearer {secret}"


ENCODER = msgspec.json.Encoder(decimal_format="number")


def _path(scope: Scope) -> str:
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


def _replayed(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


class Reset(Exception):
    """Makes the server close the connection, as the response has begun."""


def _spoilt(send: Send, faults: Faults) -> Send:
    for spoils, spoiler in SPOILERS.items():
        if getattr(faults, spoils):
            return spoiler(send, faults)
    return send


def _cutting(send: Send, faults: Faults) -> Send:
    async def half(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            message = {**message, "body": body[: len(body) // 2], "more_body": False}
        await send(message)

    return half


def _resetting(send: Send, faults: Faults) -> Send:
    async def half(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = message.get("body", b"")
            await send({**message, "body": body[: len(body) // 2], "more_body": True})
            raise Reset
        await send(message)

    return half


def _garbling(send: Send, faults: Faults) -> Send:
    async def garbled(message: Message) -> None:
        if message["type"] == "http.response.body":
            body = bytearray(message.get("body", b""))
            body[::7] = b"\xff" * len(body[::7])
            message = {**message, "body": bytes(body)}
        await send(message)

    return garbled


def _dripping(send: Send, faults: Faults) -> Send:
    async def drop_by_drop(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
            return
        for byte in message.get("body", b""):
            await send({**message, "body": bytes([byte]), "more_body": True})
            await asyncio.sleep(faults.drip)
        await send({**message, "body": b""})

    return drop_by_drop


SPOILERS: dict[str, Callable[[Send, Faults], Send]] = {
    "cut": _cutting,
    "reset": _resetting,
    "garble": _garbling,
    "drip": _dripping,
}
