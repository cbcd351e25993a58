"""docs/observability.md says which metrics there are: all of them, and no others."""

from collections.abc import Iterator
from pathlib import Path

from app.metrics import Metrics

PAGE = Path("docs/observability.md")


def rows() -> Iterator[str]:
    for metric, labels in instruments():
        assert metric.documentation.endswith("."), f"{metric.name} has no sentence that says what it is"
        name = f"{metric.name}_total" if metric.type == "counter" else metric.name
        yield f"| `{name}` | {metric.type} | {', '.join(f'`{label}`' for label in labels)} | {metric.documentation} |"


def instruments() -> Iterator[tuple]:  # type: ignore[type-arg]
    """Those that have no series yet don't tell their labels, so the instruments themselves are asked."""
    for instrument in Metrics().registry._collector_to_names:
        (metric,) = instrument.describe()
        yield metric, instrument._labelnames  # type: ignore[attr-defined]


def test_the_page_has_a_row_for_each_metric() -> None:
    told = [line for line in PAGE.read_text().splitlines() if line.startswith("| `") and line.count("|") == 5]

    assert told == sorted(rows())
