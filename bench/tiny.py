"""A query that asks no backend, from socket to socket: what a request costs one process, beside plain starlette."""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bench import constant, process
from bench.caller import Caller, connected
from bench.process import Process

QUERY = "{ backends { id } }"
ROUNDS, SECONDS = 5, 2.0
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Load:
    """`rate`: answers a second; `p50` and `p99` in milliseconds; `cpu`: the server's milliseconds for each."""

    rate: float
    p50: float
    p99: float
    cpu: float


async def main() -> None:
    with process.gateway(NOWHERE, {}, {}, {}) as gateway:
        async with connected(gateway.address) as caller:
            body = await caller.ask(QUERY)
        with constant.running(body) as plain:
            print(f"{QUERY} from socket to socket, one worker, median of {ROUNDS} times {SECONDS:.0f} s")
            for callers in (1, 20):
                await _compare({"gateway": gateway, "plain starlette": plain}, callers)


async def _compare(servers: dict[str, Process], callers: int) -> None:
    """In turns, so that whatever else the machine does meets all of them."""
    loads: dict[str, list[Load]] = {name: [] for name in servers}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            loads[name].append(await _load(server, callers))
    for name, rounds in loads.items():
        _show(f"{name}, {callers} at once", rounds)


async def _load(server: Process, callers: int) -> Load:
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(connected(server.address)) for _ in range(callers)]
        began, cpu = time.perf_counter(), server.cpu()
        took = await asyncio.gather(*(_asking(connection, began + SECONDS) for connection in connections))
        seconds, cpu = time.perf_counter() - began, server.cpu() - cpu
    each = [one for some in took for one in some]
    percentiles = statistics.quantiles(each, n=100)
    return Load(len(each) / seconds, percentiles[49] * 1000, percentiles[98] * 1000, cpu / len(each) * 1000)


async def _asking(caller: Caller, until: float) -> list[float]:
    """Seconds that each answer took."""
    took = []
    while (began := time.perf_counter()) < until:
        await caller.ask(QUERY)
        took.append(time.perf_counter() - began)
    return took


def _show(name: str, rounds: list[Load]) -> None:
    rate, p50, p99, cpu = (statistics.median(getattr(each, of) for each in rounds) for of in Load.__annotations__)
    print(f"  {name:<26} {rate:>7.0f} answers/s  p50 {p50:>6.2f} ms  p99 {p99:>7.2f} ms  {cpu:>6.2f} ms CPU each")
