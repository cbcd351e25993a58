"""The tasks of one operation."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from resolvers.vendors.policies import deadline

T = TypeVar("T")


class Tasks:
    """One operation's tasks, cancelled at its end. Each has the operation's deadline, wherever it is started."""

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
            task.exception()  # Retrieved, so that asyncio does not log that it never was.
