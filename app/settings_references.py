"""`${NAME}` in a configured text is replaced by the environment variable of that name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

REFERENCE = re.compile(r"\$\{([^}]*)\}")


@dataclass(frozen=True)
class Unset:
    """A text that references unset variables: a fault, unless a variable overrides the text."""

    names: tuple[str, ...]


def resolved(value: Any, environ: Mapping[str, str]) -> Any:
    """With the references of every text replaced, once: replacements are not searched for references."""
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
