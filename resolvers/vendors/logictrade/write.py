"""What we say to LogicTrade: our inputs as its JSON. Pure.

Codes go out ("BM"), though labels come in ("Bezorgen+montage"). Where a discount is said, LogicTrade works the price of
one out anew from the price before it.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from resolvers.vendors import checking, words
from resolvers.vendors.checking import Json
from resolvers.vendors.values import EXACT
from resolvers.vendors.writing import Clash, NaturalKey, Say, Saying, StatusWord, Unsayable, Word, WriteTable
from schema.write_inputs import OrderCreateInput, OrderLineInput, OrderUpdateInput

CENT = Decimal("0.01")
FINE = Decimal("0.00000001")
OWN = "vendorFields.logicTrade"
UNKNOWN_ALLOWED = "allowUnknownCustomer"
ADDITION = "addition"
"""Of a house number: said as part of it."""


def percent(value: Decimal, saying: Saying) -> Decimal:
    """Below 1 is a fraction, the rest per cent: ten per cent is 10, half a per cent 0.005."""
    if not 0 <= value <= 100:
        raise Unsayable("is not between 0 and 100.")
    return words.double(value if value >= 1 or not value else value.scaleb(-2, EXACT), saying)


def flag(value: bool, saying: Saying) -> bool:
    return value


def _address(ours: str, theirs: str) -> dict[str, Say]:
    parts: dict[str, tuple[str, Word]] = {
        "street": ("street", words.text),
        "houseNumber": ("houseNumber", words.text),
        "houseNumberAddition": (ADDITION, words.text),
        "postalCode": ("zipCode", words.text),
        "city": ("city", words.text),
        "countryCode": ("country", words.country),
    }
    return {f"{ours}.{part}": Say(f"{theirs}.{at}", word) for part, (at, word) in parts.items()}


BUYER = {
    "companyName": "companyName",
    "gender": "gender",
    "title": "title",
    "initials": "initials",
    "firstName": "firstName",
    "infix": "infix",
    "lastName": "lastName",
    "email": "email",
    "phone": "phoneNumber",
    "mobilePhone": "mobileNumber",
    "note": "remark",
}
LINE = {
    "product.code": Say("code", words.name),
    "description": Say("description", words.text),
    "quantity": Say("quantity", words.quantity),
    "unitPrice": Say("partPrice", words.double),
    "listPrice": Say("basePartPrice", words.double),
    "discountPercent": Say("discount", percent),
    "position": Say("lineNumber", words.position),
    "note": Say("comment.extern", words.text),
    "internalNote": Say("comment.intern", words.text),
    "configuration": Say("configuration", words.as_object),
}
CHANGEABLE = {
    "reference": Say("reference", words.text, cleared=""),
    "externalNumber": Say("externNumber", words.name, cleared=""),
    "note": Say("comment.extern", words.text, cleared=""),
    "internalNote": Say("comment.intern", words.text, cleared=""),
    "requestedDeliveryDate": Say("delivery.expectedDate", words.day, cleared=None),
    "status": Say("status", StatusWord()),
    "vendorStatus": Say("status", words.name),
}
"""By an update too. Absent text is "" with them, an absent day null."""


def contradictions(given: OrderCreateInput) -> Iterator[Clash]:
    """A price of one that is not the list price less the discount would not be the order's."""
    for place, line in enumerate(given.lines or ()):
        unit, base, discount = line.unit_price, line.list_price, line.discount_percent
        if not unit or not discount or discount > 100:
            continue
        if discount == 100 or (base and abs(_less(base, discount) - unit) >= CENT):
            message = f"lines.{place}.unitPrice is not the list price less the discount, which LogicTrade makes it."
            yield Clash(("lines", str(place), "unitPrice"), message)


def _less(base: Decimal, discount: Decimal) -> Decimal:
    return EXACT.multiply(base, 1 - discount.scaleb(-2, EXACT))


TABLE = WriteTable(
    create={
        f"{OWN}.salespersonUsername": Say("salesManUserName", words.name),
        f"{OWN}.deliveryType": Say("delivery.type", words.name),
        f"{OWN}.deliveryCondition": Say("delivery.condition", words.name),
        f"{OWN}.{UNKNOWN_ALLOWED}": Say(UNKNOWN_ALLOWED, flag),
        f"{OWN}.paymentConditionCode": Say("paymentCondition", words.name),
        f"{OWN}.webshopNumber": Say("webshop.number", words.text),
        f"{OWN}.webshopUrl": Say("webshop.url", words.text),
        f"{OWN}.payments.amount": Say("payments.[].amount", words.double),
        f"{OWN}.payments.type": Say("payments.[].type", words.text),
        f"{OWN}.payments.method": Say("payments.[].method", words.text),
        **CHANGEABLE,
        "origin": Say("origin.code", words.name),
        "orderedAt": Say("date", words.instant),
        "currencyCode": Say("", words.backends_currency),
        "taxBasis": Say("", words.backends_basis),
        "customer.id": Say("customer.id", words.id_of("Customer", words.whole_number)),
        "customer.vendorId": Say("customer.id", words.whole_number),
        **{f"customer.details.{ours}": Say(f"customer.{theirs}", words.text) for ours, theirs in BUYER.items()},
        **_address("customer.details.address", "customer.address"),
        **_address("shippingAddress.address", "delivery.address"),
        **{f"lines.{path}": Say(f"lines.[].{say.at}", say.word) for path, say in LINE.items()},
    },
    needs=(OWN, f"{OWN}.salespersonUsername", f"{OWN}.deliveryType", f"{OWN}.deliveryCondition")
    + ("customer", "lines", "lines.product.code"),
    waived={"customer": f"{OWN}.{UNKNOWN_ALLOWED}"},
    update=CHANGEABLE,
    clashes=contradictions,
)


def create(given: OrderCreateInput, saying: Saying, natural: NaturalKey | None) -> tuple[Json, dict[str, str]]:
    """The body, and the parameters beside it."""
    body = checking.create_body(TABLE, given, saying)
    allowed = body.pop(UNKNOWN_ALLOWED, False)
    body.setdefault("customer", {"isUnknown": True})
    for holder in (body["customer"], body["delivery"]):
        _join_addition(holder.get("address", {}))
    for line, wanted in zip(body["lines"], given.lines or (), strict=True):
        _keep_price(line, wanted)
    return body | ({"externNumber": natural.value} if natural else {}), {UNKNOWN_ALLOWED: str(allowed).lower()}


def update(given: OrderUpdateInput, saying: Saying) -> Json:
    return checking.update_body(TABLE, given, saying)


def natural_key(given: OrderCreateInput, idempotency_key: str) -> NaturalKey:
    """Their number for "the order in your system"."""
    return NaturalKey.given_or_made("externalNumber", given.external_number, idempotency_key)


def _join_addition(address: Json) -> None:
    """2 and B is 2B, as in the document; 12 and 3 is 12-3."""
    addition, number = address.pop(ADDITION, ""), address.get("houseNumber", "")
    if addition:
        address["houseNumber"] = f"{number}{addition}" if addition[0].isalpha() else f"{number}-{addition}"


def _keep_price(line: Json, wanted: OrderLineInput) -> None:
    """Beside a discount and without a list price, theirs would be the price of one, and be discounted once more."""
    unit, discount = line.get("partPrice"), wanted.discount_percent
    if unit and discount and "basePartPrice" not in line:
        base = EXACT.divide(unit, 1 - discount.scaleb(-2, EXACT))
        line["basePartPrice"] = base.quantize(FINE, ROUND_HALF_UP, EXACT)
