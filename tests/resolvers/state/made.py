"""Records for tests, at a time when no server's clock says that they are over."""

from datetime import UTC, datetime, timedelta

from resolvers.state.record import Record, Slot, Stage
from resolvers.vendors.writing import NaturalKey

NOW = datetime(2100, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
KEY = NaturalKey("number", "N-1", is_ours=False)


def record(key: str = "k", backend: str = "shop", natural: NaturalKey | None = KEY, began: datetime = NOW) -> Record:
    """One that was just begun."""
    return Record(Slot("anonymous", backend, key), "f1", Stage.IN_FLIGHT, began, began, LATER, natural)
