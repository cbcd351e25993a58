"""What is counted, under which names, and where it can be read."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.metrics.labels import MOST
from resolvers.vendors.call import Kind
from resolvers.vendors.stand_in import Faults
from tests.edge.conftest import OpenDoor
from tests.edge.door import Door

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

NEWEST = 'query Newest { orders(first: 1, where: {backends: ["wimpel"]}) { nodes { id customer { name } } } }'
DURATIONS = "http_client_request_duration_seconds_count"


class Told:
    """One reading of the metrics."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]

    def sum(self, name: str, **labels: str) -> float:
        """Of all series that have these labels."""
        return sum(
            sample.value for sample in self._samples if sample.name == name and labels.items() <= sample.labels.items()
        )

    def series(self, name: str) -> int:
        return sum(sample.name == name for sample in self._samples)


async def metrics(door: Door) -> Told:
    response = await door.http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return Told(response.text)


async def test_operations_errors_and_requests_are_counted(door: Door) -> None:
    await door.ask(NEWEST)
    await door.ask("{ nothing }")

    told = await metrics(door)

    labels = {"client": "anonymous", "graphql_operation_name": "Newest", "graphql_operation_type": "query"}
    assert told.sum("graphql_server_operation_duration_seconds_count", **labels) == 1
    assert told.sum("graphql_server_errors_total", error_type="GRAPHQL_VALIDATION_FAILED") == 1
    route = {"http_request_method": "POST", "http_response_status_code": "200", "http_route": "/graphql"}
    assert told.sum("http_server_request_duration_seconds_count", **route) == 2
    assert told.sum("http_server_active_requests") == 1


async def test_costs_are_counted_by_client(door: Door) -> None:
    cost = (await door.ask(NEWEST)).json()["extensions"]["cost"]
    await door.ask("{ nothing }")

    told = await metrics(door)

    assert told.sum("gateway_operation_requested_cost_points_count", client="anonymous") == 1
    assert told.sum("gateway_operation_requested_cost_points_sum") == cost["requestedQueryCost"] > 0
    assert told.sum("gateway_operation_actual_cost_points_sum") == cost["actualQueryCost"] > 0


async def test_each_call_to_a_backend_is_counted_with_how_it_ended(door: Door) -> None:
    await door.ask(NEWEST)
    fine = door.far_ends["wimpel"].calls()
    door.far_ends["logictrade"].faults = Faults(status=500)
    await door.ask('{ orders(first: 1, where: {backends: ["logictrade"]}) { nodes { id } } }')

    told = await metrics(door)

    well = {"kind": "read", "http_request_method": "GET", "http_response_status_code": "200", "error_type": ""}
    assert told.sum(DURATIONS, backend="wimpel", **well) == fine > 0
    ill = {"http_response_status_code": "500", "error_type": "500"}
    assert told.sum(DURATIONS, backend="logictrade", **ill) == door.far_ends["logictrade"].calls() > 0
    assert told.sum("http_client_active_requests") == 0


async def test_a_circuit_that_is_open_is_told_and_the_calls_that_it_keeps_back(door: Door) -> None:
    circuits = door.app.state.gateway.backends["logictrade"].upstream.circuits
    for attempt in [circuits[Kind.READ].attempt() for _ in range(20)]:
        attempt.failed()
    await door.ask('{ order(id: "gid://logictrade/Order/2") { number } }')

    told = await metrics(door)

    assert told.sum("gateway_upstream_refusals_total", backend="logictrade", error_type="CIRCUIT_OPEN") == 1
    assert told.sum("gateway_circuits", backend="logictrade", kind="read", state="open") == 1
    assert told.sum("gateway_circuits", backend="logictrade", kind="read") == 1
    assert told.sum("gateway_circuits", backend="wimpel", state="open") == 0


async def test_calls_under_way_and_those_that_wait_are_told(door: Door) -> None:
    vendor = door.app.state.gateway.backends["wimpel"]
    with vendor.upstream.traffic.sending("GET", "read"):
        during = await metrics(door)
    after = await metrics(door)

    assert during.sum("http_client_active_requests", backend="wimpel") == 1
    assert after.sum("http_client_active_requests", backend="wimpel") == 0
    assert during.sum("gateway_upstream_waiting_calls", backend="wimpel") == 0


async def test_what_was_remembered_is_counted_apart_from_what_was_not(door: Door) -> None:
    await door.ask(NEWEST)
    first = await metrics(door)
    await door.ask(NEWEST)
    second = await metrics(door)

    customers = {"backend": "wimpel", "cache": "references"}
    assert first.sum("gateway_cache_lookups_total", **customers, result="miss") == 1
    assert first.sum("gateway_cache_lookups_total", **customers, result="hit") == 0
    assert second.sum("gateway_cache_lookups_total", **customers, result="miss") == 1
    assert second.sum("gateway_cache_lookups_total", **customers, result="hit") == 1


async def test_what_a_vendor_does_not_document_is_counted_by_its_key(door: Door) -> None:
    body = '{"id": "a1", "number": {"odd": "canary"}, "status": "canary", "neverSeen": "canary"}'
    door.far_ends["wimpel"].faults = Faults(body=body)
    await door.ask('{ order(id: "gid://wimpel/Order/a1") { status } }')

    told = await metrics(door)

    drift = {
        (change, key): told.sum("gateway_vendor_drift_total", backend="wimpel", change=change, key=key)
        for change, key in (("field", "neverSeen"), ("type", "number"), ("word", "status"))
    }
    assert drift == {("field", "neverSeen"): 1, ("type", "number"): 1, ("word", "status"): 1}
    assert "canary" not in told.text


async def test_two_gateways_count_each_their_own(open_door: OpenDoor) -> None:
    one, other = await open_door(), await open_door()
    one.far_ends["wimpel"].faults = Faults(body='{"id": "a1", "neverSeen": 1}')
    await one.ask('{ order(id: "gid://wimpel/Order/a1") { status } }')

    assert (await metrics(one)).sum("gateway_vendor_drift_total") > 0
    assert (await metrics(other)).sum("gateway_vendor_drift_total") == 0
    assert (await metrics(other)).sum(DURATIONS) == 0


async def test_names_that_strangers_choose_make_no_endless_series(door: Door) -> None:
    for at in range(MOST + 20):
        await door.ask(f"query Name{at} {{ __typename }}")
        if at < 20:
            await door.http.request(f"VERB{at}", f"/path/{at}")

    told = await metrics(door)

    assert told.series("graphql_server_operation_duration_seconds_count") == MOST + 1
    assert told.series("http_server_request_duration_seconds_count") == 2


async def test_a_public_gateway_tells_strangers_nothing(open_door: OpenDoor) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "public": True})

    assert (await door.http.get("/metrics")).status_code == 404


async def test_on_a_port_of_their_own_they_are_not_on_the_other(open_door: OpenDoor) -> None:
    door = await open_door(server={"anonymous_scopes": ["orders:read"], "metrics_port": 9100})

    assert (await door.http.get("/metrics")).status_code == 404
