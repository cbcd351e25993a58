"""Pages of lists with their cursors, and what each backend contributed."""

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
    OK = strawberry.enum_value("OK", description="Everything it was asked for.")
    STALE = strawberry.enum_value("STALE", description="An earlier answer, because the backend is failing now.")
    PARTIAL = strawberry.enum_value(
        "PARTIAL",
        description="Some rows are missing because the scan limit was reached, or are not in the requested order.",
    )
    FAILED = strawberry.enum_value("FAILED", description="Nothing, because it failed.")
    UNSUPPORTED = strawberry.enum_value(
        "UNSUPPORTED", description="Nothing, because it can't list, or never fills a field that was asked about."
    )


@strawberry.type(description="What one backend contributed to a list, from the first page to this one.")
class BackendReport:
    backend: Backend = strawberry.field(description="The backend.")
    status: BackendReportStatus = strawberry.field(description="What it contributed.")
    total_count: int | None = optional("How many matching rows it has, if it can count them.")
    as_of: datetime | None = optional("When the backend gave the answer that was used.")
    rows_undecided: int = strawberry.field(
        default=0, description="The number of rows left out because a field asked about was null."
    )
    error: BackendError | None = optional("Why it contributed nothing, or less.")


@strawberry.enum(description="The precision of a count.")
class CountPrecision(Enum):
    EXACT = strawberry.enum_value("EXACT", description="The exact number.")
    AT_LEAST = strawberry.enum_value("AT_LEAST", description="The sum over the backends that can count.")


@strawberry.type(description="A number of rows and its precision.")
class Count:
    count: int = strawberry.field(description="The number.")
    precision: CountPrecision = strawberry.field(description="The precision.")


@strawberry.type(description="The position of a page in its list. Lists can only be paged forward.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are more pages.")
    has_previous_page: bool = strawberry.field(description="Whether `after` was given.")
    start_cursor: str | None = optional("The cursor of the first edge.")
    end_cursor: str | None = optional("Pass this as `after` to get the next page.")


@strawberry.type(description="An order in a list.")
class OrderEdge:
    cursor: str = strawberry.field(description="Pass this as `after` to continue after this order.")
    node: Order = strawberry.field(description="The order.")


@strawberry.type(description="A page of orders from all backends.")
class OrderConnection:
    edges: list[OrderEdge] = strawberry.field(description="The orders with their cursors, for clients that page.")
    nodes: list[Order] = strawberry.field(description="The orders without cursors, for clients that read one page.")
    page_info: PageInfo = strawberry.field(description="The position of this page.")
    total_count: int | None = optional(
        "The exact number of matching orders, or null if a backend that was asked can't count them."
    )
    count: Count | None = optional("The number of matching orders, as far as the backends can count.")
    sources: list[BackendReport] = strawberry.field(
        default_factory=list, description="What each backend contributed, including those that can't list."
    )


@strawberry.type(description="A customer in a list.")
class CustomerEdge:
    cursor: str = strawberry.field(description="Pass this as `after` to continue after this customer.")
    node: Customer = strawberry.field(description="The customer.")


@strawberry.type(description="A page of customers from all backends.")
class CustomerConnection:
    edges: list[CustomerEdge] = strawberry.field(description="The customers with their cursors, for clients that page.")
    nodes: list[Customer] = strawberry.field(
        description="The customers without cursors, for clients that read one page."
    )
    page_info: PageInfo = strawberry.field(description="The position of this page.")
    total_count: int | None = optional(
        "The exact number of matching customers, or null if a backend that was asked can't count them."
    )
    count: Count | None = optional("The number of matching customers, as far as the backends can count.")
    sources: list[BackendReport] = strawberry.field(
        default_factory=list, description="What each backend contributed, including those that can't list."
    )
