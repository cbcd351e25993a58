"""Where an order stands, in one vocabulary for all vendors."""

from enum import Enum

import strawberry


@strawberry.enum(description="Where an order stands. `vendorStatus` beside it is the vendor's own word.")
class OrderStatus(Enum):
    DRAFT = strawberry.enum_value("DRAFT", description="Not placed yet: a cart, a concept, a quotation.")
    PENDING = strawberry.enum_value("PENDING", description="Placed, not accepted yet.")
    CONFIRMED = strawberry.enum_value("CONFIRMED", description="Accepted.")
    PROCESSING = strawberry.enum_value("PROCESSING", description="Being worked on.")
    SHIPPED = strawberry.enum_value("SHIPPED", description="On its way.")
    DELIVERED = strawberry.enum_value("DELIVERED", description="Arrived.")
    COMPLETED = strawberry.enum_value("COMPLETED", description="Done as far as the vendor is concerned.")
    CANCELLED = strawberry.enum_value("CANCELLED", description="Will not happen.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor's word has no counterpart here.")


@strawberry.enum(description="How much of something is done.")
class Progress(Enum):
    NONE = strawberry.enum_value("NONE", description="Nothing of it.")
    PARTIAL = strawberry.enum_value("PARTIAL", description="Some of it.")
    COMPLETE = strawberry.enum_value("COMPLETE", description="All of it.")


@strawberry.enum(description="Whether it is paid.")
class PaymentStatus(Enum):
    UNPAID = strawberry.enum_value("UNPAID", description="Nothing is paid.")
    PARTIALLY_PAID = strawberry.enum_value("PARTIALLY_PAID", description="Less than the total is paid.")
    PAID = strawberry.enum_value("PAID", description="All is paid.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor does not say, or in a word unknown here.")
