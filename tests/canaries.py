"""What must not get out, looked for in all that the gateways of a test run answer, log and count.

Secrets are to be found nowhere: each backend's credential, and what a caller showed as its own. People (their e-mail
addresses, telephones, names and streets, as the stand-ins make them up) are to be found in no log and no metric, and
in an answer only where the caller may read customers, or vendors' own words.

Who makes an application lets it be watched: `watched(create_app(…))`. tests/conftest.py has the rest: every line that
is logged comes by here, and so does all that a test writes; a test that let something out fails, whatever it found.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from ahocorasick_rs import AhoCorasick
from fastapi import FastAPI
from prometheus_client import CollectorRegistry, generate_latest
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.refusal import Refusal
from resolvers.vendors import dataset
from resolvers.vendors.config import BackendConfig, ClientCredentials
from resolvers.vendors.stand_in import SECRET
from schema.field import Scope as Right

STREAMS = ("shared", "cloudsuite customers", "cloudsuite users", "logictrade", "vdh_solar", "wimpel")
"""Where the stand-ins take their people from."""
PEOPLE = 40
DOCUMENTED = ("jan@jansen.com",)
"""Whom a vendor's own example names."""
SHORTEST = 6
"""Anything shorter is found in words that mean something else."""
WORDS = re.compile("[A-Za-z ]*")
"""What a test calls a key that it makes up: it is found everywhere."""
MOST = 1 << 20
"""Bytes of an answer that are looked at."""
SHOW_PEOPLE = frozenset({Right.CUSTOMERS_READ, Right.RAW_READ})


@cache
def people() -> frozenset[str]:
    """All that tells of one, as it is and as it stands in JSON."""
    told = set(DOCUMENTED)
    for person in (person for stream in STREAMS for person in dataset.people(stream, PEOPLE)):
        told |= {person.email, person.phone, person.mobile, person.name, person.place.street}
    return frozenset(form for text in told if len(text) >= SHORTEST for form in (text, json.dumps(text)[1:-1]))


@cache
def _looked_for() -> AhoCorasick:
    """All of them at once, for they are more than a thousand."""
    return AhoCorasick(sorted(people()))


def somebody(text: str) -> str | None:
    """What of `people` stands in the text first."""
    found = _looked_for().find_matches_as_strings(text.encode(errors="replace").decode())
    return found[0] if found else None


def first(canaries: Iterable[str], text: str) -> str | None:
    return next((canary for canary in canaries if canary in text), None)


@dataclass
class Watch:
    """`secrets`: all that became known since the run began; `leaks`: what a test let out so far.

    `words`: a vendor's, which are for callers alone to see.
    """

    secrets: set[str] = field(default_factory=lambda: {SECRET})
    words: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    registries: list[CollectorRegistry] = field(default_factory=list)

    def knows(self, secret: str) -> None:
        if len(secret) >= SHORTEST and not WORDS.fullmatch(secret):
            self.secrets.add(secret)

    def answer(self, text: str, where: str, *, people_too: bool) -> None:
        self._leaked(first(self.secrets, text), text, where)
        if people_too:
            self._leaked(somebody(text), text, where)

    def line(self, text: str, where: str = "the log") -> None:
        self.answer(text, where, people_too=True)
        self._leaked(first(self.words, text), text, where)

    def measured(self, registry: CollectorRegistry) -> None:
        if registry not in self.registries:
            self.registries.append(registry)

    def told(self) -> list[str]:
        """What was let out since this was asked last."""
        for registry in self.registries:
            self.line(generate_latest(registry).decode(), "the metrics")
        leaks, self.leaks, self.registries = self.leaks, [], []
        return leaks

    def _leaked(self, found: str | None, text: str, where: str) -> None:
        if found:
            at = text.index(found)
            self.leaks.append(f"{found!r} is in {where}: …{text[max(0, at - 200) : at + 100]}…")


WATCH = Watch()


# ---------------------------------------------------------------- answers and metrics


def watched(app: FastAPI, watch: Watch = WATCH) -> FastAPI:
    """The same application: whatever it answers is looked at on its way out."""
    app.add_middleware(Watching, whole=app, watch=watch)
    return app


class Watching:
    def __init__(self, app: ASGIApp, whole: FastAPI, watch: Watch) -> None:
        self._app = app
        self._whole = whole
        self._watch = watch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        said: list[bytes] = []

        async def noting(message: Message) -> None:
            said.extend(b": ".join(header) for header in message.get("headers", ()))
            if sum(map(len, said)) < MOST:
                said.append(message.get("body", b""))
            await send(message)

        self._learn(Headers(scope=scope))
        try:
            return await self._app(scope, receive, noting)
        finally:
            text = b"\n".join(said).decode(errors="replace")
            is_open = somebody(text) is None or await self._may_see_people(scope)
            self._watch.answer(text, f"the answer to {scope['method']} {scope['path']}", people_too=not is_open)

    def _learn(self, headers: Headers) -> None:
        self._watch.knows(headers.get("x-api-key", ""))
        self._watch.knows(headers.get("authorization", "").partition(" ")[2])
        if gateway := getattr(self._whole.state, "gateway", None):
            for vendor in filter(None, gateway.backends.values()):
                self._learn_of(vendor.config)
        if operations := getattr(self._whole.state, "operations", None):
            self._watch.measured(operations.metrics.registry)

    def _learn_of(self, config: BackendConfig) -> None:
        self._watch.knows(config.secret.get_secret_value())
        if isinstance(config.auth, ClientCredentials):
            self._watch.knows(config.auth.client_secret.get_secret_value())

    async def _may_see_people(self, scope: Scope) -> bool:
        if not scope["path"].startswith("/graphql"):
            return False
        try:
            caller = await self._whole.state.callers.identify(Headers(scope=scope))
        except Refusal:
            return False
        return not SHOW_PEOPLE.isdisjoint(caller.scopes)


# ---------------------------------------------------------------- logs


class Record(logging.LogRecord):
    """Any line of the standard library's logging, structlog's too once it is configured: looked at as it is made."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        said = [str(self.msg), str(self.args)]
        if self.exc_info and self.exc_info[0]:
            said += traceback.format_exception(*self.exc_info)
        WATCH.line("\n".join(said))
