"""Looks up objects by their global ids: node, nodes and backend."""

import re
from collections.abc import Callable
from typing import Any

from graphql.pyutils import Path
from strawberry import ID

from resolvers.context import Context
from resolvers.errors import BadUserInput
from resolvers.loaders import ONE
from resolvers.vendors.base import Vendor
from resolvers.vendors.places import taken
from schema.address import Address
from schema.backend import Backend
from schema.link import Gid, Info, Ref, gid, parse_gid
from schema.node import Node
from schema.order import Order

MOST = 100
LONGEST_SHOWN = 100
"""Characters of a caller's own text that an error repeats."""
BACKEND = re.compile(r"[a-z0-9_-]+")
"""A backend's id. No other id matches it: all others start with gid://."""

KINDS: dict[str, type] = {kind.__name__: kind for kind in ONE if kind is not Address}
PARTS: dict[str, Callable[[Order], Any]] = {
    "OrderLine": lambda order: order.lines,
    "Shipment": lambda order: order.shipments_link,
    "Invoice": lambda order: order.invoices_link,
}
"""How to get an order's parts, by the part's type name."""


async def node(info: Info, id: ID) -> Node | None:
    """None if nothing has this id. Raises BadUserInput for an invalid id."""
    return await _found(info.context, _parsed(id, "id"), info.path)


async def nodes(info: Info, ids: list[ID]) -> list[Any]:
    """One entry per id, in the same order: an awaitable, or a BadUserInput that graphql-core raises at that index.

    Raises BadUserInput for more than MOST ids.
    """
    if len(ids) > MOST:
        raise BadUserInput(f"At most {MOST} ids are allowed.", "ids")
    return [_entry(info.context, id, info.path.add_key(place)) for place, id in enumerate(ids)]


def backend(info: Info, id: ID) -> Backend | None:
    context: Context = info.context
    return _backend(context, id)


def vendor(context: Context, id: str) -> Vendor:
    """Raises BadUserInput for an unknown backend."""
    found = context.backends.get(id)
    if found is None:
        raise BadUserInput(f"There is no backend {id[:LONGEST_SHOWN]!r}.", "backend")
    return found


def _backend(context: Context, id: str) -> Backend | None:
    found = context.backends.get(id)
    return None if found is None else found.backend


def _entry(context: Context, id: ID, at: Path) -> Any:
    try:
        return _found(context, _parsed(id, "ids"), at)
    except BadUserInput as error:
        return error


def _parsed(id: str, argument: str) -> Gid | str:
    """A backend's id is returned as it is. Raises BadUserInput for an invalid id."""
    if BACKEND.fullmatch(id):
        return id
    found = parse_gid(id)
    if found is None or (found.type not in PARTS if found.part is not None else found.type not in KINDS):
        raise BadUserInput("This is not an id of this gateway.", argument)
    return found


async def _found(context: Context, asked: Gid | str, at: Path) -> Node | None:
    if isinstance(asked, str):
        return _backend(context, asked)
    if asked.backend not in context.backends:
        return None
    if asked.part is not None:
        return await _part(context, asked, at)
    return await context.loaders.thing(Ref(KINDS[asked.type], asked.backend, asked.vendor_id), at)


async def _part(context: Context, asked: Gid, at: Path) -> Node | None:
    """Raises the BackendFault that the order may have in place of its parts."""
    order = await context.loaders.thing(Ref(Order, asked.backend, asked.vendor_id), at)
    held = taken(PARTS[asked.type](order)) if order else None
    if not isinstance(held, list):
        return None
    id = gid(asked.backend, asked.type, asked.vendor_id, asked.part)
    return next((part for part in held if part.id == id), None)
