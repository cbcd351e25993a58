"""What an operation costs, in points: at most, before it is executed, and actually, afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphql import GraphQLError, VariableValues, get_variable_values
from strawberry import Schema

from app.operations.execution import SelectedOperation
from app.refusal import LARGEST, bad_operation
from resolvers.context import Context
from resolvers.costs import estimate
from resolvers.costs.estimate import Estimate
from resolvers.costs.price import points
from resolvers.usage import Usage
from resolvers.vendors.allowance import Allowance
from schema.errors import ErrorCode

NOTHING = Estimate(1, frozenset())
"""Of an operation that is refused before it is executed."""


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
    """At most LARGEST. NOTHING if the variables, or a root field's @skip or @include with them, are invalid."""
    values = _coerced(schema, selected)
    if values is None:
        return NOTHING
    try:
        found = estimate.of(context, schema, selected.document, selected.node, values, max_calls)
    except GraphQLError:
        return NOTHING
    return replace(found, points=min(found.points, LARGEST))


def _coerced(schema: Schema, selected: SelectedOperation) -> VariableValues | None:
    """None at the first invalid one: each could be an error that takes as long as the variables are large."""
    definitions = selected.node.variable_definitions or ()
    found = get_variable_values(
        schema._schema, definitions, dict(selected.variables), max_errors=0, hide_suggestions=True
    )
    return None if isinstance(found, list) else found


def check(requested: int, limit: int) -> None:
    """Raises a Refusal with both figures."""
    if requested > limit:
        message = f"The operation may cost {requested} points; the limit is {limit}."
        raise bad_operation(message, ErrorCode.QUERY_TOO_EXPENSIVE, limit=limit, asked=requested)
