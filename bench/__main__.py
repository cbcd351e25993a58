"""python -m bench: everything that takes seconds, or one of them: python -m bench tiny."""

import asyncio
import os
import sys
from pathlib import Path

from app import logs
from bench import deep_paging, first_page, reference, tiny

BENCHMARKS = {"reference": reference, "first_page": first_page, "tiny": tiny, "deep_paging": deep_paging}

with Path(os.devnull).open("w") as nowhere:
    logs.configure(pretty=False, stream=nowhere)  # Written as ever, for that costs time too, but not among the figures.
    for name in sys.argv[1:] or BENCHMARKS:
        asyncio.run(BENCHMARKS[name].main())
