"""The gateway's inputs as LogicTrade's JSON. Pure.

Written as codes ("BM"), though read as labels ("Bezorgen+montage"). If a line has a discount, LogicTrade recomputes its
unit price (partPrice) from its list price (basePartPrice).
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
"""A house number's addition, until it is appended to the number."""


def percent(value: Decimal, saying: Saying) -> Decimal:
    """Below 1 per cent as a fraction, otherwise as per cent: 10 per cent is 10, half a per cent 0.005."""
    if not 0 <= value <= 100:
        raise Unsayable("must be from 0 to 100.")
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
"""The fields that an update may change, too. Missing text is "", a missing date null."""


def contradictions(given: OrderCreateInput) -> Iterator[Clash]:
    """Unit prices that differ from what LogicTrade will compute from list price and discount."""
    for place, line in enumerate(given.lines or ()):
        if _is_recomputed(line.unit_price, line.list_price, line.discount_percent):
            message = f"lines.{place}.unitPrice must be the list price minus the discount, as LogicTrade computes it."
            yield Clash(("lines", str(place), "unitPrice"), message)


def _is_recomputed(unit: Decimal | None, base: Decimal | None, discount: Decimal | None) -> bool:
    """Whether LogicTrade will compute a unit price that differs by a cent or more."""
    if not unit or not discount or discount > 100:
        return False
    return discount == 100 or bool(base and abs(EXACT.multiply(base, _remainder(discount)) - unit) >= CENT)


def _remainder(discount: Decimal) -> Decimal:
    """What is left of 1 after a discount in per cent."""
    return 1 - discount.scaleb(-2, EXACT)


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
    """The body and the query parameters."""
    body = checking.create_body(TABLE, given, saying)
    params = {UNKNOWN_ALLOWED: str(body.pop(UNKNOWN_ALLOWED, False)).lower()}
    body.setdefault("customer", {"isUnknown": True})
    for holder in (body["customer"], body["delivery"]):
        _join_addition(holder.get("address", {}))
    for line, wanted in zip(body["lines"], given.lines or (), strict=True):
        _keep_price(line, wanted)
    return body | ({"externNumber": natural.value} if natural else {}), params


def update(given: OrderUpdateInput, saying: Saying) -> Json:
    return checking.update_body(TABLE, given, saying)


def natural_key(given: OrderCreateInput, idempotency_key: str) -> NaturalKey:
    """The externNumber: per the document, the order's number in the caller's system."""
    return NaturalKey.given_or_made("externalNumber", given.external_number, idempotency_key)


def _join_addition(address: Json) -> None:
    """2 and B become 2B, as in the document; 12 and 3 become 12-3."""
    addition, number = address.pop(ADDITION, ""), address.get("houseNumber", "")
    if addition:
        address["houseNumber"] = f"{number}{addition}" if addition[0].isalpha() else f"{number}-{addition}"


def _keep_price(line: Json, wanted: OrderLineInput) -> None:
    """Adds the list price that gives the unit price: without one, LogicTrade would discount the unit price again."""
    unit, discount = line.get("partPrice"), wanted.discount_percent
    if unit and discount and "basePartPrice" not in line:
        base = EXACT.divide(unit, _remainder(discount))
        line["basePartPrice"] = base.quantize(FINE, ROUND_HALF_UP, EXACT)
