"""What a client asks with: conditions and lookups."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry import UNSET

from schema.status import OrderStatus


def given(description: str) -> Any:
    """An input field that may be left out."""
    return strawberry.field(default=UNSET, description=description)


@strawberry.input(description="A span of time. `gte` and `lte` take their bound in; `gt` and `lt` do not.")
class DateTimeRangeInput:
    gte: datetime | None = given("At or after.")
    gt: datetime | None = given("After.")
    lte: datetime | None = given("At or before.")
    lt: datetime | None = given("Before.")


@strawberry.input(
    description="Which orders. All conditions must hold; an order whose value is null matches none that asks about it."
)
class OrderWhereInput:
    backends: list[strawberry.ID] | None = given("Backend ids; left out: all that can list.")
    ids: list[strawberry.ID] | None = given("Ids of orders.")
    statuses: list[OrderStatus] | None = given("Any of these.")
    vendor_statuses: list[str] | None = given("Any of these, in the vendor's own words.")
    ordered_at: DateTimeRangeInput | None = given("When it was ordered.")
    created_at: DateTimeRangeInput | None = given("When its record was made.")
    updated_at: DateTimeRangeInput | None = given("When its record last changed.")
    customer_ids: list[strawberry.ID] | None = given("Ids of customers.")
    number: str | None = given("Its printed number, whole.")
    reference: str | None = given("The buyer's reference, whole.")
    external_number: str | None = given("Its number in another system, whole.")
    any_number: str | None = given("Its number, reference or external number, whole: the search box.")
    origin: str | None = given("Where it came from, in the vendor's words.")


@strawberry.input(description="Which customers. All conditions must hold.")
class CustomerWhereInput:
    backends: list[strawberry.ID] | None = given("Backend ids; left out: all that can list customers.")
    ids: list[strawberry.ID] | None = given("Ids of customers.")
    email: str | None = given("E-mail address, whole.")
    number: str | None = given("Customer number, whole.")
    name: str | None = given("Name, whole.")


@strawberry.input(description="A record's key in the system that it was imported from (CloudSuite).")
class OriginKeyInput:
    origin: str = strawberry.field(description="The system's name.")
    key: str = strawberry.field(description="The record's key there.")


@strawberry.input(one_of=True, description="One way to name an order at a backend.")
class OrderIdentifierInput:
    vendor_id: str | None = given("The vendor's id.")
    number: str | None = given("The printed number.")
    external_number: str | None = given("Its number in another system.")
    external_key: str | None = given("Its key in the system that it went to: CloudSuite's ext:<key>.")


@strawberry.input(one_of=True, description="One way to name a customer at a backend.")
class CustomerIdentifierInput:
    vendor_id: str | None = given("The vendor's id.")
    number: str | None = given("The customer number.")
    origin_key: OriginKeyInput | None = given("Where the record was imported from.")
