"""What was billed."""

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


@strawberry.enum(description="Where an invoice stands.")
class InvoiceStatus(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Not sent yet.")
    SENT = strawberry.enum_value("SENT", description="Sent, to be paid.")
    PAID = strawberry.enum_value("PAID", description="Paid.")
    OVERDUE = strawberry.enum_value("OVERDUE", description="Sent, and past its due date.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Will not be paid.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor's word has no counterpart here.")


@strawberry.type(description="One bill.")
class Invoice(Node):
    backend: Backend = strawberry.field(description="The backend that billed.")
    order_link: strawberry.Private[Link[Node]] = None
    order: Node | None = linked("order_link", "The order that it bills.", back=("Order", "schema.order"))
    vendor_id: str = strawberry.field(description="The vendor's id.")
    number: str | None = optional("The printed number.")
    status: InvoiceStatus = strawberry.field(default=InvoiceStatus.UNKNOWN, description="Where it stands.")
    vendor_status: str | None = optional("The vendor's own word.")
    invoice_date: date | None = optional("The day on the invoice.")
    due_date: date | None = optional("The day it is to be paid by.")
    total: TaxedMoney | None = optional("What is to be paid.")
    documents: list[Document] | None = optional("Its papers, where the vendor gives any.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
