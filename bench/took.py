"""What work takes: by the clock, and of this process's CPU, on which a busy machine has less influence."""

import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Took:
    """`calls`: how many were made upstream."""

    milliseconds: float
    cpu: float
    calls: int = 0


async def timed(work: Callable[[], Awaitable[object]], calls: Callable[[], int] = lambda: 0) -> Took:
    """`calls()`: how many were made so far."""
    made, began, cpu = calls(), time.perf_counter(), time.process_time()
    await work()
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000, calls() - made)


def median(rounds: Sequence[Took]) -> Took:
    """The calls are those of the last round."""
    return Took(
        statistics.median(each.milliseconds for each in rounds),
        statistics.median(each.cpu for each in rounds),
        rounds[-1].calls,
    )


def show(name: str, rounds: Sequence[Took]) -> None:
    took = median(rounds)
    print(f"  {name:<38} {took.calls:>4} calls  {took.milliseconds:>8.1f} ms  {took.cpu:>8.1f} ms CPU")
