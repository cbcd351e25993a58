"""What an operation costs, in points: at most, before it is executed, and actually, afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import get_variable_values
from strawberry import Schema

from app.operations.execution import SelectedOperation
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
    """One operation's. `has_begun`: never, if it is only planned. `singles`: things in the answer outside of lists."""

    calls: Allowance
    used: Usage
    has_begun: bool = False
    requested: int = 0
    singles: int = 0

    @property
    def actual(self) -> int:
        """So far."""
        return points(self.calls.charged.total(), self.used.listed + self.singles) if self.has_begun else 0

    def shown(self, status: Mapping[str, float]) -> dict[str, Any]:
        """The value of `extensions.cost`."""
        return {"requestedQueryCost": self.requested, "actualQueryCost": self.actual, "throttleStatus": dict(status)}


def estimated(context: Context, schema: Schema, selected: SelectedOperation, max_calls: int) -> Estimate:
    """Nothing if the variables are invalid: then nothing is executed."""
    values = get_variable_values(schema._schema, selected.node.variable_definitions or (), dict(selected.variables))
    if isinstance(values, list):
        return NOTHING
    return estimate.of(context, schema, selected.document, selected.node, values, max_calls)


def check(requested: int, limit: int) -> None:
    """Raises a Refusal with both figures."""
    if requested > limit:
        message = f"The operation may cost {requested} points; the limit is {limit}."
        raise bad_operation(message, ErrorCode.QUERY_TOO_EXPENSIVE, limit=limit, asked=requested)
