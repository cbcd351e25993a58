"""What one GraphQL request holds, and what all GraphQL requests of one HTTP request share."""

from dataclasses import dataclass
from typing import Any

from resolvers.caller import Caller
from resolvers.explain import Explain
from resolvers.gateway import Gateway


@dataclass(frozen=True)
class GraphQLRequest:
    """At least one of `query` and `document_id` is set. `document_id`: the sha256 of a persisted document."""

    query: str | None
    operation_name: str | None
    variables: dict[str, Any] | None
    document_id: str | None


@dataclass(frozen=True)
class RequestContext:
    """`explain`: whether to plan the calls to backends instead of executing, or to report them afterwards."""

    gateway: Gateway
    caller: Caller
    request_id: str
    only_queries: bool = False
    explain: Explain | None = None

    @property
    def only_plans(self) -> bool:
        return self.explain is Explain.PLAN
