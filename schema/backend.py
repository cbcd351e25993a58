"""Backends: their vendor, health and capabilities."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

import strawberry

from schema.errors import ErrorCode
from schema.field import optional
from schema.node import Node
from schema.sort import OrderSortField
from schema.status import OrderStatus


@strawberry.enum(description="The system that a backend runs.")
class Vendor(Enum):
    CLOUDSUITE = strawberry.enum_value("CLOUDSUITE", description="CloudSuite webshop.")
    LOGICTRADE = strawberry.enum_value("LOGICTRADE", description="LogicTrade ERP.")
    OBAPI = strawberry.enum_value("OBAPI", description="A supplier with an Open Business API.")
    VDH_SOLAR = strawberry.enum_value("VDH_SOLAR", description="VDH Solar, a wholesaler.")
    WIMPEL = strawberry.enum_value("WIMPEL", description="Wimpel's Orders API.")


@strawberry.enum(description="How well a backend has been answering.")
class HealthStatus(Enum):
    UP = strawberry.enum_value("UP", description="The last call succeeded, and no call failed recently.")
    DEGRADED = strawberry.enum_value("DEGRADED", description="A call failed recently.")
    DOWN = strawberry.enum_value(
        "DOWN",
        description="A circuit breaker is open: calls failed so often that the backend is not called for a while.",
    )
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="It has not been called yet.")


@strawberry.enum(description="An operation that a backend supports.")
class Operation(Enum):
    ORDERS = strawberry.enum_value("ORDERS", description="List orders.")
    ORDER = strawberry.enum_value("ORDER", description="Get an order by the vendor's id.")
    ORDER_BY_NUMBER = strawberry.enum_value("ORDER_BY_NUMBER", description="Find an order by its printed number.")
    ORDER_BY_EXTERNAL_NUMBER = strawberry.enum_value(
        "ORDER_BY_EXTERNAL_NUMBER", description="Find an order by its number in another system."
    )
    ORDER_BY_EXTERNAL_KEY = strawberry.enum_value(
        "ORDER_BY_EXTERNAL_KEY", description="Find an order by its key in the system it was sent to."
    )
    ORDER_CREATE = strawberry.enum_value("ORDER_CREATE", description="Create an order.")
    ORDER_UPDATE = strawberry.enum_value("ORDER_UPDATE", description="Update an order.")
    ORDER_DELETE = strawberry.enum_value("ORDER_DELETE", description="Delete an order.")
    CUSTOMERS = strawberry.enum_value("CUSTOMERS", description="List customers.")
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="Get a customer.")
    USER = strawberry.enum_value("USER", description="Get the user who placed an order.")
    ADDRESS = strawberry.enum_value("ADDRESS", description="Get an address.")
    SHIPMENTS = strawberry.enum_value("SHIPMENTS", description="Get an order's shipments.")
    INVOICES = strawberry.enum_value("INVOICES", description="Get an order's invoices.")
    ORDER_PDF = strawberry.enum_value("ORDER_PDF", description="Download an order as a PDF.")


@strawberry.type(description="How well a backend has been answering this gateway process.")
class Health:
    status: HealthStatus = strawberry.field(description="The state.")
    last_success_at: datetime | None = optional("When a call last succeeded.")
    last_failure_at: datetime | None = optional("When a call last failed through the backend's fault.")
    last_error_code: ErrorCode | None = optional("The error code of that failure.")


@strawberry.type(description="A vendor's status word and the OrderStatus it is mapped to.")
class StatusMapping:
    vendor_status: str = strawberry.field(description="The vendor's own word.")
    status: OrderStatus = strawberry.field(description="The OrderStatus it is mapped to.")


@strawberry.type(description="What a backend can do.")
class Capabilities:
    operations: list[Operation] = strawberry.field(description="The operations it supports.")
    absent_order_fields: list[str] = strawberry.field(
        description="Fields of Order that this backend never fills, by their GraphQL names."
    )
    list_row_order_fields: list[str] = strawberry.field(
        description="Fields of Order that are part of a list row: selecting only these costs no call per order."
    )
    filterable: list[str] = strawberry.field(
        description="Fields of OrderWhereInput that the backend can filter by itself, without a scan of its list."
    )
    sortable: list[OrderSortField] = strawberry.field(
        description="Fields that the backend can sort by itself, without a scan of its list."
    )
    create_accepts: list[str] = strawberry.field(
        description="Paths in OrderCreateInput that this vendor accepts, such as lines.product.ean."
    )
    create_requires: list[str] = strawberry.field(description="Paths in OrderCreateInput that this vendor requires.")
    update_accepts: list[str] = strawberry.field(description="Paths in OrderUpdateInput that this vendor accepts.")
    settable_statuses: list[OrderStatus] = strawberry.field(description="Statuses that can be set.")
    status_mapping: list[StatusMapping] = strawberry.field(
        description="The vendor's status words and the OrderStatus each is mapped to; any other word is UNKNOWN."
    )


@strawberry.type(description="A configured system: one shop, ERP or portal.")
class Backend(Node):
    vendor: Vendor = strawberry.field(description="The system it runs.")
    name: str = strawberry.field(description="The display name.")
    capabilities: Capabilities = strawberry.field(description="What it can do.")
    health_source: strawberry.Private[Callable[[], Health]]

    @strawberry.field(description="How well it has been answering this gateway process.")
    def health(self) -> Health:
        return self.health_source()
