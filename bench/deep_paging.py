"""Page 1 and page 500 of 100,000 orders over four vendors: calls and milliseconds, side by side."""

import statistics

from bench.far_end import running
from bench.gateway import Gateway, Run, gateway

EACH = 25_000
SIZES = {name: {"orders": EACH} for name in ("cloudsuite", "logictrade", "wimpel")} | {
    "obapi": {"orders": EACH, "per_day": 40}
}
PAGE, DEEP, ROUNDS = 20, 500, 7
QUERY = """
query ($after: String) { orders(first: 20, after: $after) {
    nodes { id number status orderedAt } pageInfo { endCursor hasNextPage }
} }
"""


async def main() -> None:
    with running(SIZES) as base:
        async with gateway(base, SIZES) as asked:
            cold = await asked.ask(QUERY)
            first = [await asked.ask(QUERY) for _ in range(ROUNDS)]
            cursor, walked = await _walk(asked)
            deep = [await asked.ask(QUERY, after=cursor) for _ in range(ROUNDS)]
    print(f"{4 * EACH:,} orders, {PAGE} a page, median of {ROUNDS}")
    _print("page 1, cold", [cold])
    _print("page 1", first)
    _print(f"page {DEEP}", deep)
    print(f"  walking there took {sum(run.calls for run in walked)} calls over {len(walked)} pages")


async def _walk(asked: Gateway) -> tuple[str | None, list[Run]]:
    cursor, runs = None, []
    for _ in range(DEEP - 1):
        run = await asked.ask(QUERY, after=cursor)
        cursor = run.data["orders"]["pageInfo"]["endCursor"]
        runs.append(run)
    return cursor, runs


def _print(name: str, runs: list[Run]) -> None:
    calls = statistics.median(run.calls for run in runs)
    print(f"  {name:<14} {calls:>4.0f} calls  {statistics.median(run.milliseconds for run in runs):>8.1f} ms")
