"""Converts input values for vendors' JSON: texts, numbers, ids, dates. Each function raises Unsayable. Pure."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from json import dumps
from typing import Any

import msgspec

from resolvers.vendors.writing import Saying, Unsayable, Word
from schema.inputs import OriginKeyInput
from schema.link import parse_gid
from schema.money import TaxBasis
from schema.scalars import plain
from schema.writes import UserErrorCode

ENCODER = msgspec.json.Encoder(decimal_format="number")
DOUBLE_DIGITS = 15
"""Significant decimal digits that a double always preserves."""
DOUBLE_POWER = 300
"""The largest decimal exponent accepted, within a double's range."""
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
EAN = re.compile(r"[0-9]{13}")
WEIGHTS = (1, 3) * 6
"""Of the digits of a GTIN-13, for its check digit."""


def json(value: Any) -> bytes:
    """Encodes JSON, with decimals as numbers, digit for digit."""
    return ENCODER.encode(value)


# ---------------------------------------------------------------- texts


def text(value: str, saying: Saying) -> str:
    """Unchanged, even if empty."""
    return value


def filled(value: str, saying: Saying) -> str:
    if not value.strip():
        raise Unsayable("is empty.")
    return value


def name(value: str, saying: Saying) -> str:
    """A text by which something is looked up: refused if the vendor might trim or change it."""
    if not value.isprintable() or value != value.strip():
        raise Unsayable("must not start or end with a space or contain unprintable characters.")
    return filled(value, saying)


def ean(value: str, saying: Saying) -> str:
    """A GTIN-13: thirteen digits with a valid check digit."""
    if not EAN.fullmatch(value):
        raise Unsayable("is not a GTIN-13: it must have thirteen digits.")
    total = sum(int(digit) * weight for digit, weight in zip(value, WEIGHTS, strict=False))
    if (total + int(value[-1])) % 10:
        raise Unsayable("is not a GTIN-13: its check digit is wrong.")
    return value


def country(value: str, saying: Saying) -> str:
    if not COUNTRY.fullmatch(value.upper()):
        raise Unsayable("must be a country code of two letters, such as NL.")
    return value.upper()


def currency(value: str, saying: Saying) -> str:
    if not CURRENCY.fullmatch(value):
        raise Unsayable("must be a currency code of three capitals, such as EUR.")
    return value


def origin_key(value: OriginKeyInput, saying: Saying) -> dict[str, str]:
    return {"origin": name(value.origin, saying), "key": name(value.key, saying)}


def as_object(value: Any, saying: Saying) -> Any:
    """A JSON object, unchanged."""
    if not isinstance(value, dict):
        raise Unsayable("must be a JSON object.")
    try:
        json(value)
        dumps(value, allow_nan=False)  # msgspec writes infinity, such as 1e400, as null.
    except (RecursionError, ValueError) as error:
        raise Unsayable("can't be written as JSON.") from error
    return value


# ---------------------------------------------------------------- checked, but not sent


def backends_currency(value: str, saying: Saying) -> None:
    if value != saying.currency:
        raise Unsayable(
            f"is not accepted by {saying.vendor}: this backend uses {saying.currency}.", UserErrorCode.UNSUPPORTED
        )


def backends_basis(value: TaxBasis, saying: Saying) -> None:
    _same_basis(value, saying.prices, saying)


def net(value: TaxBasis, saying: Saying) -> None:
    _same_basis(value, TaxBasis.NET, saying)


def _same_basis(value: TaxBasis, theirs: TaxBasis, saying: Saying) -> None:
    if value is not theirs:
        raise Unsayable(
            f"must be {theirs.name} at {saying.vendor}; prices are never converted.", UserErrorCode.UNSUPPORTED
        )


# ---------------------------------------------------------------- numbers


def amount(value: Decimal, saying: Saying) -> str:
    """An amount of money as a string, with the digits as given."""
    return plain(value)


def double(value: Decimal, saying: Saying) -> Decimal:
    """A JSON number, digit for digit. UNSUPPORTED if a double can't hold all digits."""
    digits = "".join(map(str, value.as_tuple().digits)).strip("0")
    if len(digits) > DOUBLE_DIGITS or abs(value.adjusted()) > DOUBLE_POWER:
        raise Unsayable(
            f"has more than {DOUBLE_DIGITS} digits, which is the vendor's limit.", UserErrorCode.UNSUPPORTED
        )
    return value


def quantity(value: Decimal, saying: Saying) -> Decimal:
    if value <= 0:
        raise Unsayable("must be greater than 0.")
    return double(value, saying)


def pieces(value: Decimal, saying: Saying) -> int:
    """A quantity in whole pieces."""
    if quantity(value, saying) % 1:
        raise Unsayable(f"must be a whole number at {saying.vendor}.")
    return int(value)


def position(value: int, saying: Saying) -> int:
    if value < 1:
        raise Unsayable("must be at least 1.")
    return value


def whole_number(value: str, saying: Saying) -> int:
    """A string of digits, as a number."""
    if not re.fullmatch("[0-9]{1,18}", value):
        raise Unsayable(f"must be a number at {saying.vendor}.")
    return int(value)


# ---------------------------------------------------------------- ids


def id_of(kind: str, word: Word) -> Word:
    """A GraphQL id, which must be of type `kind` and of this backend; `word` converts the vendor's id in it."""

    def convert(value: str, saying: Saying) -> Any:
        gid = parse_gid(value)
        if gid is None or gid.part is not None:
            raise Unsayable(f"is not the id of a {kind}.")
        if gid.type != kind or gid.backend != saying.backend:
            raise Unsayable(f"is not the id of a {kind} of backend {saying.backend}.")
        return word(gid.vendor_id, saying)

    return convert


def shaped(shape: re.Pattern[str]) -> Word:
    """A vendor's id, unchanged, if it matches the pattern."""

    def convert(value: str, saying: Saying) -> str:
        if not shape.fullmatch(value):
            raise Unsayable(f"is not an id at {saying.vendor}.")
        return value

    return convert


# ---------------------------------------------------------------- dates and instants


def day(value: date, saying: Saying) -> str:
    return value.isoformat()


def midnight(value: date, saying: Saying) -> str:
    """The start of the day in the backend's time zone, as an instant in UTC."""
    return instant(datetime.combine(value, time(), saying.zone), saying)


def instant(value: datetime, saying: Saying) -> str:
    """In UTC, with milliseconds: 2026-03-24T12:00:00.000Z."""
    moment = _converted(lambda: value.astimezone(UTC))
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def day_of(value: datetime, saying: Saying) -> str:
    """The instant's date in the backend's time zone."""
    moment = _converted(lambda: value.astimezone(saying.zone))
    return moment.date().isoformat()


def _converted(convert: Callable[[], datetime]) -> datetime:
    try:
        return convert()
    except OverflowError as error:
        raise Unsayable("is out of range.") from error
