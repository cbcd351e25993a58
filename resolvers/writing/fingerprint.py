"""An input's fingerprint: equal where the same was given, whatever the order it was written in. Pure."""

import dataclasses
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any

from strawberry import UNSET

from schema.scalars import plain

NO_PART = frozenset({"idempotency_key", "backend"})
"""What the key is looked up by already."""


def of(input: Any) -> str:
    """Of which fields were given and what they hold: null is given, 1.0 is not 1.00."""
    given = {name: value for name, value in _said(input).items() if name not in NO_PART}
    return sha256(json.dumps(given, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.name
    return _said(value)


def _said(input: Any) -> dict[str, Any]:
    held = ((field.name, getattr(input, field.name)) for field in dataclasses.fields(input))
    return {name: value for name, value in held if value is not UNSET}
