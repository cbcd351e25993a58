"""What differs between two configurations: only keys, because values may be secret. And what needs a restart."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from app.settings import Settings
from app.settings_environment import NAMED_BY

FIXED = {
    "server": ("host", "port", "metrics_port", "header_timeout", "max_connections", "drain", "grace"),
    "state": ("url",),
}
"""What a process keeps from start to end."""


def between(before: Settings, after: Settings) -> list[str]:
    """Such as server.port and backends.shop.url; only the table's name if one side lacks the table."""
    old, new = dict(_tables(before)), dict(_tables(after))
    return sorted(key for name in old.keys() | new.keys() for key in _of_table(name, old.get(name), new.get(name)))


def fixed(before: Settings, after: Settings) -> list[str]:
    """Those that need a restart."""
    never = {f"{table}.{key}" for table, keys in FIXED.items() for key in keys}
    return [key for key in between(before, after) if key in never]


def applied(before: Settings, after: Settings) -> Settings:
    """The new configuration, except for what needs a restart."""
    tables: dict[str, BaseModel] = {name: getattr(after, name) for name in FIXED}
    kept = {name: {key: getattr(getattr(before, name), key) for key in keys} for name, keys in FIXED.items()}
    return after.model_copy(update={name: table.model_copy(update=kept[name]) for name, table in tables.items()})


def _tables(settings: Settings) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each table by its name; a table of a list by the list's name and its own. Omitted tables are left out."""
    for name, found in settings:
        if name in NAMED_BY:
            yield from ((f"{name}.{getattr(each, NAMED_BY[name])}", dict(each)) for each in found)
        elif found is not None:
            yield name, dict(found)


def _of_table(name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[str]:
    if old is None or new is None:
        yield name
        return
    yield from (f"{name}.{key}" for key in old if old[key] != new[key])
