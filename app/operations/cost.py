"""What an operation costs, in points: at most, before it is carried out, and really, after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, OperationDefinitionNode, get_variable_values
from strawberry import Schema

from app.refusal import bad_operation
from resolvers.context import Context
from resolvers.costs import estimate
from resolvers.costs.estimate import Estimate
from resolvers.costs.price import points
from resolvers.usage import Usage
from resolvers.vendors.allowance import Allowance
from schema.errors import ErrorCode

NOTHING = Estimate(1, frozenset())


@dataclass
class Cost:
    """One operation's. What is only planned never begins. `singles`: things in the answer beside those of lists."""

    calls: Allowance
    used: Usage
    is_planned: bool = False
    has_begun: bool = False
    requested: int = 0
    singles: int = 0

    @property
    def actual(self) -> int:
        """So far."""
        return points(self.calls.charged.total(), self.used.listed + self.singles) if self.has_begun else 0

    def shown(self, status: Mapping[str, float]) -> dict[str, Any]:
        """As `extensions.cost` shows it."""
        return {"requestedQueryCost": self.requested, "actualQueryCost": self.actual, "throttleStatus": dict(status)}


def estimated(
    context: Context,
    schema: Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    max_calls: int,
) -> Estimate:
    """Nothing where the variables can't be used: then nothing is carried out."""
    values = get_variable_values(schema._schema, operation.variable_definitions or (), dict(variables))
    if isinstance(values, list):
        return NOTHING
    return estimate.of(context, schema, document, operation, values, max_calls)


def check(requested: int, limit: int) -> None:
    """Raises a Refusal with both figures."""
    if requested > limit:
        message = f"The operation may cost {requested} points; the limit is {limit}."
        raise bad_operation(message, ErrorCode.QUERY_TOO_EXPENSIVE, limit=limit, asked=requested)
