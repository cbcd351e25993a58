"""Shipments and their status."""

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


@strawberry.enum(description="The status of a shipment.")
class ShipmentStatus(Enum):
    PENDING = strawberry.enum_value("PENDING", description="Not shipped yet.")
    SHIPPED = strawberry.enum_value("SHIPPED", description="Shipped, at least in part.")
    DELIVERED = strawberry.enum_value("DELIVERED", description="Delivered.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Cancelled.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor's word is not mapped.")


@strawberry.enum(description="How the goods reach the customer.")
class ShippingKind(Enum):
    DELIVERY = strawberry.enum_value("DELIVERY", description="Delivered to the customer.")
    PICK_UP = strawberry.enum_value("PICK_UP", description="Picked up by the customer.")
    OTHER = strawberry.enum_value("OTHER", description="Another way.")


@strawberry.type(description="A line of a shipment.")
class ShipmentLine:
    position: int | None = optional("The line's position in the shipment.")
    product_code: str | None = optional("The vendor's product code.")
    description: str | None = optional("The description.")
    quantity: Decimal = strawberry.field(description="The quantity in the shipment.")


@strawberry.type(description="A shipment of an order.")
class Shipment(Node):
    backend: Backend = strawberry.field(description="The backend the shipment belongs to.")
    order_link: strawberry.Private[Link[Node]] = None
    order: Node | None = linked("order_link", "The order.", back=("Order", "schema.order"))
    vendor_id: str | None = optional("The vendor's id; null if the vendor's shipments have none.")
    number: str | None = optional("The shipment number.")
    status: ShipmentStatus = strawberry.field(default=ShipmentStatus.UNKNOWN, description="The status.")
    vendor_status: str | None = optional("The status in the vendor's own word.")
    kind: ShippingKind | None = optional("How the goods reach the customer.")
    method: str | None = optional("The carrier or shipping method, in the vendor's words.")
    requested_date: date | None = optional("The requested delivery date.")
    expected_date: date | None = optional("The expected delivery date.")
    confirmed_date: date | None = optional("The confirmed delivery date.")
    shipped_date: date | None = optional("The date it was shipped.")
    delivered_date: date | None = optional("The date it was delivered.")
    shipped_at: datetime | None = optional("When it was shipped; null if only the date is known.")
    delivered_at: datetime | None = optional("When it was delivered; null if only the date is known.")
    tracking_number: str | None = optional("The carrier's tracking number.")
    tracking_url: str | None = optional("The tracking URL as the vendor wrote it; it may not be a valid URL.")
    address_link: strawberry.Private[Link[Address]] = None
    address: Address | None = linked("address_link", "The delivery address.")
    lines: list[ShipmentLine] | None = optional("The contents, if the vendor gives them.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
