"""What is known about one idempotency key. Pure."""

from datetime import datetime
from enum import Enum
from secrets import token_hex
from typing import Any

import msgspec

from resolvers.vendors.writing import NaturalKey
from schema.writes import UserError


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """A key belongs to one caller and one backend. `caller`: its idempotency_scope."""

    caller: str
    backend: str
    key: str


class Stage(Enum):
    IN_FLIGHT = "in flight"
    UNKNOWN = "unknown"
    DONE = "done"
    REFUSED = "refused"


ENDED = frozenset({Stage.DONE, Stage.REFUSED})


class Record(msgspec.Struct, frozen=True):
    """The state of one key. Every change is a new record with a new version.

    `began`: when the key was first used. `sent`: when the create was last sent. `vendor_id`: the order's, once known.
    `until` depends on the stage:

        in flight        the end of the lease
        unknown          from when on a missing order is believed; until then the vendor may still create it
        done, refused    when the key is forgotten
    """

    slot: Slot
    fingerprint: str
    stage: Stage
    began: datetime
    sent: datetime
    until: datetime
    natural: NaturalKey | None = None
    vendor_id: str | None = None
    refusal: tuple[UserError, ...] = ()
    version: str = msgspec.field(default_factory=lambda: token_hex(8))

    @property
    def is_in_doubt(self) -> bool:
        """In flight or unknown. Such a record never expires."""
        return self.stage not in ENDED

    def is_forgotten(self, now: datetime) -> bool:
        return not self.is_in_doubt and self.until <= now

    def is_under_way(self, now: datetime) -> bool:
        """Whether a request holds the lease."""
        return self.stage is Stage.IN_FLIGHT and now < self.until

    # ---------------------------------------------------------------- transitions

    def held(self, until: datetime) -> "Record":
        """Taken over by a request that looks the order up."""
        return self._next(stage=Stage.IN_FLIGHT, until=until)

    def sent_again(self, now: datetime, until: datetime) -> "Record":
        return self._next(stage=Stage.IN_FLIGHT, sent=now, until=until)

    def in_doubt(self, until: datetime) -> "Record":
        return self._next(stage=Stage.UNKNOWN, until=until)

    def done(self, vendor_id: str, until: datetime) -> "Record":
        return self._next(stage=Stage.DONE, vendor_id=vendor_id, until=until)

    def refused(self, why: tuple[UserError, ...], until: datetime) -> "Record":
        return self._next(stage=Stage.REFUSED, refusal=why, until=until)

    def _next(self, **changes: Any) -> "Record":
        return msgspec.structs.replace(self, **changes, version=token_hex(8))
