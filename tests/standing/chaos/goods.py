"""What the crowd orders, and how it tells one of its orders from all others at the vendor's."""

from typing import Any

Json = dict[str, Any]

HOME = {"address": {"street": "Dorpsstraat", "houseNumber": "12", "postalCode": "1234 AB", "city": "Ons Dorp"}}
MARKED_IN = {
    "cloudsuite": "erp_order_number",
    "logictrade": "reference",
    "vdh_solar": "reference",
    "wimpel": "number",
}
"""By vendor, the field of its own record that holds an order's mark; those that are not here take no orders."""
CHANGES = {
    "cloudsuite": ("status", ("CONFIRMED", "PROCESSING", "COMPLETED")),
    "logictrade": ("note", ("Bel aan.", "Niet voor twaalf uur.", "Achterom.")),
    "wimpel": ("note", ("Bel aan.", "Niet voor twaalf uur.", "Achterom.")),
}
"""By vendor, the field that is changed, and to what."""
DELETE_AT = ("vdh_solar", "wimpel")


def create(vendor: str, mark: str, schools: list[str]) -> Json:
    """The input of a create. `schools`: customers that Wimpel knows."""
    return {"backend": vendor, "idempotencyKey": f"key {mark}", **ORDERS[vendor](mark, schools)}


def _cloudsuite(mark: str, schools: list[str]) -> Json:
    line = {"product": {"originKey": {"origin": "CLOUDSUITE", "key": "1000"}}, "description": "Fiets"}
    return {
        "externalNumber": mark,
        "status": "COMPLETED",
        "orderedAt": "2026-03-20T09:30:00+00:00",
        "shippingAddress": {"vendorId": "4"},
        "billingAddress": {"vendorId": "5"},
        "lines": [line | {"quantity": "2", "unitPrice": "19.90"}],
    }


def _logictrade(mark: str, schools: list[str]) -> Json:
    own = {"salespersonUsername": "logictrade", "deliveryType": "BM", "deliveryCondition": "D"}
    return {
        "reference": mark,
        "vendorFields": {"logicTrade": own},
        "customer": {"vendorId": "13"},
        "lines": [{"product": {"code": "LT00000047"}, "quantity": "6"}],
    }


def _vdh_solar(mark: str, schools: list[str]) -> Json:
    return {
        "reference": mark,
        "vendorFields": {"vdhSolar": {"userVendorId": "1", "orderPlacedByVendorId": "30001"}},
        "shippingAddress": HOME,
        "billingAddress": HOME,
        "lines": [{"product": {"code": "12345"}, "quantity": "1"}],
    }


def _wimpel(mark: str, schools: list[str]) -> Json:
    line = {"product": {"ean": "9789493113862"}, "quantity": "30", "unitPrice": "29.95"}
    return {"number": mark, "customer": {"vendorId": schools[0]}, "origin": "api", "lines": [line]}


ORDERS = {"cloudsuite": _cloudsuite, "logictrade": _logictrade, "vdh_solar": _vdh_solar, "wimpel": _wimpel}
