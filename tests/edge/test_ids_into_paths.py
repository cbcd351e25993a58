"""Whatever a caller or a vendor calls a thing, no call leaves the vendor's base path."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from resolvers.errors import BackendFault, BadUserInput
from resolvers.vendors import VENDORS
from resolvers.vendors.auth import credential
from resolvers.vendors.base import Vendor
from resolvers.vendors.config import BackendConfig
from schema.address import Address
from schema.customer import Customer
from schema.invoice import Invoice
from schema.link import Ref, Relation, gid
from schema.shipment import Shipment
from schema.status import OrderStatus
from schema.user import User
from schema.write_inputs import OrderUpdateInput
from tests.edge import outside
from tests.edge.wire import Wire, backend, path, strays
from tests.resolvers.vendors.finding import by_external_number, by_number

SURE = "12345"
"""An id that all vendors take for one of theirs."""
EXAMPLES = 60
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8")),
    st.text(st.sampled_from("./\\%2eE5cF0aAdD0#?;:@&=+ \r\n\t\0"), max_size=12),
    st.from_regex(r"[0-9]{1,18}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9_-]{1,20}", fullmatch=True),
)
ODD = (
    "",
    ".",
    "..",
    "../..",
    "%2e%2e",
    "%252e%252e/x",
    "a/b",
    "1\r\nX-Evil: 1",
    "1\0",
    "１",
    "//evil.test",
    "9" * 70_000,
)

Ask = Callable[[Vendor, str], Awaitable[Any]]
ASKED: dict[str, Ask] = {
    "order": lambda vendor, text: vendor.order(text),
    "customer": lambda vendor, text: vendor.customer(Ref(Customer, vendor.id, text)),
    "user": lambda vendor, text: vendor.user(Ref(User, vendor.id, text)),
    "address": lambda vendor, text: vendor.address(Ref(Address, vendor.id, text)),
    "address by its key": lambda vendor, text: vendor.address(Ref(Address, vendor.id, "1", origin=text, key=text)),
    "in bulk": lambda vendor, text: vendor.in_bulk([Ref(Address, vendor.id, text)]),
    "shipments": lambda vendor, text: vendor.shipments([_relation(Shipment, vendor.id, text)], {}),
    "invoices": lambda vendor, text: vendor.invoices([_relation(Invoice, vendor.id, text)], {}),
    "shipment": lambda vendor, text: vendor.shipment(text),
    "invoice": lambda vendor, text: vendor.invoice(text),
    "pdf": lambda vendor, text: _pdf(vendor, text),
    "by number": by_number,
    "by external number": by_external_number,
    "by external key": lambda vendor, text: vendor.orders_by_external_key(text),
    "customer by number": lambda vendor, text: vendor.customers_by_number(text),
    "customer by origin": lambda vendor, text: vendor.customer_by_origin(text, "a key"),
    "customer by key": lambda vendor, text: vendor.customer_by_origin("an origin", text),
    "update": lambda vendor, text: vendor.update_order(text, _cancelled(vendor.id)),
    "delete": lambda vendor, text: vendor.delete_order(text),
}
"""All that puts what somebody else wrote into a path or its parameters."""


def _relation(kind: type[Any], backend: str, text: str) -> Relation[Any]:
    return Relation(kind, backend, text, number=text, reference=text, ordered_at=datetime(2026, 3, 1, tzinfo=UTC))


def _cancelled(backend: str) -> OrderUpdateInput:
    return OrderUpdateInput(id=gid(backend, "Order", SURE), status=OrderStatus.CANCELLED)


async def _pdf(vendor: Vendor, text: str) -> Any:
    async with vendor.order_pdf(text) as download:
        return download


class Shop:
    """One vendor over a wire at whose end nothing is ever there."""

    def __init__(self, name: str, runner: asyncio.Runner) -> None:
        bulk = {"bulk_lookup": "id__in"} if name == "cloudsuite" else {}
        config = BackendConfig.model_validate(backend(name, update="partial", **bulk))
        self.host = f"{name}.test"
        self.wire = Wire()
        self._runner = runner
        http = httpx.AsyncClient(transport=self.wire, auth=credential(config, VENDORS[name].default_auth))
        self._vendor = VENDORS[name](config, http)

    def ask(self, ask: Ask, text: str) -> list[httpx.Request]:
        """What went out for it. Any refusal of ours will do, and nothing else."""
        self.wire.asked.clear()
        with suppress(BackendFault, BadUserInput):
            self._runner.run(_asked(ask, self._vendor, text))
        return [*self.wire.asked]


async def _asked(ask: Ask, vendor: Vendor, text: str) -> None:
    await ask(vendor, text)


@pytest.fixture(params=sorted(VENDORS))
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    with outside.runner() as runner:
        yield Shop(request.param, runner)


Form = tuple[str, tuple[str, ...], MappingProxyType[str, str]]


def form(request: httpx.Request) -> Form:
    """What it asks, decoded: its method, the segments of its path, its parameters."""
    segments = tuple(unquote(segment) for segment in path(request).split("/"))
    query = request.url.query.decode("ascii")
    return request.method, segments, MappingProxyType(dict(parse_qsl(query, keep_blank_values=True, errors="strict")))


def said_with(sure: Form, text: str) -> Form:
    """The same with another id in its place."""
    method, segments, params = sure
    return (
        method,
        tuple(segment.replace(SURE, text) for segment in segments),
        MappingProxyType({name: value.replace(SURE, text) for name, value in params.items()}),
    )


def repeatable(test: Any) -> Any:
    for odd in ODD:
        test = example(odd)(test)
    checks = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=checks)(given(WORDS)(test))


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_an_id_is_one_segment_below_the_base_or_is_refused(shop: Shop, ask: Ask) -> None:
    sure = [form(request) for request in shop.ask(ask, SURE)]

    @repeatable
    def is_in_its_place(text: str) -> None:
        asked = shop.ask(ask, text)

        assert not any(strays(request, shop.host) for request in asked)
        assert [form(request) for request in asked] == [said_with(one, text) for one in sure[: len(asked)]]

    is_in_its_place()


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())
def test_some_vendor_is_asked_for_it_at_all(ask: Ask) -> None:
    with outside.runner() as runner:
        assert any(Shop(name, runner).ask(ask, SURE) for name in VENDORS)
