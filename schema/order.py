"""An order, whoever took it."""

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


@strawberry.type(description="An order, whichever system took it.")
class Order(Node):
    backend: Backend = strawberry.field(description="The backend that took it.")
    vendor_id: str = strawberry.field(description="The vendor's id.")
    number: str | None = optional("The printed number.")
    reference: str | None = optional("The buyer's own reference or purchase order number.")
    external_number: str | None = optional("The same order's number in another system, such as the seller's ERP.")

    status: OrderStatus = strawberry.field(default=OrderStatus.UNKNOWN, description="Where it stands.")
    vendor_status: str | None = optional("The vendor's own word for the status; null where it sent none.")
    stock_status: Progress | None = optional("How much of it is in stock.")
    delivery_status: Progress | None = optional("How much of it is delivered.")
    invoice_status: Progress | None = optional("How much of it is invoiced.")
    payment_status: PaymentStatus | None = optional("Whether it is paid.")

    origin: str | None = optional("Where it came from, in the vendor's words.")
    order_date: date | None = optional("The day to print, as the vendor means it, in the backend's time zone.")
    ordered_at: datetime | None = optional(
        "The instant to sort by; where the vendor gives a day alone, its midnight in the backend's time zone."
    )
    requested_delivery_date: date | None = optional("The day that the customer asked for.")
    created_at: datetime | None = optional("When the record was made, which need not be when it was ordered.")
    updated_at: datetime | None = optional("When the record last changed.")

    currency_code: str | None = optional("ISO 4217: the vendor's, else the backend's configured one.", always=True)
    total: TaxedMoney | None = optional("What it costs; summed over the lines where the vendor gives no total.")
    paid_amount: Money | None = optional("What is paid already.")
    outstanding_amount: Money | None = optional("Gross total less what is paid, where both are known.")
    note: str | None = optional("For the customer's eyes.")
    internal_note: str | None = optional("For the seller's staff.")
    description: str | None = optional("What the order is about.")
    payment_terms: str | None = optional("When it is to be paid, in the vendor's words.")
    payment_method: str | None = optional("How it is to be paid, in the vendor's words.")
    shipping_method: str | None = optional("How it is sent, in the vendor's words.")

    lines: list[OrderLine] | None = optional("What was ordered.", always=True)
    line_count: int | None = optional("How many lines it has.", always=True)
    customer_id: strawberry.ID | None = optional(
        "The customer's id alone: costs no call beyond the order's own, and is there when the customer can't be had."
    )
    customer_link: strawberry.Private[Link[Customer]] = None
    user_link: strawberry.Private[Link[User]] = None
    shipping_address_link: strawberry.Private[Link[Address]] = None
    billing_address_link: strawberry.Private[Link[Address]] = None
    customer: Customer | None = linked("customer_link", "Who bought.")
    user: User | None = linked("user_link", "The end user who placed it.")
    shipping_address: Address | None = linked("shipping_address_link", "Where it goes.")
    billing_address: Address | None = linked("billing_address_link", "Where the invoice goes.")

    shipments_link: strawberry.Private[Links[Shipment]] = None
    invoices_link: strawberry.Private[Links[Invoice]] = None
    linked_orders_link: strawberry.Private[Relation["Order"] | None] = None
    shipments: list[Shipment] | None = linked(
        "shipments_link", "What was sent; null where the vendor can't tell which shipments are this order's."
    )
    invoices: list[Invoice] | None = linked(
        "invoices_link", "What was billed; null where the vendor can't tell which invoices are this order's."
    )
    payments: list[Payment] | None = optional("What was paid, and how; null where the vendor does not say.")
    documents: list[Document] | None = optional("Its papers, where the vendor gives any.")
    linked_orders: list["Order"] | None = linked(
        "linked_orders_link",
        "The same order in other backends, found over number, reference and external number. Dear: it reads lists.",
        always=True,
    )

    vendor_fields: VendorOrderFields | None = optional("What only this order's vendor has.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()

    def __post_init__(self) -> None:
        self.linked_orders_link = Relation(
            Order,
            self.backend.id,
            self.vendor_id,
            self.number,
            self.reference,
            self.external_number,
            self.ordered_at,
        )
