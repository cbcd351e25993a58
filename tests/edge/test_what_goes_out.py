"""What the gateway sends to vendors for a caller, and what of the caller's it keeps to itself."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import SECRET
from schema.link import gid
from tests import over
from tests.edge.outside import Gateway, asked
from tests.edge.test_ids_into_paths import WORDS
from tests.edge.wire import BASE, Wire, application, path, secret_of, strays

OURS = {"host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length"}
CREDENTIALS = {"authorization", "api-key"}
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
STATE = "vendor=opaque,tenant@system=t61rcWkgMzE"
ORDERS = "{ orders(first: 3) { nodes { id customer { id number } } sources { status } } }"
EVERYTHING = """
query ($order: ID!, $customer: ID!, $user: ID!) {
  order(id: $order) { number }
  customer(id: $customer) { number }
  nodes(ids: [$order, $customer, $user]) { id ... on User { email } }
}
"""
CHANGED = "mutation ($id: ID!) { orderUpdate(input: {id: $id, status: CANCELLED}) { outcome } }"
DELETED = "mutation ($id: ID!) { orderDelete(input: {id: $id}) { outcome } }"
ELSEWHERE = "https://elsewhere.test/steal"

same = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def gateway(wire: Wire) -> Iterator[Gateway]:
    with asked(over.client(application(wire), is_far=True)) as gateway:
        yield gateway


# ---------------------------------------------------------------- ids


@same
@given(name=st.sampled_from(sorted(VENDORS)), word=WORDS)
def test_a_thing_s_id_is_one_segment_below_its_backend_s_base(
    wire: Wire, gateway: Gateway, name: str, word: str
) -> None:
    ids = {kind.lower(): gid(name, kind, word) for kind in ("Order", "Customer", "User")}
    wire.asked.clear()
    answers = [gateway.ask(EVERYTHING, **ids), *(gateway.ask(change, id=ids["order"]) for change in (CHANGED, DELETED))]
    document = gateway.get(f"/documents/{name}/order/{quote(word, safe='')}")

    assert {answer.status_code for answer in answers} <= {200, 400}
    assert document.status_code < 500
    assert not any(strays(request, f"{name}.test") for request in wire.asked)
    assert {unquote(path(request)).rpartition("/")[2] for request in wire.asked} <= {word}


@pytest.mark.parametrize("tail", ["27\n", "27\r\nX-Evil: 1", "2/7/1", "%", "2 7", "%2e%2e", "../27", "27?x=1"])
def test_a_malformed_id_is_the_caller_s_fault_and_nobody_is_asked(wire: Wire, gateway: Gateway, tail: str) -> None:
    answer = gateway.ask(
        "query ($id: ID!) { order(id: $id) { id } node(id: $id) { id } }", id=f"gid://wimpel/Order/{tail}"
    )

    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"BAD_USER_INPUT"}
    assert wire.asked == []


# ---------------------------------------------------------------- headers


@same
@given(
    st.dictionaries(
        st.one_of(
            st.from_regex(r"X-[A-Za-z-]{1,9}", fullmatch=True),
            st.sampled_from(["Cookie", "Forwarded", "X-Forwarded-For", "Host", "Via", "Baggage", "Idempotency-Key"]),
            st.sampled_from(["User-Agent", "Referer", "Origin", "X-Real-IP", "X-Http-Method-Override", "B3"]),
        ),
        st.just("canary-of-the-caller"),
    )
)
def test_no_header_of_a_caller_s_reaches_a_vendor(wire: Wire, gateway: Gateway, headers: dict[str, str]) -> None:
    wire.asked.clear()
    gateway.ask(ORDERS, headers)

    assert len({request.url.host for request in wire.asked}) == 4
    for request in wire.asked:
        assert {*request.headers} <= OURS | CREDENTIALS
        assert "canary-of-the-caller" not in str(request.headers.raw)


def test_a_trace_is_carried_on(wire: Wire, gateway: Gateway) -> None:
    gateway.ask(ORDERS, {"traceparent": TRACE, "tracestate": STATE})

    assert {(each.headers["traceparent"], each.headers["tracestate"]) for each in wire.asked} == {(TRACE, STATE)}


def test_a_trace_ends_with_its_request(wire: Wire, gateway: Gateway) -> None:
    gateway.ask(ORDERS, {"traceparent": TRACE})
    wire.asked.clear()
    gateway.ask(ORDERS)

    assert not any("traceparent" in request.headers for request in wire.asked)


@pytest.mark.parametrize(
    "parent",
    [
        "",
        "canary",
        TRACE.upper(),
        TRACE.replace("00-", "ff-", 1),
        "00-" + "0" * 32 + TRACE[35:],
        TRACE + "-canary",
        TRACE + "\r\nX-Evil: 1",
        "canary" * 1000,
    ],
)
def test_what_is_no_trace_is_not(wire: Wire, gateway: Gateway, parent: str) -> None:
    gateway.ask(ORDERS, {"traceparent": parent, "tracestate": STATE})

    assert wire.asked
    assert not any({"traceparent", "tracestate", "x-evil"} & {*request.headers} for request in wire.asked)


@pytest.mark.parametrize(
    "state", ["", "=x", "a=b\r\nX-Evil: 1", "A=1", "a=1,a=2", "a=é", "a=" + "x" * 300, "a=b," * 400]
)
def test_of_a_trace_whose_state_is_none_the_rest_is_carried_on(wire: Wire, gateway: Gateway, state: str) -> None:
    gateway.ask(ORDERS, {"traceparent": TRACE, "tracestate": state.encode()})  # type: ignore[dict-item]

    assert {request.headers.get("traceparent") for request in wire.asked} == {TRACE}
    assert not any({"x-evil"} & {*request.headers} for request in wire.asked)
    assert {request.headers.get("tracestate") for request in wire.asked} <= {None, "a=b"}


# ---------------------------------------------------------------- credentials


def test_a_credential_goes_to_its_own_backend_alone(wire: Wire, gateway: Gateway) -> None:
    gateway.ask(ORDERS, {"authorization": "Bearer canary-of-the-caller"})
    gateway.ask(ORDERS)
    ids = {kind.lower(): gid("vdh_solar", kind, "1") for kind in ("Order", "Customer", "User")}
    gateway.ask(EVERYTHING, **ids)

    for name in VENDORS:
        shown = str([request.headers.raw for request in wire.asked if request.url.host == f"{name}.test"])
        assert secret_of(name) in shown
        assert not any(secret_of(other) in shown for other in VENDORS if other != name)
    assert not any("secret" in str(request.url) + request.content.decode() for request in wire.asked)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("to", [ELSEWHERE, "//elsewhere.test/", f"{BASE}/../admin", "/admin", f"{BASE}/v1/orders"])
def test_no_redirect_is_followed(wire: Wire, gateway: Gateway, status: int, to: str) -> None:
    wire.answer = lambda request: httpx.Response(status, headers={"location": to})
    ids = {kind.lower(): gid("wimpel", kind, "1") for kind in ("Order", "Customer", "User")}
    read = gateway.ask(EVERYTHING, **ids)
    changed = [gateway.ask(change, id=ids["order"]) for change in (CHANGED, DELETED)]
    document = gateway.get("/documents/obapi/order/1")

    assert "BACKEND_BAD_RESPONSE" in {error["extensions"]["code"] for error in read.json()["errors"]}
    assert [each.status_code for each in changed] == [200, 200]
    assert document.status_code == 502
    assert {(each.url.host, path(each)) for each in wire.asked} == {
        ("wimpel.test", f"{BASE}/v1/orders/1"),
        ("wimpel.test", f"{BASE}/v1/customers/1"),
        ("obapi.test", f"{BASE}/obapi/v1/download/1"),
    }


# ---------------------------------------------------------------- links


class Luring(httpx.AsyncBaseTransport):
    """A vendor's own stand-in, whose lists all say that what comes next is elsewhere."""

    def __init__(self, name: str) -> None:
        far_end = import_module(f"resolvers.vendors.{name}.sandbox").stand_in()
        self._far_end = httpx.ASGITransport(far_end, root_path=BASE)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        for header in CREDENTIALS & {*request.headers}:
            request.headers[header] = request.headers[header].rpartition(" ")[0] + f" {SECRET}"
            request.headers[header] = request.headers[header].strip()
        answer = await self._far_end.handle_async_request(request)
        told: Any = json.loads(await answer.aread())
        if isinstance(told, dict):
            told |= {"next": ELSEWHERE, "links": {"next": ELSEWHERE}, "nextPage": ELSEWHERE}
            told["pagination"] = dict(told.get("pagination") or {}, next=ELSEWHERE)
        return httpx.Response(answer.status_code, json=told, headers={"link": f'<{ELSEWHERE}>; rel="next"'})


def test_no_link_of_a_list_is_followed() -> None:
    wire = Wire(ends={f"{name}.test": Luring(name) for name in VENDORS})
    with asked(over.client(application(wire), is_far=True)) as gateway:
        answer = gateway.ask('{ orders(first: 100, where: {anyNumber: "PO-2026-0004"}) { nodes { id } } }')
        everything = gateway.ask("{ orders(first: 100) { nodes { id } } customers(first: 100) { nodes { id } } }")

    assert answer.json()["data"]["orders"]["nodes"]
    assert "errors" not in everything.json()
    assert len([1 for request in wire.asked if request.url.host == "cloudsuite.test"]) > 2
    assert not any(strays(request, request.url.host) for request in wire.asked)
    assert {request.url.host for request in wire.asked} <= {f"{name}.test" for name in VENDORS}
