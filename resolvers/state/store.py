"""The store's interface: records changed by compare-and-swap, and a counter of writes per backend."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from resolvers.state.record import Record, Slot


class StoreFault(Exception):
    """The store can't be read or written now. A change may have been made all the same."""


class Store(ABC):
    """Every method raises StoreFault. Every change is atomic."""

    @abstractmethod
    async def read(self, slot: Slot) -> Record | None:
        """It may have expired already."""

    @abstractmethod
    async def swap(self, before: Record | None, after: Record) -> bool:
        """Replaces `before`, None for no record, by `after`. False if another record is there by now."""

    @abstractmethod
    async def drop(self, before: Record) -> bool:
        """Deletes it, which frees its key. False if another record is there by now."""

    @abstractmethod
    async def in_doubt(self) -> list[Record]:
        """All records in flight or unknown, oldest first."""

    @abstractmethod
    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        """Whether another key made this order, or may have: it is in doubt and has the same natural key."""

    @abstractmethod
    async def wrote_to(self, backend: str) -> int:
        """Counts a write to a backend, and returns its new generation."""

    @abstractmethod
    async def generations(self) -> Mapping[str, int]:
        """How often each backend was written to. Backends without writes are missing."""

    @abstractmethod
    async def close(self) -> None: ...
