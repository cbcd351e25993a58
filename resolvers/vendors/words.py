"""How the input's values are said in vendors' JSON: texts, numbers, ids, days. Each raises Unsayable. Pure."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
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
"""So many significant digits a double gives back as they were."""
DOUBLE_POWER = 300
"""And so far may they stand from the decimal point."""
COUNTRY = re.compile(r"[A-Z]{2}")
CURRENCY = re.compile(r"[A-Z]{3}")
EAN = re.compile(r"[0-9]{13}")
WEIGHTS = (1, 3) * 6


def json(value: Any) -> bytes:
    """Decimals as JSON numbers, digit for digit."""
    return ENCODER.encode(value)


# ---------------------------------------------------------------- texts


def text(value: str, saying: Saying) -> str:
    """As it is, an empty one too."""
    return value


def filled(value: str, saying: Saying) -> str:
    if not value.strip():
        raise Unsayable("is empty.")
    return value


def name(value: str, saying: Saying) -> str:
    """Something to find a thing by, so nothing that a vendor might trim or change on the way."""
    if not value.isprintable() or value != value.strip():
        raise Unsayable("must not start or end with a space or contain unprintable characters.")
    return filled(value, saying)


def ean(value: str, saying: Saying) -> str:
    """Thirteen digits, of which the last checks the others."""
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
    """A JSON object as it came."""
    if not isinstance(value, dict):
        raise Unsayable("must be a JSON object.")
    try:
        json(value)
    except (RecursionError, UnicodeEncodeError) as error:
        raise Unsayable("can't be written as JSON.") from error
    return value


# ---------------------------------------------------------------- what is only looked at


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
    """Money in a string, with the digits given."""
    return plain(value)


def double(value: Decimal, saying: Saying) -> Decimal:
    """A JSON number, digit for digit. UNSUPPORTED where a double would not hold all of them."""
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
    """A whole number of them."""
    if quantity(value, saying) % 1:
        raise Unsayable(f"must be a whole number at {saying.vendor}.")
    return int(value)


def position(value: int, saying: Saying) -> int:
    if value < 1:
        raise Unsayable("must be at least 1.")
    return value


def whole_number(value: str, saying: Saying) -> int:
    """Digits in a string, where the vendor has a number."""
    if not re.fullmatch("[0-9]{1,18}", value):
        raise Unsayable(f"must be a number at {saying.vendor}.")
    return int(value)


# ---------------------------------------------------------------- ids


def id_of(kind: str, word: Word) -> Word:
    """A client's id of a thing of this type and backend, said by the vendor's id in it."""

    def said(value: str, saying: Saying) -> Any:
        gid = parse_gid(value)
        if gid is None or gid.part is not None:
            raise Unsayable(f"is not the id of a {kind}.")
        if gid.type != kind or gid.backend != saying.backend:
            raise Unsayable(f"is not the id of a {kind} of backend {saying.backend}.")
        return word(gid.vendor_id, saying)

    return said


def shaped(shape: re.Pattern[str]) -> Word:
    """A vendor's id that is a word."""

    def said(value: str, saying: Saying) -> str:
        if not shape.fullmatch(value):
            raise Unsayable(f"is not an id at {saying.vendor}.")
        return value

    return said


# ---------------------------------------------------------------- days and instants


def day(value: date, saying: Saying) -> str:
    return value.isoformat()


def midnight(value: date, saying: Saying) -> str:
    """The instant at which the day begins in the backend's zone, in UTC."""
    return instant(datetime.combine(value, time(), saying.zone), saying)


def instant(value: datetime, saying: Saying) -> str:
    """In UTC, to the millisecond."""
    moment = _moved(lambda: value.astimezone(UTC))
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def day_of(value: datetime, saying: Saying) -> str:
    """The day it falls on in the backend's zone."""
    moment = _moved(lambda: value.astimezone(saying.zone))
    return moment.date().isoformat()


def _moved(move: Callable[[], datetime]) -> datetime:
    try:
        return move()
    except OverflowError as error:
        raise Unsayable("is out of range.") from error
