"""The store's interface: records that change only as expected, and how often each backend was written to."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from resolvers.state.record import Record, Slot


class StoreFault(Exception):
    """The store can't be read or written now. What was asked of it may have been done."""


class Store(ABC):
    """Every method raises StoreFault. What changes something is done wholly or not at all."""

    @abstractmethod
    async def read(self, slot: Slot) -> Record | None:
        """Also one that may be forgotten already."""

    @abstractmethod
    async def swap(self, before: Record | None, after: Record) -> bool:
        """Puts `after` in the place of `before`, None for nothing. False where something else stands there by now."""

    @abstractmethod
    async def drop(self, before: Record) -> bool:
        """Sets its key free. False where something else stands there by now."""

    @abstractmethod
    async def in_doubt(self) -> list[Record]:
        """All that are in flight or unknown, the oldest first."""

    @abstractmethod
    async def is_contested(self, record: Record, vendor_id: str) -> bool:
        """Whether another key has this order, or is in doubt under the same natural key and so may have made it."""

    @abstractmethod
    async def wrote_to(self, backend: str) -> int:
        """Counts one more write to a backend: its new generation."""

    @abstractmethod
    async def generations(self) -> Mapping[str, int]:
        """How often each backend was written to; one that never was is not there."""

    @abstractmethod
    async def close(self) -> None: ...
