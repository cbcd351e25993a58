"""The inputs of queries: filters and lookups."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from schema.status import OrderStatus


def given(description: str) -> Any:
    """An optional input field; UNSET if left out."""
    return strawberry.field(default=UNSET, description=description)


@strawberry.input(description="A range of instants. `gte` and `lte` include the bound; `gt` and `lt` exclude it.")
class DateTimeRangeInput:
    gte: datetime | None = given("At or after.")
    gt: datetime | None = given("After.")
    lte: datetime | None = given("At or before.")
    lt: datetime | None = given("Before.")


@strawberry.input(description="Which orders to list. All conditions must hold. A null value matches no condition.")
class OrderWhereInput:
    backends: list[strawberry.ID] | None = given("Backend ids. Default: all backends that can list orders.")
    ids: list[strawberry.ID] | None = given("Order ids, at most 1000.")
    statuses: list[OrderStatus] | None = given("Orders with any of these statuses.")
    vendor_statuses: list[str] | None = given(
        "Orders with any of these statuses, in the vendor's own words; at most 1000."
    )
    ordered_at: DateTimeRangeInput | None = given("When the order was placed.")
    created_at: DateTimeRangeInput | None = given("When the record was created.")
    updated_at: DateTimeRangeInput | None = given("When the record was last changed.")
    customer_ids: list[strawberry.ID] | None = given("Customer ids, at most 1000.")
    number: str | None = given("The order number, exactly.")
    reference: str | None = given("The buyer's reference, exactly.")
    external_number: str | None = given("The number in another system, exactly.")
    any_number: str | None = given("The number, reference or external number, exactly: for search boxes.")
    origin: str | None = given("Where the order came from, in the vendor's words.")


@strawberry.input(description="Which customers to list. All conditions must hold. A null value matches no condition.")
class CustomerWhereInput:
    backends: list[strawberry.ID] | None = given("Backend ids. Default: all backends that can list customers.")
    ids: list[strawberry.ID] | None = given("Customer ids, at most 1000.")
    email: str | None = given("The email address, exactly. Needs the scope customers:read.")
    number: str | None = given("The customer number, exactly.")
    name: str | None = given("The name, exactly; without the scope customers:read, the company name.")


@strawberry.input(description="A record's key in the system it was imported from (CloudSuite).")
class OriginKeyInput:
    origin: str = strawberry.field(description="The system's name.")
    key: str = strawberry.field(description="The record's key in that system.")


@strawberry.input(one_of=True, description="One way to identify an order at a backend.")
class OrderIdentifierInput:
    vendor_id: str | None = given("The vendor's id.")
    number: str | None = given("The order number.")
    external_number: str | None = given("The order's number in another system.")
    external_key: str | None = given("The order's key in the system it was sent to (CloudSuite).")


@strawberry.input(one_of=True, description="One way to identify a customer at a backend.")
class CustomerIdentifierInput:
    vendor_id: str | None = given("The vendor's id.")
    number: str | None = given("The customer number.")
    origin_key: OriginKeyInput | None = given("The key of the record in the system it was imported from (CloudSuite).")
