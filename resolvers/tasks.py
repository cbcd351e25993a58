"""What one operation has under way."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from resolvers.vendors.policies import deadline

T = TypeVar("T")


class Tasks:
    """One operation's tasks, none of which outlives it. Each has the operation's time, whoever starts it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._until = deadline.current()

    def start(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        with deadline.under(self._until):
            task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # Looked at, so that nobody is told it never was.
