"""Orders, of every vendor."""

from datetime import date, datetime

import strawberry

from schema.address import Address
from schema.backend import Backend
from schema.customer import Customer
from schema.document import Document
from schema.field import linked, optional, raw_json
from schema.invoice import Invoice
from schema.line import OrderLine
from schema.link import Link, Links, Relation
from schema.money import Money, TaxedMoney
from schema.node import Node
from schema.payment import Payment
from schema.raw import RawJson
from schema.scalars import JSON
from schema.shipment import Shipment
from schema.status import OrderStatus, PaymentStatus, Progress
from schema.user import User
from schema.vendor_fields import VendorOrderFields


@strawberry.type(description="An order in one of the backends.")
class Order(Node):
    backend: Backend = strawberry.field(description="The backend the order belongs to.")
    vendor_id: str = strawberry.field(description="The vendor's id.")
    number: str | None = optional(
        "The order number: number at Wimpel and LogicTrade, ref at OBAPI, reference at CloudSuite; none at VDH Solar."
    )
    reference: str | None = optional(
        "The buyer's own reference or purchase order number: reference at Wimpel, VDH Solar and LogicTrade, "
        "customer_ref at OBAPI, customer_order_number at CloudSuite."
    )
    external_number: str | None = optional(
        "The order's number in another system, such as the seller's ERP: externNumber at LogicTrade, erp_order_number "
        "at CloudSuite."
    )

    status: OrderStatus = strawberry.field(default=OrderStatus.UNKNOWN, description="The status.")
    vendor_status: str | None = optional("The status in the vendor's own word, unchanged; null if it sent none.")
    stock_status: Progress | None = optional("How much of the order is in stock.")
    delivery_status: Progress | None = optional("How much of the order has been delivered.")
    invoice_status: Progress | None = optional("How much of the order has been invoiced.")
    payment_status: PaymentStatus | None = optional("Whether the order has been paid.")

    origin: str | None = optional("Where the order came from, in the vendor's words.")
    order_date: date | None = optional("The order date to show to people, in the backend's time zone.")
    ordered_at: datetime | None = optional(
        "When the order was placed: for sorting. If the vendor only gives a date, midnight in the backend's time zone."
    )
    requested_delivery_date: date | None = optional("The delivery date that the customer asked for.")
    created_at: datetime | None = optional(
        "When the record was created, which may differ from when the order was placed."
    )
    updated_at: datetime | None = optional("When the record was last changed.")

    currency_code: str | None = optional(
        "The currency as an ISO 4217 code: the vendor's, otherwise the backend's configured one.", always=True
    )
    total: TaxedMoney | None = optional(
        "The total. Summed over the lines if the vendor gives none; `isDerived` is true then."
    )
    paid_amount: Money | None = optional("The amount paid so far.")
    outstanding_amount: Money | None = optional("The gross total minus the amount paid, if both are known.")
    note: str | None = optional("A note for the customer.")
    internal_note: str | None = optional("A note for the seller's staff.")
    description: str | None = optional("A description of the order.")
    payment_terms: str | None = optional("The payment terms, in the vendor's words.")
    payment_method: str | None = optional("The payment method, in the vendor's words.")
    shipping_method: str | None = optional("The shipping method, in the vendor's words.")

    lines: list[OrderLine] | None = optional("The order lines.", always=True)
    line_count: int | None = optional("The number of lines.", always=True)
    customer_id: strawberry.ID | None = optional(
        "The customer's id. It costs no call beyond the order's own, and is known even if the customer can't be read."
    )
    customer_link: strawberry.Private[Link[Customer]] = None
    user_link: strawberry.Private[Link[User]] = None
    shipping_address_link: strawberry.Private[Link[Address]] = None
    billing_address_link: strawberry.Private[Link[Address]] = None
    customer: Customer | None = linked("customer_link", "The customer.")
    user: User | None = linked("user_link", "The end user who placed the order.")
    shipping_address: Address | None = linked("shipping_address_link", "The shipping address.")
    billing_address: Address | None = linked("billing_address_link", "The billing address.")

    shipments_link: strawberry.Private[Links[Shipment]] = None
    invoices_link: strawberry.Private[Links[Invoice]] = None
    linked_orders_link: strawberry.Private[Relation["Order"] | None] = None
    shipments: list[Shipment] | None = linked(
        "shipments_link", "The shipments; null if the vendor has none or can't tell which belong to this order."
    )
    invoices: list[Invoice] | None = linked(
        "invoices_link", "The invoices; null if the vendor has none or can't tell which belong to this order."
    )
    payments: list[Payment] | None = optional("The payments; null if the vendor does not give them.")
    documents: list[Document] | None = optional("The order's files, if the vendor has any.")
    linked_orders: list["Order"] | None = linked(
        "linked_orders_link",
        "The same order in other backends, found by number, reference and external number among the newest orders of "
        "each, up to its scan limit. Expensive: reads lists.",
        always=True,
    )

    vendor_fields: VendorOrderFields | None = optional("Fields that only this order's vendor has.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()

    def __post_init__(self) -> None:
        """A copy keeps its link, or the fault in its place if the numbers could not be read."""
        if self.linked_orders_link is None:
            self.linked_orders_link = Relation(
                Order,
                self.backend.id,
                self.vendor_id,
                self.number,
                self.reference,
                self.external_number,
                self.ordered_at,
            )
