"""python -m bench.footprint: how soon a gateway answers, and what it holds after ten thousand different documents."""

import asyncio
import time

from bench import process
from bench.caller import connected

DOCUMENTS, EVERY = 10_000, 2_500
NOWHERE = "http://127.0.0.1:9"
QUERY = """
query Number{number} {{ backends {{
    id name vendor health {{ status lastSuccessAt lastFailureAt lastErrorCode }}
    capabilities {{ operations absentOrderFields listRowOrderFields filterable sortable createAccepts }}
    number{number}: name
}} }}
"""
MIB = 1024 * 1024


async def main() -> None:
    began = time.perf_counter()
    with process.gateway(NOWHERE, {}, {}, {}) as gateway:
        async with connected(gateway.address) as caller:
            await caller.ask("{ __typename }")
            print(f"first answer after {time.perf_counter() - began:.1f} s, {gateway.cpu():.1f} s of CPU")
            print(f"  {'at the start':<24} {gateway.memory() / MIB:>6.1f} MiB")
            for number in range(1, DOCUMENTS + 1):
                await caller.ask(QUERY.format(number=number))
                if number % EVERY == 0:
                    print(f"  after {number:>6,} documents   {gateway.memory() / MIB:>6.1f} MiB", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
