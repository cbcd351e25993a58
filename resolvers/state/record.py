"""What is known of one idempotency key. Pure."""

from datetime import datetime
from enum import Enum
from secrets import token_hex
from typing import Any

import msgspec

from resolvers.vendors.writing import NaturalKey
from schema.writes import UserError


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """A key belongs to one caller, and to one backend."""

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
    """One key's story so far; each change of it is a new record with a version of its own.

    `until` is, in flight: the lease's end; unknown: from when on an absence is believed, for until then the vendor may
    still be busy; done and refused: when the key is forgotten. `began`: before anything was sent. `sent`: before the
    last sending. `vendor_id`: of the order, once it is known.
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
        """In flight or unknown: what never ends by itself."""
        return self.stage not in ENDED

    def is_forgotten(self, now: datetime) -> bool:
        return not self.is_in_doubt and self.until <= now

    def is_under_way(self, now: datetime) -> bool:
        """Whether somebody is at it, as far as their lease goes."""
        return self.stage is Stage.IN_FLIGHT and now < self.until

    # ---------------------------------------------------------------- what comes next

    def held(self, until: datetime) -> "Record":
        """In flight again, to be looked up."""
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
