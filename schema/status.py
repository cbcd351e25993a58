"""The statuses of orders and payments, the same for all vendors."""

from enum import Enum

import strawberry


@strawberry.enum(
    description="The status of an order, the same for all vendors. `vendorStatus` has the vendor's own word."
)
class OrderStatus(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Not placed yet: a cart, a draft or a quotation.")
    PENDING = strawberry.enum_value("PENDING", description="Placed, but not accepted yet.")
    CONFIRMED = strawberry.enum_value("CONFIRMED", description="Accepted.")
    PROCESSING = strawberry.enum_value("PROCESSING", description="Being processed.")
    SHIPPED = strawberry.enum_value("SHIPPED", description="Shipped.")
    DELIVERED = strawberry.enum_value("DELIVERED", description="Delivered.")
    COMPLETED = strawberry.enum_value("COMPLETED", description="Finished as far as the vendor is concerned.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Cancelled.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor's word is not mapped, or there is none.")


@strawberry.enum(description="How far something has progressed.")
class Progress(Enum):
    NONE = strawberry.enum_value("NONE", description="None of it.")
    PARTIAL = strawberry.enum_value("PARTIAL", description="Some of it.")
    COMPLETE = strawberry.enum_value("COMPLETE", description="All of it.")


@strawberry.enum(description="Whether something has been paid.")
class PaymentStatus(Enum):
    UNPAID = strawberry.enum_value("UNPAID", description="Nothing has been paid.")
    PARTIALLY_PAID = strawberry.enum_value("PARTIALLY_PAID", description="Part of the total has been paid.")
    PAID = strawberry.enum_value("PAID", description="The total has been paid.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor does not say, or its word is not mapped.")
