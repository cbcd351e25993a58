"""python -m bench: the reference query, then deep paging."""

import asyncio
import os
from pathlib import Path

from app import logs
from bench import deep_paging, reference

with Path(os.devnull).open("w") as nowhere:
    logs.configure(pretty=False, stream=nowhere)  # Written as ever, for that costs time too, but not among the figures.
    for benchmark in (reference, deep_paging):
        asyncio.run(benchmark.main())
