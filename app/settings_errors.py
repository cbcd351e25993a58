"""Faults of a configuration: all at once, one line each, and never a value."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.settings_references import Unset

KeyPath = tuple[str | int, ...]
# Where, and what was expected there.
Wrong = tuple[KeyPath, str]

A_TABLE = "expected a table"
A_LIST = "expected a list"
STRUCTURES = (A_TABLE, A_LIST)
# By the beginning of pydantic's error types; its own words serve for the rest.
EXPECTED = {
    "missing": "is required",
    "dict_": A_TABLE,
    "model_": A_TABLE,
    "tuple_": A_LIST,
    "frozen_set_": A_LIST,
    "string_type": "expected text",
    "int_": "expected a whole number",
    "float_": "expected a number",
    "url_": "expected a URL such as https://shop.example",
}


@dataclass(frozen=True)
class Fault:
    """`source`: the file, with line and column of a syntax error, or the environment variable."""

    source: str
    path: str
    expected: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.source, self.path, self.expected)))


class ConfigurationError(Exception):
    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(map(str, self.faults)))


def key_path(path: KeyPath) -> str:
    """As in TOML, except for positions in lists: backends[1].status."Op weg"."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{_key(part)}" for part in path).removeprefix(".")


def _key(word: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_-]+", word):
        return word
    return '"' + "".join(each if each.isprintable() else "?" for each in word) + '"'


def details(error: ValidationError, model: type[BaseModel]) -> Iterator[Wrong]:
    for each in error.errors(include_url=False, include_context=False):
        yield each["loc"], _expected(each, model)


def _expected(error: ErrorDetails, model: type[BaseModel]) -> str:
    if error["type"] == "extra_forbidden":
        return "unknown key" + did_you_mean(str(error["loc"][-1]), _known_keys(model, error["loc"][:-1]))
    if isinstance(error["input"], Unset):
        return not_set(error["input"])
    for beginning, words in EXPECTED.items():
        if error["type"].startswith(beginning):
            return words
    return re.sub("^(Input should be|Value error,) (expected )?", "expected ", error["msg"])


def not_set(unset: Unset) -> str:
    # Anything else may be a piece of a secret that happens to hold these characters.
    if not all(name.isidentifier() for name in unset.names):
        return "expected a name of letters, digits and _ within ${}"
    return "not set in the environment: " + ", ".join(unset.names)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _known_keys(model: type[BaseModel], path: KeyPath) -> list[str]:
    """The keys that a table at this path may have."""
    models = [model]
    for key in path:
        if isinstance(key, str):
            fields = [each.model_fields[key] for each in models if key in each.model_fields]
            models = [found for field in fields for found in _models(field.annotation)]
    return [key for each in models for key in each.model_fields]


def _models(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _models(part)
