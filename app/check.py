"""order-gateway check: calls each backend once, and prints what each can do."""

import sys
from dataclasses import dataclass

import anyio
from rich.console import Console
from rich.table import Column, Table

from app.settings import Settings
from resolvers.errors import BackendFault
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import order_fields, row_fields
from resolvers.vendors.connect import Transport, by_network, connect
from resolvers.vendors.listing import ListAsk

PIPED = 160
"""The table's width if the output is not a terminal."""
COLUMNS = ("backend", "vendor", "answer", "can", "filters", "sorts")
PROBE = "0"
"""An id that no vendor uses: asking for it shows whether the backend is up and accepts the credential."""


@dataclass(frozen=True)
class Finding:
    vendor: Vendor
    fault: BackendFault | None


async def run(settings: Settings, transport: Transport = by_network, console: Console | None = None) -> bool:
    """Returns False if a backend fails."""
    async with connect(settings.backends, settings.server.public_url, transport) as vendors:
        findings = await _all(list(vendors.values()))
    console = console or Console(width=None if sys.stdout.isatty() else PIPED)
    console.print(_table(findings))
    for finding in findings:
        _print_costs(console, finding.vendor)
    return all(finding.fault is None for finding in findings)


async def _all(vendors: list[Vendor]) -> list[Finding]:
    findings: dict[str, Finding] = {}

    async def look(vendor: Vendor) -> None:
        findings[vendor.id] = Finding(vendor, await _called_once(vendor))

    async with anyio.create_task_group() as group:
        for vendor in vendors:
            group.start_soon(look, vendor)
    return [findings[vendor.id] for vendor in vendors]


async def _called_once(vendor: Vendor) -> BackendFault | None:
    try:
        if vendor.order_listing is None:
            await vendor.order(PROBE)
        else:
            await vendor.order_page(ListAsk(offset=0, limit=1))
    except BackendFault as fault:
        return fault
    return None


def _table(findings: list[Finding]) -> Table:
    table = Table(*(Column(name, overflow="fold") for name in COLUMNS))
    for finding in findings:
        can = finding.vendor.backend.capabilities
        table.add_row(
            finding.vendor.id,
            finding.vendor.vendor.name,
            "ok" if finding.fault is None else f"{finding.fault.code.name}: {finding.fault.message}",
            " ".join(operation.name for operation in can.operations),
            " ".join(can.filterable) or "-",
            " ".join(field.name for field in can.sortable) or "-",
        )
    return table


def _print_costs(console: Console, vendor: Vendor) -> None:
    for what, fields in _costs(vendor).items():
        if fields:
            console.print(f"{vendor.id}: {what} for {', '.join(sorted(fields))}.", highlight=False, soft_wrap=True)


def _costs(vendor: Vendor) -> dict[str, frozenset[str]]:
    """What fields of Order cost in addition to the list's own calls."""
    kind = type(vendor)
    rest = order_fields() - row_fields(kind) - kind.absent_order_fields
    return {
        "one call per order": rest if vendor.order_listing else frozenset(),
        "one call per referenced object": kind.referenced_order_fields,
        "one reading of a list per operation": kind.scanned_order_fields,
    }
