"""`${NAME}` in a text of the configuration stands for what the environment has under that name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REFERENCE = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True)
class Unset:
    """Stands for a text some of whose names the environment lacks: a fault, unless a variable overrides it."""

    names: tuple[str, ...]


def resolved(value: Any, environ: Mapping[str, str]) -> Any:
    """The same tables and lists, with every text's references replaced, once: what they bring is not read again."""
    match value:
        case dict():
            return {key: resolved(each, environ) for key, each in value.items()}
        case list():
            return [resolved(each, environ) for each in value]
        case str():
            return _text(value, environ)
    return value


def _text(text: str, environ: Mapping[str, str]) -> str | Unset:
    missing = tuple(dict.fromkeys(name for name in REFERENCE.findall(text) if name not in environ))
    if missing:
        return Unset(missing)
    return REFERENCE.sub(lambda found: environ[found[1]], text)
