"""What befalls the five vendors' calls while a load runs: every kind of fault, each at 5 to 20 % of the calls."""

from resolvers.vendors.stand_in import Faults, Weather

LATE = Faults(latency=0.15)
FAILS = Faults(status=500)
AWAY = Faults(status=503)
BREAKS_OFF = Faults(reset=True)
CUT = Faults(cut=True)
GARBLED = Faults(garble=True)
THROTTLED = Faults(status=429, retry_after=0)
HANGS = Faults(latency=30)
CLOSED = Faults(status=429, retry_after=1)

SHARES: dict[str, tuple[tuple[float, Faults], ...]] = {
    "cloudsuite": ((0.20, LATE), (0.06, FAILS), (0.05, BREAKS_OFF), (0.05, CUT), (0.05, GARBLED), (0.05, THROTTLED)),
    "logictrade": ((0.10, LATE), (0.05, AWAY), (0.08, BREAKS_OFF), (0.05, CUT), (0.05, GARBLED), (0.08, THROTTLED)),
    "obapi": ((0.10, LATE), (0.10, AWAY), (0.05, BREAKS_OFF), (0.05, CUT), (0.10, GARBLED), (0.05, THROTTLED)),
    "vdh_solar": ((0.05, LATE), (0.20, FAILS), (0.10, BREAKS_OFF), (0.15, CUT), (0.15, GARBLED), (0.10, THROTTLED)),
    "wimpel": ((0.15, LATE), (0.05, AWAY), (0.05, BREAKS_OFF), (0.08, CUT), (0.05, GARBLED), (0.05, THROTTLED)),
}
RARELY = ((0.004, HANGS), (0.003, CLOSED))
"""A call that hangs costs its whole timeout, one told to wait the whole backend, so these are no more than a few."""


def over(vendor: str, seed: str) -> Weather:
    return Weather(f"{seed}:{vendor}", (*RARELY, *SHARES[vendor]))
