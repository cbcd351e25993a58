"""Callers, lost answers, slow and lossy vendors, crashes between any two steps, in any order: one key, one order."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.resolvers.writing.far_shop import FarVendor
from tests.resolvers.writing.gates import GatedKeyless, GatedVendor
from tests.resolvers.writing.model import Model

THOROUGH = settings(
    max_examples=100,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.parametrize("vendor", [GatedVendor, GatedKeyless])
def test_one_key_makes_one_order_over_a_file(vendor: type[FarVendor]) -> None:
    run_state_machine_as_test(type("OverFile", (Model,), {"kind": vendor}), settings=THOROUGH)


@pytest.mark.parametrize("vendor", [GatedVendor, GatedKeyless])
def test_one_key_makes_one_order_over_a_server(vendor: type[FarVendor], server: str) -> None:
    run_state_machine_as_test(type("OverServer", (Model,), {"kind": vendor, "url": server}), settings=THOROUGH)
