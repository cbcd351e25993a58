"""docs/observability.md names every metric and every event of the log, and no others."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.metrics import Metrics

PAGE = Path("docs/observability.md")
EVENT = re.compile(r"log\.(?:info|warning|error|exception)\(\s*\"(\w+)\"")


def items() -> Iterator[str]:
    for metric, labels in instruments():
        assert metric.documentation.endswith("."), f"{metric.name} has no sentence that says what it is"
        name = f"{metric.name}_total" if metric.type == "counter" else metric.name
        by = f" by {', '.join(f'`{label}`' for label in labels)}" if labels else ""
        yield f"`{name}` ({metric.type}{by}): {metric.documentation}"


def instruments() -> Iterator[tuple]:  # type: ignore[type-arg]
    """Those that have no series yet don't tell their labels, so the instruments themselves are asked."""
    for instrument in Metrics().registry._collector_to_names:
        (metric,) = instrument.describe()
        yield metric, instrument._labelnames  # type: ignore[attr-defined]


def test_the_page_has_an_item_for_each_metric() -> None:
    listed = PAGE.read_text().split("### All metrics\n", 1)[1].split("\n### ", 1)[0]
    told = [" ".join(item.split()) for item in listed.split("\n- ")[1:]]

    assert told == sorted(items())


def test_the_page_names_each_event_of_the_log() -> None:
    sources = (path.read_text() for folder in ("app", "resolvers") for path in Path(folder).rglob("*.py"))
    logged = {event for source in sources for event in EVENT.findall(source)}
    cells = re.findall(r"^\| (`.*?) \| (?:info|warning|error) \|", PAGE.read_text(), re.MULTILINE)

    assert {event for cell in cells for event in re.findall(r"`(\w+)`", cell)} == logged
