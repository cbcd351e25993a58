"""What was sent."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum

import strawberry

from schema.address import Address
from schema.backend import Backend
from schema.field import linked, optional, raw_json
from schema.link import Link
from schema.node import Node
from schema.raw import RawJson
from schema.scalars import JSON


@strawberry.enum(description="Where a shipment stands.")
class ShipmentStatus(Enum):
    PENDING = strawberry.enum_value("PENDING", description="Not sent yet.")
    SHIPPED = strawberry.enum_value("SHIPPED", description="Sent, at least in part.")
    DELIVERED = strawberry.enum_value("DELIVERED", description="Arrived.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Will not be sent.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor's word has no counterpart here.")


@strawberry.enum(description="How goods change hands.")
class ShippingKind(Enum):
    DELIVERY = strawberry.enum_value("DELIVERY", description="Brought to the customer.")
    PICK_UP = strawberry.enum_value("PICK_UP", description="Fetched by the customer.")
    OTHER = strawberry.enum_value("OTHER", description="Another way.")


@strawberry.type(description="How much of one product a shipment holds.")
class ShipmentLine:
    position: int | None = optional("The line's place in the shipment.")
    product_code: str | None = optional("The vendor's product code.")
    description: str | None = optional("What it is.")
    quantity: Decimal = strawberry.field(description="How many are in the shipment.")


@strawberry.type(description="One sending of goods.")
class Shipment(Node):
    backend: Backend = strawberry.field(description="The backend that sent it.")
    order_link: strawberry.Private[Link[Node]] = None
    order: Node | None = linked("order_link", "The order that it belongs to.", back=("Order", "schema.order"))
    vendor_id: str | None = optional("The vendor's id; null where it gives its shipments none.")
    number: str | None = optional("The printed number.")
    status: ShipmentStatus = strawberry.field(default=ShipmentStatus.UNKNOWN, description="Where it stands.")
    vendor_status: str | None = optional("The vendor's own word.")
    kind: ShippingKind | None = optional("How the goods change hands.")
    method: str | None = optional("Carrier or method, in the vendor's words.")
    requested_date: date | None = optional("The day asked for.")
    expected_date: date | None = optional("The day it is expected to arrive.")
    confirmed_date: date | None = optional("The day agreed on.")
    shipped_date: date | None = optional("The day it left.")
    delivered_date: date | None = optional("The day it arrived.")
    shipped_at: datetime | None = optional("The instant it left; null where only the day is known.")
    delivered_at: datetime | None = optional("The instant it arrived; null where only the day is known.")
    tracking_number: str | None = optional("The carrier's number.")
    tracking_url: str | None = optional("Where to follow it, as the vendor wrote it: not always a valid URL.")
    address_link: strawberry.Private[Link[Address]] = None
    address: Address | None = linked("address_link", "Where it goes.")
    lines: list[ShipmentLine] | None = optional("What is in it, where the vendor says.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
