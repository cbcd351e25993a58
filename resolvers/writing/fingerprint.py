"""The fingerprint of a create's input: equal for equal input, whatever the order of its fields. Pure."""

import dataclasses
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any

from strawberry import UNSET

from schema.scalars import plain

IN_SLOT = frozenset({"idempotency_key", "backend"})
"""Already part of the record's slot."""


def of(input: Any) -> str:
    """Of the fields that were given and their values. Null counts as given; 1.0 differs from 1.00."""
    fields = {name: value for name, value in _given(input).items() if name not in IN_SLOT}
    return sha256(json.dumps(fields, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.name
    return _given(value)


def _given(input: Any) -> dict[str, Any]:
    held = ((field.name, getattr(input, field.name)) for field in dataclasses.fields(input))
    return {name: value for name, value in held if value is not UNSET}
