"""Where vendors answer otherwise than documented: counted by backend and key, and logged once each."""

from collections import Counter

import structlog

MOST = 1000
"""Keys that are told apart; a vendor that makes up ever new ones is counted under one."""
MANY = "(many)"
log = structlog.get_logger(__name__)

COUNTS: Counter[tuple[str, str]] = Counter()
"""By backend and the key's name, without list positions: what gateway_vendor_drift_total shows."""


def noticed(backend: str, key: str) -> None:
    """Never the value: it may be a customer's."""
    place = (backend, key if (backend, key) in COUNTS or len(COUNTS) < MOST else MANY)
    COUNTS[place] += 1
    if COUNTS[place] == 1:
        log.warning("vendor_drift", backend=place[0], key=place[1])
