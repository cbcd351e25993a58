"""What schemathesis draws documents from: the schema, and words for its scalars, many of which mean something here."""

from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta, timezone
from typing import Any

import httpx
import schemathesis
from graphql import introspection_from_schema
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from app import sandbox
from app.main import create_app
from resolvers.vendors import VENDORS
from schema.link import gid
from tests import over
from tests.answer_check import printed
from tests.canaries import watched
from tests.edge import outside
from tests.edge.sense import made_sensible
from tests.graph.conftest import far_end

BACKENDS = sorted(VENDORS)
TYPES = ("Order", "Customer", "User", "OrderLine", "Shipment", "Invoice", "Address", "Backend", "Nothing")
KNOWN = """
{
  orders(first: 100) {
    edges { cursor node { id number reference externalNumber customerId lines { id } shipments { id } } }
    pageInfo { endCursor }
  }
  customers(first: 20) { nodes { id number } }
}
"""
IDS = ("id", "customerId")
TEXTS = ("cursor", "endCursor", "number", "reference", "externalNumber")
LETTERS = st.characters(codec="utf-8")


def asking() -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """The whole gateway over five small stand-ins, the same at every start."""
    far_ends = sandbox.application({name: far_end(name) for name in VENDORS})
    app = create_app(sandbox.settings("http://vendors"), lambda backend: httpx.ASGITransport(far_ends))
    return over.client(watched(app), is_far=True)


def api(*, sensible: bool) -> Any:
    """The schema as schemathesis has it. `sensible`: an id of a backend stands where one is wanted, and so on."""
    with outside.runner() as runner:
        known = runner.run(_known())
    for name, strategy in _scalars(known).items():
        schemathesis.graphql.scalar(name, strategy)
    loaded = schemathesis.graphql.from_dict(dict(introspection_from_schema(printed())))
    if sensible:
        ids = {kind: [id for name in IDS for id in known[name] if f"/{kind}/" in id] for kind in ("Order", "Customer")}

        @loaded.hook
        def before_generate_body(context: Any, strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
            return st.builds(lambda body, chance: made_sensible(body, ids, chance), strategy, st.randoms())

    return loaded


async def _known() -> dict[str, list[str]]:
    """What there is to ask for, by its name in an answer."""
    async with asking() as http:
        data = (await http.post("/graphql", json={"query": KNOWN})).json()["data"]
    return {name: sorted({value for key, value in _members(data) if key == name and value}) for name in (*IDS, *TEXTS)}


def _members(data: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        yield from data.items()
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _members(inner)


def _scalars(known: dict[str, list[str]]) -> dict[str, st.SearchStrategy[Any]]:
    """Each with what it takes, and with what it does not."""
    ids = _ids([id for name in IDS for id in known[name]])
    texts = st.one_of(*(st.sampled_from(known[name]) for name in TEXTS), st.text(LETTERS, max_size=20))
    odd = st.one_of(texts.map(nodes.String), st.integers().map(nodes.Int))
    return {
        "ID": ids.map(nodes.String),
        "String": texts.map(nodes.String),
        "Decimal": _mostly(_decimals().map(nodes.String), odd),
        "Date": _mostly(st.dates().map(str).map(nodes.String), odd),
        "DateTime": _mostly(_instants().map(nodes.String), odd),
        "JSON": st.one_of(odd, st.just(nodes.Object([])), st.just(nodes.List([]))),
    }


def _mostly(fitting: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 19).flatmap(lambda die: fitting if die else odd)


def _ids(known: list[str]) -> st.SearchStrategy[str]:
    """Of things that are there, of things that might be, and of nothing."""
    part = st.none() | st.integers(0, 3)
    words = st.one_of(st.integers(0, 400).map(str), st.text(LETTERS, min_size=1, max_size=20))
    might_be = st.builds(gid, st.sampled_from(BACKENDS), st.sampled_from(TYPES), words, part)
    others = st.one_of(might_be, st.sampled_from(BACKENDS), st.text(LETTERS, max_size=20))
    return st.integers(0, 2).flatmap(lambda die: st.sampled_from(known) if die else others)


def _instants() -> st.SearchStrategy[str]:
    zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(timezones=zones).map(lambda moment: moment.isoformat())


def _decimals() -> st.SearchStrategy[str]:
    exact = st.decimals(allow_nan=False, allow_infinity=False).map(lambda value: format(value, "f"))
    return st.one_of(exact, st.decimals(0, 1000, places=2).map(str), st.integers(1, 9).map(str))
