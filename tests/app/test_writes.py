"""The keys in doubt are listed with what is known of them, and settled by hand."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from rich.console import Console
from typer.testing import CliRunner

from app import cli, writes
from app.settings import Settings, State
from app.writes import Settling
from resolvers.state.connect import opened
from resolvers.state.record import Record, Slot, Stage
from resolvers.state.store import Store
from resolvers.vendors.config import BackendConfig
from resolvers.vendors.stand_in import SECRET, Faults
from resolvers.vendors.wimpel.sandbox import WimpelStandIn, stand_in
from resolvers.vendors.writing import NaturalKey
from tests.resolvers.state.made import LATER, NOW

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

AFTER = LATER + timedelta(minutes=1)
"""When the leases of the records here are over."""


def record(key: str, caller: str = "anonymous", natural: NaturalKey | None = None) -> Record:
    return Record(Slot(caller, "wimpel", key), "f", Stage.IN_FLIGHT, NOW, NOW, LATER, natural)


@dataclass
class Office:
    """Where a person sits: the settings, the store, and the vendor's far end."""

    settings: Settings
    store: Store
    shop: WimpelStandIn

    async def put(self, *records: Record) -> None:
        for each in records:
            assert await self.store.swap(None, each)

    async def shown(self) -> str:
        said = StringIO()
        assert await writes.show(self.settings, Console(file=said), lambda: AFTER)
        return said.getvalue()

    async def settled(self, settling: Settling, now: object = AFTER) -> tuple[bool, str]:
        said = StringIO()
        done = await writes.settle(
            self.settings,
            settling,
            lambda config: httpx.ASGITransport(self.shop),
            Console(file=said),
            lambda: now,  # type: ignore[arg-type, return-value]
        )
        return done, said.getvalue()

    def an_order(self) -> str:
        return next(iter(self.shop.store.by_id))


@pytest.fixture
async def office(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Office]:
    url = f"sqlite:///{tmp_path}/gateway.db"
    backend = {"id": "wimpel", "vendor": "wimpel", "url": "https://wimpel.test", "secret": SECRET}
    settings = Settings(state=State(url=SecretStr(url)), backends=(BackendConfig.model_validate(backend),))
    async with opened(url, lambda: AFTER) as store:
        yield Office(settings, store, stand_in())


async def test_what_is_in_doubt_is_told_with_what_is_known(office: Office) -> None:
    long_key = "k" * 200
    lost = record("lost [bold]", natural=NaturalKey("number", "ORD-1", is_ours=False)).in_doubt(LATER)
    await office.put(lost, record(long_key, caller="webshop"))
    said = await office.shown()

    assert "lost [bold]\n  backend wimpel, caller anonymous\n" in said
    assert "the vendor's answer was lost\n  look for number ORD-1\n" in said
    assert f"{long_key}\n  backend wimpel, caller webshop\n" in said
    assert "no outcome was recorded\n  the vendor has no way to look it up\n" in said


async def test_what_is_under_way_or_settled_is_not_in_doubt(office: Office) -> None:
    begun = record("ended")
    await office.put(record("running").held(AFTER + timedelta(minutes=1)), begun)
    await office.store.swap(begun, begun.done("1", AFTER + timedelta(days=7)))

    assert await office.shown() == "No key has an unknown outcome.\n"


async def test_a_key_that_made_an_order_is_settled_with_it(office: Office) -> None:
    doubted, made = record("k"), office.an_order()
    await office.put(doubted)
    done, said = await office.settled(Settling("k", made))
    after = await office.store.read(doubted.slot)

    assert (done, said) == (True, f"Settled: the key made order {made}.\n")
    assert after is not None
    assert (after.stage, after.vendor_id, after.until) == (Stage.DONE, made, AFTER + timedelta(days=7))
    assert await office.store.generations() == {"wimpel": 1}


async def test_a_key_that_made_none_is_free_again(office: Office) -> None:
    await office.put(record("k"))
    done, said = await office.settled(Settling("k", None))

    assert (done, said) == (True, "Settled: no order was made. The key is free again.\n")
    assert await office.store.read(record("k").slot) is None
    assert office.shop.calls() == 0


@pytest.mark.parametrize("made", ["nothing", "../x"])
async def test_an_order_that_is_not_there_settles_nothing(office: Office, made: str) -> None:
    await office.put(record("k"))
    done, said = await office.settled(Settling("k", made))

    assert (done, said) == (False, f"Backend wimpel has no order {made}.\n")
    assert len(await office.store.in_doubt()) == 1


async def test_an_order_that_can_t_be_looked_at_settles_nothing(office: Office) -> None:
    await office.put(record("k"))
    office.shop.faults = Faults(status=500)
    done, said = await office.settled(Settling("k", office.an_order()))

    assert not done
    assert "can't be checked" in said


async def test_another_key_s_order_settles_nothing(office: Office) -> None:
    other, made = record("other"), office.an_order()
    await office.put(record("k"), other)
    await office.store.swap(other, other.done(made, AFTER + timedelta(days=7)))
    done, said = await office.settled(Settling("k", made))

    assert (done, said) == (False, f"Order {made} may belong to another key.\n")


async def test_a_key_that_nobody_doubts_can_t_be_settled(office: Office) -> None:
    assert await office.settled(Settling("k", None)) == (False, "No such key has an unknown outcome.\n")


async def test_a_key_that_is_under_way_can_t_be_settled(office: Office) -> None:
    await office.put(record("k"))
    done, said = await office.settled(Settling("k", None), NOW)

    assert not done
    assert "in progress until 2100-01-01T00:01:00" in said


async def test_of_two_callers_equal_keys_one_has_to_be_named(office: Office) -> None:
    await office.put(record("k"), record("k", caller="webshop"))
    done, said = await office.settled(Settling("k", None))
    assert not done
    assert "2 such keys" in said

    done, _ = await office.settled(Settling("k", None, backend="wimpel", caller="webshop"))
    assert done
    assert [each.slot.caller for each in await office.store.in_doubt()] == ["anonymous"]


@pytest.mark.parametrize(
    "arguments",
    [["--settle", "k"], ["--not-made"], ["--made", "1"], ["--settle", "k", "--made", "1", "--not-made"]],
    ids=" ".join,
)
def test_a_half_said_settling_is_refused(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli.main, ["writes", *arguments])

    assert result.exit_code == 2
    assert "--settle KEY needs either" in re.sub(r"[\s│]+", " ", result.output)
