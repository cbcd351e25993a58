"""What `check` finds, and how it tells it."""

from io import StringIO

import httpx
import pytest
from rich.console import Console

from app import check, sandbox
from app.settings import Settings
from resolvers.vendors.stand_in import Faults, StandIn

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]


async def told(far_ends: dict[str, StandIn], width: int = 160) -> tuple[bool, str]:
    settings: Settings = sandbox.settings("http://sandbox.test")
    written = StringIO()
    is_fine = await check.run(
        settings,
        lambda config: httpx.ASGITransport(far_ends[config.id], root_path=f"/{config.id}"),
        Console(file=written, width=width),
    )
    return is_fine, written.getvalue()


@pytest.fixture
def far_ends() -> dict[str, StandIn]:
    return sandbox.stand_ins()


async def test_every_backend_is_called_once(far_ends: dict[str, StandIn]) -> None:
    is_fine, _ = await told(far_ends)

    assert is_fine
    assert {name: far_end.calls() for name, far_end in far_ends.items()} == dict.fromkeys(far_ends, 1)


async def test_the_table_has_a_row_a_backend_with_what_it_can_do(far_ends: dict[str, StandIn]) -> None:
    _, text = await told(far_ends, width=400)

    rows = {line.split("│")[1].strip(): line for line in text.splitlines() if line.startswith("│")}
    assert set(rows) == set(far_ends)
    assert all(" ok " in row for row in rows.values())
    assert "ORDER_PDF" in rows["obapi"]
    assert "ORDERED_AT" in rows["wimpel"]


async def test_no_word_of_the_table_is_cut_short(far_ends: dict[str, StandIn]) -> None:
    _, text = await told(far_ends, width=80)

    assert "…" not in text


async def test_fields_that_cost_a_call_are_named(far_ends: dict[str, StandIn]) -> None:
    _, text = await told(far_ends)

    costs = [line for line in text.splitlines() if line.startswith("cloudsuite: one call per order for ")]
    assert len(costs) == 1
    assert "lines" in costs[0]
    assert "status" not in costs[0].replace("paymentStatus", "")
    assert any(line.startswith("cloudsuite: one call per referenced object for ") for line in text.splitlines())
    assert any(line.startswith("obapi: one reading of a list per operation for ") for line in text.splitlines())
    assert not any(line.startswith("vdh_solar: one call per order") for line in text.splitlines())


@pytest.mark.parametrize("name", ["cloudsuite", "vdh_solar"])
async def test_one_that_fails_is_told_beside_the_others(far_ends: dict[str, StandIn], name: str) -> None:
    far_ends[name].faults = Faults(status=401)

    is_fine, text = await told(far_ends, width=400)

    rows = {line.split("│")[1].strip(): line for line in text.splitlines() if line.startswith("│")}
    assert not is_fine
    assert "BACKEND_UNAUTHENTICATED" in rows[name]
    assert sum(" ok " in row for row in rows.values()) == len(far_ends) - 1
