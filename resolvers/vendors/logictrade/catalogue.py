"""The sandbox's products and words: codes when written, labels when read."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

Json = dict[str, Any]
Number = Any
"""An int or a Decimal, as in the JSON."""

CENT = Decimal("0.01")
PRODUCTS = {
    "LT00000043": ("Barstoelen", Decimal("123")),
    "LT00000047": ("Barkruk 't Westert", Decimal("175.9")),
    "LT00000051": ("Eettafel Staphorst, eiken, 220 cm", Decimal("1249")),
    "LT00000052": ("Eetkamerstoel Rouveen met armleuning", Decimal("229.5")),
    "LT00000060": ("Hoekbank Giethoorn, links", Decimal("2395")),
    "LT00000061": ("Voetenbank Giethoorn", Decimal("349")),
    "LT00000070": ("Dressoir Zwartewater, 3 deuren", Decimal("899.95")),
    "LT00000075": ("Salontafel Vecht, mangohout", Decimal("279")),
    "LT00000088": ("Hanglamp Dedemsvaart, messing", Decimal("149.95")),
    "LT00000094": ("Vloerkleed Reest, 200 x 290 cm", Decimal("459")),
    "LT00000101": ("Gordijnstof Meppel, per meter", Decimal("34.95")),
}
BY_THE_METRE = frozenset({"LT00000101"})
CONFIGURED = frozenset({"LT00000051", "LT00000060", "LT00000061"})
CONFIGURATIONS = (
    {"stof": "Velours groen", "poot": {"materiaal": "Eiken", "hoogte": Decimal("12.50")}},
    {"stof": "Leer cognac", "poot": {"materiaal": "Metaal zwart", "hoogte": Decimal("15.00")}},
)
VAT = Decimal(21)
DISCOUNTS = (0, 0, 0, 0, Decimal("0.1"), 15)
"""As a fraction or in per cent: both occur."""
STATUSES = ("Definitief",) * 6 + ("Afgehandeld",) * 3 + ("Concept", "Geannuleerd", "Vervallen", "In productie")
PROGRESS = {
    "Afgehandeld": ("complete",),
    "Definitief": ("none", "none", "partial", "complete"),
    "In productie": ("none", "partial"),
}
SALESMEN = {"logictrade": "LogicTrade", "mvisser": "Marieke Visser", "tdekker": "Tom Dekker"}
ORIGINS = {"WIN": "Winkel", "WEB": "Webshop", "TEL": "Telefoon"}
DELIVERY_TYPES = {"BM": "Bezorgen+montage", "B": "Bezorgen", "A": "Afhalen"}
DELIVERY_CONDITIONS = {"D": "Deelleveringen toegestaan", "C": "Compleet leveren"}
PAYMENT_CONDITIONS = {"PC": "Per contant", "A50": "50% bij bestelling", "14": "Binnen 14 dagen"}
PAYMENTS = (("iDeal", "Rabobank"), ("iDeal", "ING"), ("Pin", ""), ("Contant", ""))
COMPANIES = ("", "", "Brasserie De Sluis", "", "Hotel Zwartewater B.V.", "", "Interieurstudio Reest")
NOTES = ("", "", "Graag vooraf even bellen", "", "Bezorgen aan de achterzijde")
INTERNAL_NOTES = ("", "", "Korting ivm voorjaarsactie", "Showroommodel", "")
INVOICE_STATUSES = ("Betaald", "Betaald", "Verzonden", "Verlopen", "Concept")


def comment(extern: str = "", intern: str = "") -> Json:
    return {"intern": intern, "extern": extern}


def line(
    line_id: int, number: int, code: str, quantity: Number, base: Number, discount: Number = 0, **more: Any
) -> Json:
    """`discount` is a fraction or per cent; partPrice is `base` after discount, in whole cents."""
    part_price = discounted(base, discount)
    return {
        "id": line_id,
        "lineNumber": number,
        "code": code,
        "description": PRODUCTS.get(code, ("",))[0],
        "quantity": quantity,
        "partPrice": part_price,
        "discount": discount,
        "linePrice": part_price * quantity,
        "vat": VAT,
        "comment": comment(),
    } | more


def price(code: str) -> Number:
    """0 if it is not in the catalogue."""
    return PRODUCTS.get(code, ("", 0))[1]


def discounted(base: Number, discount: Number) -> Number:
    if not discount:
        return base
    fraction = Decimal(discount) if discount < 1 else Decimal(discount) / 100
    return (base * (1 - fraction)).quantize(CENT)


def labelled(code: str, labels: Mapping[str, str]) -> Json:
    """A code as it is read: with its id and label."""
    return {"id": [*labels].index(code) + 1, "code": code, "description": labels[code]}
