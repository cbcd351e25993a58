"""The way of one key: which step comes next, read off what is known of it. Pure.

    nothing known, or forgotten    BEGIN        write the record down, then send
    another input                  MISMATCH     refuse
    done, refused                  REPLAY       the first answer again
    in flight, lease running       CONCURRENT   somebody is at it
    in flight, lease over          LOOK_UP      whoever was at it is gone: take it over, and look at the vendor's
    unknown                        LOOK_UP      found is the answer; surely absent: send once more; else still unknown

`Times` says how long each thing may take.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from resolvers.state.record import Record
from resolvers.writing.endings import Fate

MOMENT = timedelta(seconds=3)
"""How long a vendor may go on with what it was asked once the connection broke."""


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
    """A lease's first half is for the gateway: to set out, send and hear the answer, or give up.

    In its second half the vendor finishes what it may have begun. Only then is an absence believed that follows on
    silence: a vendor that is slower than half a lease can't be told from one that never got the order.
    """

    lease: timedelta
    ttl: timedelta

    def give_up(self, sent: datetime) -> datetime:
        return sent + self.lease / 2

    def settled(self, fate: Fate, sent: datetime, now: datetime) -> datetime:
        """From when on the vendor surely is through with what was sent."""
        if fate is Fate.ANSWERED:
            return now
        if fate is Fate.CUT_OFF:
            return min(now + MOMENT, sent + self.lease)
        return sent + self.lease


def times(lease: float, ttl: float, timeout: float) -> Times:
    """All in seconds. A lease is never so short that a call within its backend's timeout would outlive its half."""
    return Times(timedelta(seconds=max(lease, 3 * timeout)), timedelta(seconds=ttl))
