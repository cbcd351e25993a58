"""order-gateway writes: lists the idempotency keys whose outcome is unknown, and settles one by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from rich.console import Console

from app.settings import Settings
from resolvers.errors import BackendFault
from resolvers.state.connect import opened
from resolvers.state.record import Record, Stage
from resolvers.state.store import Store, StoreFault
from resolvers.vendors.base import utc_now
from resolvers.vendors.connect import Transport, by_network, connect

log = structlog.get_logger(__name__)

GONE = "interrupted: no outcome was recorded"
KNOWN = {Stage.IN_FLIGHT: GONE, Stage.UNKNOWN: "the vendor's answer was lost"}


@dataclass(frozen=True)
class Settling:
    """Which key, and how. `made`: the vendor's id of the order it created, None if it created none."""

    key: str
    made: str | None
    backend: str | None = None
    caller: str | None = None

    def means(self, record: Record) -> bool:
        slot = record.slot
        return slot.key == self.key and self.backend in (None, slot.backend) and self.caller in (None, slot.caller)


class CantSettle(Exception):
    """The message says why, for the operator."""


async def show(settings: Settings, console: Console | None = None, now: Callable[[], datetime] = utc_now) -> bool:
    """Returns False if the state can't be read."""
    console = console or Console()
    try:
        async with opened(settings.state.url.get_secret_value(), now) as store:
            found = [record for record in await store.in_doubt() if not record.is_under_way(now())]
    except (StoreFault, OSError):
        console.print("The state can't be read.")
        return False
    for record in found:
        console.print(_told(record), highlight=False, markup=False, soft_wrap=True)
    if not found:
        console.print("No key has an unknown outcome.")
    return True


async def settle(
    settings: Settings,
    settling: Settling,
    transport: Transport = by_network,
    console: Console | None = None,
    now: Callable[[], datetime] = utc_now,
) -> bool:
    """Returns False if the key can't be settled this way."""
    console = console or Console()
    try:
        async with opened(settings.state.url.get_secret_value(), now) as store:
            record = _one(await store.in_doubt(), settling)
            if record.is_under_way(now()):
                raise CantSettle(
                    f"A request with this key is in progress until {record.until.isoformat()}; try again then."
                )
            words = await _settled(settings, store, record, settling, transport, now)
    except CantSettle as why:
        console.print(str(why), highlight=False, markup=False, soft_wrap=True)
        return False
    except (StoreFault, OSError):
        console.print("The state can't be read or written.")
        return False
    slot = record.slot
    log.info("write_settled", caller=slot.caller, backend=slot.backend, key=slot.key, order=settling.made)
    console.print(words, highlight=False, markup=False, soft_wrap=True)
    return True


async def _settled(
    settings: Settings,
    store: Store,
    record: Record,
    settling: Settling,
    transport: Transport,
    now: Callable[[], datetime],
) -> str:
    if settling.made is None:
        _check(await store.drop(record))
        return "Settled: no order was made. The key is free again."
    await _look_at_it(settings, record, settling.made, transport)
    if await store.is_contested(record, settling.made):
        raise CantSettle(f"Order {settling.made} may belong to another key.")
    ttl = timedelta(seconds=settings.state.idempotency_ttl)
    _check(await store.swap(record, record.done(settling.made, now() + ttl)))
    await store.wrote_to(record.slot.backend)
    return f"Settled: the key made order {settling.made}."


async def _look_at_it(settings: Settings, record: Record, vendor_id: str, transport: Transport) -> None:
    """A mistyped id would become the answer to every later request with this key."""
    configs = [config for config in settings.backends if config.id == record.slot.backend]
    if not configs:
        raise CantSettle(f"Backend {record.slot.backend} is no longer configured.")
    async with connect(configs, transport=transport) as vendors:
        try:
            order = await vendors[record.slot.backend].order(vendor_id)
        except BackendFault as fault:
            raise CantSettle(f"{fault.message} The order can't be checked.") from fault
    if order is None:
        raise CantSettle(f"Backend {record.slot.backend} has no order {vendor_id}.")


def _one(doubted: list[Record], settling: Settling) -> Record:
    found = [record for record in doubted if settling.means(record)]
    if not found:
        raise CantSettle("No such key has an unknown outcome.")
    if len(found) > 1:
        places = ", ".join(f"{record.slot.backend} of {record.slot.caller}" for record in found)
        raise CantSettle(
            f"{len(found)} such keys have an unknown outcome ({places}): choose one with --backend and --caller."
        )
    return found[0]


def _check(settled: bool) -> None:
    if not settled:
        raise CantSettle("The key changed meanwhile; list the keys again.")


def _told(record: Record) -> str:
    """Several lines for each key: a table would truncate long keys."""
    natural = record.natural
    return "\n".join(
        (
            record.slot.key,
            f"  backend {record.slot.backend}, caller {record.slot.caller}",
            f"  started {_second(record.began)}, last sent {_second(record.sent)}; {KNOWN[record.stage]}",
            f"  look for {natural.name} {natural.value}" if natural else "  the vendor has no way to look it up",
        )
    )


def _second(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
