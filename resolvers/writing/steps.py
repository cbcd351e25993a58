"""Which step comes next for a key, by its record. Pure.

no record, or an expired one   BEGIN        record it, then send
different input                MISMATCH     refuse
done, refused                  REPLAY       the first outcome again
in flight, lease running       CONCURRENT   another request is working on it
in flight, lease over          LOOK_UP      that request is gone: take over, and look for the order
unknown                        LOOK_UP      found: done; certainly missing: send once more; otherwise still unknown
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from resolvers.state.record import Record
from resolvers.writing.fate import Fate

MOMENT = timedelta(seconds=3)
"""How long a vendor may go on with a request after the connection broke."""


class Step(Enum):
    BEGIN = "begin"
    MISMATCH = "mismatch"
    REPLAY = "replay"
    CONCURRENT = "concurrent"
    LOOK_UP = "look up"


def next_step(known: Record | None, fingerprint: str, now: datetime) -> Step:
    if known is None or known.is_forgotten(now):
        return Step.BEGIN
    if known.fingerprint != fingerprint:
        return Step.MISMATCH
    if not known.is_in_doubt:
        return Step.REPLAY
    return Step.CONCURRENT if known.is_under_way(now) else Step.LOOK_UP


@dataclass(frozen=True)
class Times:
    """The first half of a lease is the gateway's, to send and receive the answer; the second half is the vendor's.

    After a timeout, a missing order is believed only at the end of the lease: until then the vendor may still create
    it. A vendor slower than half a lease can't be told from one that never received the order.
    """

    lease: timedelta
    ttl: timedelta

    def give_up(self, sent: datetime) -> datetime:
        return sent + self.lease / 2

    def settled(self, fate: Fate, sent: datetime, now: datetime) -> datetime:
        """From when on the vendor has certainly finished with what was sent."""
        if fate is Fate.ANSWERED:
            return now
        if fate is Fate.CUT_OFF:
            return now + MOMENT
        return sent + self.lease


def times(lease: float, ttl: float, timeout: float) -> Times:
    """All in seconds. A lease is long enough that a call within the backend's timeout ends in its first half."""
    return Times(timedelta(seconds=max(lease, 3 * timeout)), timedelta(seconds=ttl))
