"""python -m bench: every benchmark, one after the other."""

import asyncio

from bench import deep_paging, reference

for benchmark in (reference, deep_paging):
    asyncio.run(benchmark.main())
