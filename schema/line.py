"""What an order is made of."""

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
    vendor_id: str | None = optional("The vendor's id; null where the vendor gives its lines none.")
    position: int = strawberry.field(description="The vendor's own numbering (10, 20 …), else 1, 2 …")
    product: Product = strawberry.field(description="What is sold.")
    description: str | None = optional("What the line says.")
    type: str | None = optional("The kind of line, in the vendor's word.")
    quantity: Decimal = strawberry.field(description="How many, or how much, of `unit`.")
    unit: str | None = optional("The unit of the quantity, in the vendor's word: hour.")
    unit_price: TaxedMoney | None = optional("What one unit costs, discount taken off.")
    list_price: TaxedMoney | None = optional("The same before discount, where the vendor says.")
    discount_percent: Decimal | None = optional('The discount in per cent: "10" is ten per cent.')
    tax_percent: Decimal | None = optional('The tax rate in per cent: "21" is 21 per cent.')
    tax_keys: list[str] = strawberry.field(
        default_factory=list, description="The vendor's opaque keys of the taxes and levies on this line."
    )
    total: TaxedMoney | None = optional("What the line costs.")
    requested_delivery_date: date | None = optional("The day asked for, for this line.")
    stock_status: Progress | None = optional("How much of it is in stock.")
    delivery_status: Progress | None = optional("How much of it is delivered.")
    invoice_status: Progress | None = optional("How much of it is invoiced.")
    note: str | None = optional("For the customer's eyes.")
    internal_note: str | None = optional("For the seller's staff.")
    created_at: datetime | None = optional("When the line was made.")
    updated_at: datetime | None = optional("When the line last changed.")
    configuration_source: strawberry.Private[RawJson | None] = None

    @strawberry.field(description="LogicTrade's product configuration, as it came.")
    def configuration(self) -> JSON | None:
        return self.configuration_source and self.configuration_source.fragment()  # type: ignore[return-value]
