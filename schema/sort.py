"""The sort orders of lists, and what a failing backend does to a list."""

from enum import Enum

import strawberry


@strawberry.enum(description="A field to sort orders by. Nulls come last in both directions.")
class OrderSortField(Enum):
    ORDERED_AT = strawberry.enum_value("ORDERED_AT", description="When the order was placed.")
    CREATED_AT = strawberry.enum_value("CREATED_AT", description="When the record was created.")
    UPDATED_AT = strawberry.enum_value("UPDATED_AT", description="When the record was last changed.")
    NUMBER = strawberry.enum_value("NUMBER", description="The order number, compared by code point.")


@strawberry.enum(description="A field to sort customers by. Nulls come last in both directions.")
class CustomerSortField(Enum):
    NAME = strawberry.enum_value(
        "NAME", description="The company name, otherwise the person's name, compared by code point."
    )
    NUMBER = strawberry.enum_value("NUMBER", description="The customer number, compared by code point.")


@strawberry.enum(description="The direction to sort in.")
class SortDirection(Enum):
    ASC = strawberry.enum_value("ASC", description="Ascending: smallest or oldest first.")
    DESC = strawberry.enum_value("DESC", description="Descending: largest or newest first.")


@strawberry.enum(description="What happens to a list if a backend fails.")
class OnFailure(Enum):
    PARTIAL = strawberry.enum_value(
        "PARTIAL", description="The other backends' rows are returned; `sources` reports the failure."
    )
    FAIL = strawberry.enum_value("FAIL", description="The whole list is an error: all or nothing.")


@strawberry.input(description="How to sort orders.")
class OrderSortInput:
    field: OrderSortField = strawberry.field(default=OrderSortField.ORDERED_AT, description="The field to sort by.")
    direction: SortDirection = strawberry.field(default=SortDirection.DESC, description="The direction.")


@strawberry.input(description="How to sort customers.")
class CustomerSortInput:
    field: CustomerSortField = strawberry.field(default=CustomerSortField.NAME, description="The field to sort by.")
    direction: SortDirection = strawberry.field(default=SortDirection.ASC, description="The direction.")
