"""Lists: pages with cursors, and what each backend gave."""

from datetime import datetime
from enum import Enum

import strawberry

from schema.backend import Backend
from schema.customer import Customer
from schema.errors import BackendError
from schema.field import optional
from schema.order import Order


@strawberry.enum(description="What a backend contributed to a list.")
class BackendReportStatus(Enum):
    OK = strawberry.enum_value("OK", description="All it was asked for.")
    STALE = strawberry.enum_value("STALE", description="An earlier answer, for it fails now.")
    PARTIAL = strawberry.enum_value("PARTIAL", description="Stopped at the scan limit, or not in the promised order.")
    FAILED = strawberry.enum_value("FAILED", description="Nothing: it failed.")
    UNSUPPORTED = strawberry.enum_value(
        "UNSUPPORTED", description="Nothing: it can't list, or can't tell what was asked."
    )


@strawberry.type(description="What one backend has given to a list, from the first page to this one.")
class BackendReport:
    backend: Backend = strawberry.field(description="Which backend.")
    status: BackendReportStatus = strawberry.field(description="What it contributed.")
    total_count: int | None = optional("How many it has of what was asked for, where it can count that.")
    as_of: datetime | None = optional("When the backend said what was used here.")
    rows_undecided: int = strawberry.field(
        default=0, description="Rows left out because a field asked about was null there."
    )
    error: BackendError | None = optional("Why it gave nothing, or less.")


@strawberry.enum(description="How exact a count is.")
class CountPrecision(Enum):
    EXACT = strawberry.enum_value("EXACT", description="Every backend that was asked can count.")
    AT_LEAST = strawberry.enum_value("AT_LEAST", description="The sum over those that can.")


@strawberry.type(description="How many there are, and how surely.")
class Count:
    count: int = strawberry.field(description="The number.")
    precision: CountPrecision = strawberry.field(description="How exact it is.")


@strawberry.type(description="Where a page stands in the list. Lists page forward only.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there is more behind this page.")
    has_previous_page: bool = strawberry.field(description="True where `after` was given.")
    start_cursor: str | None = optional("The first edge's cursor.")
    end_cursor: str | None = optional("Give this as `after` to go on.")


@strawberry.type(description="An order in a list.")
class OrderEdge:
    cursor: str = strawberry.field(description="Give this as `after` to go on behind this order.")
    node: Order = strawberry.field(description="The order.")


@strawberry.type(description="A page of all backends' orders in one order.")
class OrderConnection:
    edges: list[OrderEdge] = strawberry.field(description="The orders with their cursors, for who pages.")
    nodes: list[Order] = strawberry.field(description="The orders alone, for who reads one page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    total_count: int | None = optional(
        "How many orders match: exact, or null where a backend that was asked can't count them."
    )
    count: Count | None = optional("How many orders match, as far as the backends can count.")
    sources: list[BackendReport] = strawberry.field(
        default_factory=list, description="What each backend gave, also those that can't list."
    )


@strawberry.type(description="A customer in a list.")
class CustomerEdge:
    cursor: str = strawberry.field(description="Give this as `after` to go on behind this customer.")
    node: Customer = strawberry.field(description="The customer.")


@strawberry.type(description="A page of all backends' customers in one order.")
class CustomerConnection:
    edges: list[CustomerEdge] = strawberry.field(description="The customers with their cursors, for who pages.")
    nodes: list[Customer] = strawberry.field(description="The customers alone, for who reads one page.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    total_count: int | None = optional(
        "How many customers match: exact, or null where a backend that was asked can't count them."
    )
    count: Count | None = optional("How many customers match, as far as the backends can count.")
    sources: list[BackendReport] = strawberry.field(
        default_factory=list, description="What each backend gave, also those that can't list."
    )
