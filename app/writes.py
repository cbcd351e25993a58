"""order-gateway writes: the keys in doubt, with what is known of each, and the settling of one by hand."""

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

GONE = "gone: nobody wrote down how it ended"
KNOWN = {Stage.IN_FLIGHT: GONE, Stage.UNKNOWN: "the vendor's answer is lost"}


@dataclass(frozen=True)
class Settling:
    """Which key, and how. `made`: the vendor's id of its order; None: there is none."""

    key: str
    made: str | None
    backend: str | None = None
    caller: str | None = None

    def means(self, record: Record) -> bool:
        slot = record.slot
        return slot.key == self.key and self.backend in (None, slot.backend) and self.caller in (None, slot.caller)


class CantSettle(Exception):
    """The message says why, to a person."""


async def show(settings: Settings, console: Console | None = None, now: Callable[[], datetime] = utc_now) -> bool:
    """False where the state can't be read."""
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
        console.print("No key is in doubt.")
    return True


async def settle(
    settings: Settings,
    settling: Settling,
    transport: Transport = by_network,
    console: Console | None = None,
    now: Callable[[], datetime] = utc_now,
) -> bool:
    """False where it can't be settled so."""
    console = console or Console()
    try:
        async with opened(settings.state.url.get_secret_value(), now) as store:
            record = _one(await store.in_doubt(), settling)
            if record.is_under_way(now()):
                raise CantSettle(f"It is under way until {record.until.isoformat()}; whoever is at it may settle it.")
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
        raise CantSettle(f"Order {settling.made} may be another key's.")
    ttl = timedelta(seconds=settings.state.idempotency_ttl)
    _check(await store.swap(record, record.done(settling.made, now() + ttl)))
    await store.wrote_to(record.slot.backend)
    return f"Settled: the key made order {settling.made}."


async def _look_at_it(settings: Settings, record: Record, vendor_id: str, transport: Transport) -> None:
    """A mistyped id would be every later answer to this key."""
    configs = [config for config in settings.backends if config.id == record.slot.backend]
    if not configs:
        raise CantSettle(f"Backend {record.slot.backend} is not configured any more.")
    async with connect(configs, transport=transport) as vendors:
        try:
            order = await vendors[record.slot.backend].order(vendor_id)
        except BackendFault as fault:
            raise CantSettle(f"{fault.message} The order can't be looked at.") from fault
    if order is None:
        raise CantSettle(f"Backend {record.slot.backend} has no order {vendor_id}.")


def _one(doubted: list[Record], settling: Settling) -> Record:
    found = [record for record in doubted if settling.means(record)]
    if not found:
        raise CantSettle("No such key is in doubt.")
    if len(found) > 1:
        places = ", ".join(f"{record.slot.backend} of {record.slot.caller}" for record in found)
        raise CantSettle(f"{len(found)} such keys are in doubt ({places}): say --backend and --caller.")
    return found[0]


def _check(settled: bool) -> None:
    if not settled:
        raise CantSettle("It changed meanwhile; look again.")


def _told(record: Record) -> str:
    """A block of lines for one key: a table would cut long keys off."""
    natural = record.natural
    return "\n".join(
        (
            record.slot.key,
            f"  backend {record.slot.backend}, caller {record.slot.caller}",
            f"  begun {_second(record.began)}, last sent {_second(record.sent)}; {KNOWN[record.stage]}",
            f"  to be found by {natural.name} {natural.value}" if natural else "  nothing to find it by at the vendor",
        )
    )


def _second(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds")
