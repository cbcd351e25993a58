"""The README's table of what each vendor can do, derived from the code: python -m app.capability_table README.md."""

import sys
from pathlib import Path

from resolvers.vendors import VENDORS
from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import read
from schema.backend import Capabilities, Operation

BEGIN, END = "<!-- capabilities: made by `make docs` -->", "<!-- /capabilities -->"
YES, NO = "yes", "-"


def table() -> str:
    """Markdown: a column for each vendor, a row for each operation and for the filters and sort orders of lists."""
    able = {name: read(kind, Vendor, kind.status_words) for name, kind in VENDORS.items()}
    head = ["", *able]
    rows = [[operation.name, *(_mark(operation, can) for can in able.values())] for operation in Operation]
    rows.append(["filters without a scan", *(_listed(can.filterable) for can in able.values())])
    rows.append(["sorts without a scan", *(_listed([field.name for field in can.sortable]) for can in able.values())])
    rows.append(["fields never filled", *(str(len(can.absent_order_fields)) for can in able.values())])
    rules = ["---"] * len(head)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rules, *rows))


def written_into(text: str) -> str:
    """The page with the current table between its marks."""
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _mark(operation: Operation, can: Capabilities) -> str:
    return YES if operation in can.operations else NO


def _listed(names: list[str]) -> str:
    return ", ".join(names) or NO


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(written_into(page.read_text()))
