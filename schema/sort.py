"""In what order lists come, and what a failing backend does to them."""

from enum import Enum

import strawberry


@strawberry.enum(description="What orders can be sorted by. Nulls come last in both directions.")
class OrderSortField(Enum):
    ORDERED_AT = strawberry.enum_value("ORDERED_AT", description="When it was ordered.")
    CREATED_AT = strawberry.enum_value("CREATED_AT", description="When its record was made.")
    UPDATED_AT = strawberry.enum_value("UPDATED_AT", description="When its record last changed.")
    NUMBER = strawberry.enum_value("NUMBER", description="Its printed number, compared by code point.")


@strawberry.enum(description="What customers can be sorted by. Nulls come last in both directions.")
class CustomerSortField(Enum):
    NAME = strawberry.enum_value("NAME", description="Company name, else the person's, compared by code point.")
    NUMBER = strawberry.enum_value("NUMBER", description="Customer number, compared by code point.")


@strawberry.enum(description="Which way to sort.")
class SortDirection(Enum):
    ASC = strawberry.enum_value("ASC", description="Smallest or oldest first.")
    DESC = strawberry.enum_value("DESC", description="Largest or newest first.")


@strawberry.enum(description="What a backend that fails does to a list.")
class OnFailure(Enum):
    PARTIAL = strawberry.enum_value("PARTIAL", description="Its report says so; the others' rows come.")
    FAIL = strawberry.enum_value("FAIL", description="The field is an error: all or nothing.")


@strawberry.input(description="How to sort orders.")
class OrderSortInput:
    field: OrderSortField = strawberry.field(default=OrderSortField.ORDERED_AT, description="By what.")
    direction: SortDirection = strawberry.field(default=SortDirection.DESC, description="Which way.")


@strawberry.input(description="How to sort customers.")
class CustomerSortInput:
    field: CustomerSortField = strawberry.field(default=CustomerSortField.NAME, description="By what.")
    direction: SortDirection = strawberry.field(default=SortDirection.ASC, description="Which way.")
