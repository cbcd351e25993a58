"""python -m bench.soak [seconds]: a gateway under a mixed load over failing vendors, watched for what keeps growing."""

import asyncio
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import matplotlib
import msgspec

from bench.far_end import running
from bench.process import Process, gateway
from tests.standing.chaos import weather
from tests.standing.chaos.client import crowd
from tests.standing.chaos.load import Load

matplotlib.use("Agg")
from matplotlib import pyplot

PICTURE = Path("var/soak.png")
SEED, CLIENTS, ORDERS_MADE = "soak", 10, 200
EVERY = 5.0
SERVER = {"deadline": 3.0}
STATE = {"lease": 3.0}
BACKEND = {"timeout": 1.0, "read_timeout": 0.8, "max_concurrency": 8, "circuit_window": 10.0, "circuit_rest": 1.0}
MIB = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """One stretch of the run, which ended after so many `seconds`; memory in bytes, p50 and p99 in seconds.

    `answers` had `codes`, one each or several; `rate`: answers a second.
    """

    seconds: float
    memory: int
    descriptors: int
    answers: int
    rate: float
    codes: Counter[str]
    p50: float
    p99: float


@dataclass(frozen=True)
class Growth:
    """How a figure's line through the last half of the run rises from its beginning to its end.

    It keeps growing where that is more than a tenth of what it is on average, and more than the noise of `least`.
    """

    name: str
    unit: float
    least: float
    of: Callable[[Sample], float]

    def rise(self, samples: list[Sample]) -> float:
        half = samples[len(samples) // 2 :]
        times = [sample.seconds for sample in half]
        slope = statistics.linear_regression(times, [self.of(sample) for sample in half]).slope
        return slope * (times[-1] - times[0])

    def goes_on(self, samples: list[Sample]) -> bool:
        mean = statistics.fmean(self.of(sample) for sample in samples[len(samples) // 2 :])
        return self.rise(samples) > max(self.least, mean / 10)


WATCHED = (
    Growth("memory", MIB, 8 * MIB, lambda sample: sample.memory),
    Growth("descriptors", 1, 10, lambda sample: sample.descriptors),
)


async def main(seconds: float) -> int:
    with running({name: {} for name in weather.SHARES}) as base, gateway(base, SERVER, STATE, BACKEND) as process:
        async with httpx.AsyncClient(base_url=process.address, timeout=30, trust_env=False) as http:
            load = Load(http, SEED, most=ORDERS_MADE)
            await load.look_around()
            await _set_weather(base)
            samples = await _watched(load, process, seconds)
    _draw(samples)
    return _judged(load, samples)


async def _set_weather(base: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        for vendor in weather.SHARES:
            body = msgspec.json.encode(weather.over(vendor, SEED))
            (await http.put(f"{base}/{vendor}/_weather", content=body)).raise_for_status()


async def _watched(load: Load, process: Process, seconds: float) -> list[Sample]:
    samples: list[Sample] = []
    began = time.monotonic()
    ends = began + seconds
    asking = asyncio.create_task(crowd(load, CLIENTS, lambda turns: time.monotonic() < ends))
    print(f"{'s':>6} {'MiB':>8} {'fds':>5} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8}  errors", flush=True)
    while not asking.done():
        await asyncio.wait([asking], timeout=EVERY)
        last = samples[-1].seconds if samples else 0.0
        samples.append(_sample(load, process, last, time.monotonic() - began))
        _print(samples[-1])
    await asking
    return samples


def _sample(load: Load, process: Process, last: float, now: float) -> Sample:
    """And begins counting anew."""
    seconds, codes = load.seconds or [0.0], load.codes
    load.seconds, load.codes = [], Counter()
    p99 = statistics.quantiles(seconds, n=100)[98] if len(seconds) > 1 else seconds[0]
    answers, p50 = len(seconds), statistics.median(seconds)
    return Sample(now, process.memory(), process.descriptors(), answers, answers / (now - last), codes, p50, p99)


def _print(sample: Sample) -> None:
    errors = " ".join(f"{code} {count}" for code, count in sorted(sample.codes.items()) if code != "none")
    print(
        f"{sample.seconds:>6.0f} {sample.memory / MIB:>8.1f} {sample.descriptors:>5} {sample.rate:>10.1f}"
        f" {sample.p50 * 1000:>8.0f} {sample.p99 * 1000:>8.0f}  {errors}",
        flush=True,
    )


def _draw(samples: list[Sample]) -> None:
    PICTURE.parent.mkdir(exist_ok=True)
    figure, axes = pyplot.subplots(len(WATCHED), sharex=True, figsize=(10, 6))
    for axis, watched in zip(axes, WATCHED, strict=True):
        axis.plot([sample.seconds for sample in samples], [watched.of(sample) / watched.unit for sample in samples])
        axis.set_ylabel("memory, MiB" if watched.unit == MIB else watched.name)
        axis.set_ylim(bottom=0)
        axis.grid(visible=True)
    axes[-1].set_xlabel("seconds")
    figure.savefig(PICTURE)
    pyplot.close(figure)


def _judged(load: Load, samples: list[Sample]) -> int:
    """The exit code."""
    for watched in WATCHED:
        print(f"{watched.name}: {watched.rise(samples) / watched.unit:+.1f} over the last half")
    growing = [watched.name for watched in WATCHED if watched.goes_on(samples)]
    codes = sum((sample.codes for sample in samples), Counter())
    answers = sum(sample.answers for sample in samples)
    print(f"{answers} answers; walks {dict(load.walks)}; {dict(codes.most_common())}; picture in {PICTURE}")
    seconds, text = load.slowest
    print(f"the slowest answer took {seconds:.1f} s: {' '.join(text.split())[:70]}")
    for name in growing:
        print(f"{name} keeps growing")
    for wrong in load.wrong[:20]:
        print(f"wrong: {wrong}")
    return 1 if growing or load.wrong else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600.0)))
