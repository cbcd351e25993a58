"""What a vendor says of writes before any call, and what comes of looking for one that may have happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from schema.order import Order
from schema.status import OrderStatus


@dataclass(frozen=True, slots=True)
class WriteTable:
    """What can be said to a vendor, by paths in the input as GraphQL names them: "lines.product.ean".

    The capabilities that clients see and the validation before a call are both read off it. `statuses`: what can be
    set, and the vendor's word for each.
    """

    create_accepts: frozenset[str] = frozenset()
    create_requires: frozenset[str] = frozenset()
    update_accepts: frozenset[str] = frozenset()
    statuses: Mapping[OrderStatus, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NaturalKey:
    """What a create can be looked up by at the vendor: its name in the input, and its value.

    `is_ours`: the caller gave none, so the gateway made it from the idempotency key.
    """

    name: str
    value: str
    is_ours: bool


class Absence(Enum):
    """What a look-up that found nothing means."""

    SURE = "it is not there"
    UNSURE = "it can't be said"


Found = Order | Absence
