"""Order lines."""

from datetime import date, datetime
from decimal import Decimal

import strawberry

from schema.field import optional
from schema.money import TaxedMoney
from schema.node import Node
from schema.product import Product
from schema.raw import RawJson
from schema.scalars import JSON
from schema.status import Progress


@strawberry.type(description="One line of an order.")
class OrderLine(Node):
    vendor_id: str | None = optional("The vendor's id; null if the vendor's lines have none.")
    position: int = strawberry.field(description="The vendor's line number (10, 20 …), otherwise 1, 2 …")
    product: Product = strawberry.field(description="The product sold.")
    description: str | None = optional("The text of the line.")
    type: str | None = optional("The type of line, in the vendor's words.")
    quantity: Decimal = strawberry.field(description="The quantity, in `unit`.")
    unit: str | None = optional("The unit of the quantity, in the vendor's words, such as hour.")
    unit_price: TaxedMoney | None = optional("The price of one unit, after discount.")
    list_price: TaxedMoney | None = optional("The price of one unit before discount, if the vendor gives it.")
    discount_percent: Decimal | None = optional('The discount as a percentage: "10" is ten per cent.')
    tax_percent: Decimal | None = optional('The tax rate as a percentage: "21" is 21 per cent.')
    tax_keys: list[str] = strawberry.field(
        default_factory=list, description="The vendor's opaque keys for the taxes and levies on this line."
    )
    total: TaxedMoney | None = optional("The total of the line.")
    requested_delivery_date: date | None = optional("The requested delivery date of this line.")
    stock_status: Progress | None = optional("How much of the line is in stock.")
    delivery_status: Progress | None = optional("How much of the line has been delivered.")
    invoice_status: Progress | None = optional("How much of the line has been invoiced.")
    note: str | None = optional("A note for the customer.")
    internal_note: str | None = optional("A note for the seller's staff.")
    created_at: datetime | None = optional("When the line was created.")
    updated_at: datetime | None = optional("When the line was last changed.")
    configuration_source: strawberry.Private[RawJson | None] = None

    @strawberry.field(description="The product configuration as the vendor sent it (LogicTrade).")
    def configuration(self) -> JSON | None:
        return self.configuration_source and self.configuration_source.fragment()  # type: ignore[return-value]
