"""The configured vendors: who they are, what they can do, how they are."""

from collections.abc import Callable
from datetime import datetime
from enum import Enum

import strawberry

from schema.errors import ErrorCode
from schema.field import optional
from schema.node import Node
from schema.sort import OrderSortField
from schema.status import OrderStatus


@strawberry.enum(description="Which product a backend runs.")
class Vendor(Enum):
    CLOUDSUITE = strawberry.enum_value("CLOUDSUITE", description="CloudSuite webshop.")
    LOGICTRADE = strawberry.enum_value("LOGICTRADE", description="LogicTrade ERP.")
    OBAPI = strawberry.enum_value("OBAPI", description="A supplier that speaks the Open Business API.")
    VDH_SOLAR = strawberry.enum_value("VDH_SOLAR", description="VDH Solar, wholesaler.")
    WIMPEL = strawberry.enum_value("WIMPEL", description="Wimpel's Orders API.")


@strawberry.enum(description="How a backend has answered lately.")
class HealthStatus(Enum):
    UP = strawberry.enum_value("UP", description="The last call was answered.")
    DEGRADED = strawberry.enum_value("DEGRADED", description="It failed lately.")
    DOWN = strawberry.enum_value("DOWN", description="It fails so often that it is left alone for a while.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="It was not called yet.")


@strawberry.enum(description="What can be asked of a backend.")
class Operation(Enum):
    ORDERS = strawberry.enum_value("ORDERS", description="List orders.")
    ORDER = strawberry.enum_value("ORDER", description="Get one order by the vendor's id.")
    ORDER_BY_NUMBER = strawberry.enum_value("ORDER_BY_NUMBER", description="Find an order by its printed number.")
    ORDER_BY_EXTERNAL_NUMBER = strawberry.enum_value(
        "ORDER_BY_EXTERNAL_NUMBER", description="Find an order by its number in another system."
    )
    ORDER_BY_EXTERNAL_KEY = strawberry.enum_value(
        "ORDER_BY_EXTERNAL_KEY", description="Find an order by its key in the system that it went to."
    )
    ORDER_CREATE = strawberry.enum_value("ORDER_CREATE", description="Make an order.")
    ORDER_UPDATE = strawberry.enum_value("ORDER_UPDATE", description="Change an order.")
    ORDER_DELETE = strawberry.enum_value("ORDER_DELETE", description="Delete an order.")
    CUSTOMERS = strawberry.enum_value("CUSTOMERS", description="List customers.")
    CUSTOMER = strawberry.enum_value("CUSTOMER", description="Get one customer.")
    USER = strawberry.enum_value("USER", description="Get the user who placed an order.")
    ADDRESS = strawberry.enum_value("ADDRESS", description="Get an address.")
    SHIPMENTS = strawberry.enum_value("SHIPMENTS", description="Tell an order's shipments.")
    INVOICES = strawberry.enum_value("INVOICES", description="Tell an order's invoices.")
    ORDER_PDF = strawberry.enum_value("ORDER_PDF", description="Give an order as a PDF.")


@strawberry.type(description="How a backend has answered lately, as this process saw it.")
class Health:
    status: HealthStatus = strawberry.field(description="The state in a word.")
    last_success_at: datetime | None = optional("When a call was last answered.")
    last_failure_at: datetime | None = optional("When a call last failed for the backend's fault.")
    last_error_code: ErrorCode | None = optional("The code of that failure.")


@strawberry.type(description="A vendor's word for a status, and the gateway's.")
class StatusMapping:
    vendor_status: str = strawberry.field(description="The vendor's word.")
    status: OrderStatus = strawberry.field(description="What it becomes.")


@strawberry.type(description="What a backend can do, read off the code that does it.")
class Capabilities:
    operations: list[Operation] = strawberry.field(description="What can be asked of it.")
    absent_order_fields: list[str] = strawberry.field(
        description="Fields of Order, by their GraphQL names, that this backend never fills."
    )
    list_row_order_fields: list[str] = strawberry.field(
        description="Fields of Order that a list row fills already: selecting only these costs no call per order."
    )
    filterable: list[str] = strawberry.field(description="Fields of OrderWhereInput that cost no scan here.")
    sortable: list[OrderSortField] = strawberry.field(description="Sort fields that cost no scan here.")
    create_accepts: list[str] = strawberry.field(
        description="Paths in OrderCreateInput that can be said to this vendor, such as lines.product.ean."
    )
    create_requires: list[str] = strawberry.field(description="Paths in OrderCreateInput that this vendor needs.")
    update_accepts: list[str] = strawberry.field(
        description="Paths in OrderUpdateInput that can be said to this vendor."
    )
    settable_statuses: list[OrderStatus] = strawberry.field(description="Statuses that can be written.")
    status_mapping: list[StatusMapping] = strawberry.field(
        description="The vendor's status words and what each becomes; any other word becomes UNKNOWN."
    )


@strawberry.type(description="A configured vendor: one shop, ERP or portal.")
class Backend(Node):
    vendor: Vendor = strawberry.field(description="Which product it runs.")
    name: str = strawberry.field(description="What people call it.")
    capabilities: Capabilities = strawberry.field(description="What it can do.")
    health_source: strawberry.Private[Callable[[], Health]]

    @strawberry.field(description="How it has answered lately, as this process saw it.")
    def health(self) -> Health:
        return self.health_source()
