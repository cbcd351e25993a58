"""Invoices and their status."""

from datetime import date
from enum import Enum

import strawberry

from schema.backend import Backend
from schema.document import Document
from schema.field import linked, optional, raw_json
from schema.link import Link
from schema.money import TaxedMoney
from schema.node import Node
from schema.raw import RawJson
from schema.scalars import JSON


@strawberry.enum(description="The status of an invoice.")
class InvoiceStatus(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Not sent yet.")
    SENT = strawberry.enum_value("SENT", description="Sent and not paid yet.")
    PAID = strawberry.enum_value("PAID", description="Paid.")
    OVERDUE = strawberry.enum_value("OVERDUE", description="Not paid by the due date.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Cancelled.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor's word is not mapped.")


@strawberry.type(description="An invoice for an order.")
class Invoice(Node):
    backend: Backend = strawberry.field(description="The backend the invoice belongs to.")
    order_link: strawberry.Private[Link[Node]] = None
    order: Node | None = linked("order_link", "The order.", back=("Order", "schema.order"))
    vendor_id: str = strawberry.field(description="The vendor's id.")
    number: str | None = optional("The invoice number.")
    status: InvoiceStatus = strawberry.field(default=InvoiceStatus.UNKNOWN, description="The status.")
    vendor_status: str | None = optional("The status in the vendor's own word.")
    invoice_date: date | None = optional("The invoice date.")
    due_date: date | None = optional("The date by which it must be paid.")
    total: TaxedMoney | None = optional("The total.")
    documents: list[Document] | None = optional("The invoice's files, if the vendor has any.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
