"""The gateway's inputs as VDH Solar's JSON. Pure.

VDH Solar sets the prices, so the input can't have any.
"""

from resolvers.vendors import checking, words
from resolvers.vendors.checking import Json
from resolvers.vendors.writing import Say, Saying, WriteTable
from schema.write_inputs import OrderCreateInput

ADDRESSES = {"shippingAddress": "shipping_address", "billingAddress": "invoice_address"}
PARTS = {
    "companyName": Say("company", words.text),
    "firstName": Say("first_name", words.text),
    "lastName": Say("last_name", words.text),
    "street": Say("address_line_1", words.filled),
    "houseNumber": Say("address_line_2", words.whole_number),
    "houseNumberAddition": Say("address_line_3", words.text),
    "postalCode": Say("postal_code", words.filled),
    "city": Say("city", words.filled),
    "phone": Say("phone_number", words.text),
    "email": Say("email", words.text),
    "vatNumber": Say("vat_number", words.text),
}
"""The parts of an address. VDH Solar fills in the rest from the user's own record."""
NEEDED_PARTS = ("street", "houseNumber", "postalCode", "city")

TABLE = WriteTable(
    create={
        "vendorFields.vdhSolar.userVendorId": Say("user_id", words.whole_number),
        "vendorFields.vdhSolar.orderPlacedByVendorId": Say("order_placed_by_id", words.whole_number),
        **{
            f"{ours}.address.{part}": Say(f"{theirs}.{say.at}", say.word)
            for ours, theirs in ADDRESSES.items()
            for part, say in PARTS.items()
        },
        "reference": Say("reference", words.text),
        "note": Say("note", words.text),
        "currencyCode": Say("", words.backends_currency),
        "taxBasis": Say("", words.net),
        "lines.product.code": Say("items.[].product_id", words.whole_number),
        "lines.quantity": Say("items.[].quantity", words.pieces),
    },
    needs=(
        "vendorFields.vdhSolar",
        *(
            path
            for ours in ADDRESSES
            for path in (ours, f"{ours}.address", *(f"{ours}.address.{part}" for part in NEEDED_PARTS))
        ),
        "lines",
        "lines.product.code",
        "lines.quantity",
    ),
)


def create(given: OrderCreateInput, saying: Saying) -> Json:
    return checking.create_body(TABLE, given, saying)
