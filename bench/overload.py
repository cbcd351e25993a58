"""python -m bench.overload: useful answers a second at what the gateway takes at once, and at twice as much."""

import asyncio
import statistics
import time
from dataclasses import dataclass, field
from itertools import count

import httpx

from bench.far_end import running
from bench.process import gateway

MOST, LATENCY, SECONDS = 10, 0.4, 10.0
"""Operations at once, each of one call that takes its vendor so long, and for how long they are asked for."""


@dataclass
class Seen:
    """Seconds that answers took, by status."""

    took: dict[int, list[float]] = field(default_factory=lambda: {200: [], 503: []})

    @property
    def goodput(self) -> float:
        return len(self.took[200]) / SECONDS


@dataclass
class Crowd:
    http: httpx.AsyncClient
    numbers: "count[int]" = field(default_factory=count)

    async def at_capacity(self) -> Seen:
        """As many clients as there are places, each asking again as soon as it is answered."""
        seen, ends = Seen(), time.monotonic() + SECONDS

        async def client() -> None:
            while time.monotonic() < ends:
                await self.ask(seen)

        await asyncio.gather(*(client() for _ in range(MOST)))
        return seen

    async def at(self, rate: float) -> Seen:
        """So many a second, whatever becomes of the others."""
        seen, began = Seen(), time.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(int(rate * SECONDS)):
                await asyncio.sleep(began + number / rate - time.monotonic())
                group.create_task(self.ask(seen))
        return seen

    async def ask(self, seen: Seen) -> None:
        query = f'{{ order(id: "gid://wimpel/Order/x{next(self.numbers)}") {{ number }} }}'
        began = time.monotonic()
        answer = await self.http.post("/graphql", json={"query": query})
        seen.took[answer.status_code].append(time.monotonic() - began)


async def main() -> None:
    server = {"max_operations": MOST}
    with running({"wimpel": {}}) as base, gateway(base, server, {}, {}) as process:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=process.address, trust_env=False, limits=limits, timeout=30) as http:
            await http.put(f"{base}/wimpel/_faults", json={"latency": LATENCY})
            crowd = Crowd(http)
            await crowd.ask(Seen())
            capacity = await crowd.at_capacity()
            twice = await crowd.at(2 * capacity.goodput)
    print(f"{MOST} operations at once, {LATENCY * 1000:.0f} ms each at the vendor, {SECONDS:.0f} s")
    _print("at capacity", capacity)
    _print("at twice that", twice)


def _print(name: str, seen: Seen) -> None:
    print(f"  {name:<14} {seen.goodput:>6.1f} useful answers/s{_milliseconds(seen.took[200])}")
    if seen.took[503]:
        print(f"  {'':<14} {len(seen.took[503]) / SECONDS:>6.1f} turned away/s  {_milliseconds(seen.took[503])}")


def _milliseconds(seconds: list[float]) -> str:
    p99 = statistics.quantiles(seconds, n=100)[98]
    return f", p50 {statistics.median(seconds) * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms"


if __name__ == "__main__":
    asyncio.run(main())
