"""A queue in which several keys take turns, each of them a queue of the same kind."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class RoundRobin(Generic[T]):
    """Items, each under a path of keys that ends with the item itself. At every level, the keys take turns.

    Under (caller, operation, item), the callers do; in a caller's turns, its operations; in an operation's, its items,
    each of which has only one turn: they are first in, first out. Paths have the same length.
    """

    def __init__(self) -> None:
        self._queues: OrderedDict[Any, RoundRobin[T]] = OrderedDict()

    def __len__(self) -> int:
        """The keys of the first level that have items."""
        return len(self._queues)

    def add(self, key: Hashable, *path: Hashable) -> None:
        queue = self._queues.setdefault(key, RoundRobin())
        if path:
            queue.add(*path)

    def take(self) -> T:
        """Takes out the next item. Raises KeyError if there is none."""
        key, queue = self._queues.popitem(last=False)
        item: T = queue.take() if queue else key
        if queue:
            self._queues[key] = queue
        return item

    def remove(self, key: Hashable, *path: Hashable) -> bool:
        """Returns False if the item was not there."""
        queue = self._queues.get(key)
        if queue is None or (path and not queue.remove(*path)):
            return False
        if not queue:
            del self._queues[key]
        return True
