"""Estimates the maximum cost of an operation before it runs, as a Part for each root field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import structlog
from graphql import DocumentNode, OperationDefinitionNode, OperationType, VariableValues
from strawberry import Schema

from resolvers.context import Context
from resolvers.costs.asked import UNUSABLE, Asked, Nodes
from resolvers.costs.price import NOTHING, Part, Price, most
from resolvers.costs.roots import ROOTS, SINGLE
from resolvers.costs.things import Things

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Estimate:
    """`points`: the maximum cost. `singles`: the response keys of the root fields that are not lists."""

    points: int
    singles: frozenset[str]

    def singly(self, data: Mapping[str, Any]) -> int:
        """The number of objects in a response that are not rows of a list."""
        return sum(_count(data.get(key)) for key in self.singles)


def of(
    context: Context,
    schema: Schema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: VariableValues,
    max_calls: int,
) -> Estimate:
    """`max_calls`: the limit on calls to each backend, which also limits the estimate."""
    asked = Asked.of(schema, document, operation, variables)
    things, roots = Things(context, asked), asked.roots()
    all_calls = Part(Price(dict.fromkeys(context.backends, max_calls)))
    parts = [_part(things, name, nodes, all_calls) for name, nodes in roots]
    if operation.operation is OperationType.MUTATION:
        parts = [_isolated(part, place) for place, part in enumerate(parts)]
    singles = (nodes[0] for name, nodes in roots if name in SINGLE)
    return Estimate(most(parts, max_calls), frozenset((node.alias or node.name).value for node in singles))


def _part(things: Things, name: str, nodes: Nodes, otherwise: Part) -> Part:
    """`otherwise`: the price if the estimate fails by a fault of ours."""
    if name not in ROOTS:
        return NOTHING
    try:
        return ROOTS[name](things, nodes, **things.asked.root_arguments(name, nodes[0]))
    except UNUSABLE:
        return NOTHING
    except Exception:
        log.exception("estimate_failed", field=name)
        return otherwise


def _isolated(part: Part, place: int) -> Part:
    """Each mutation field drops what was read before it, so calls made once per operation are made once per field."""

    def own(price: Price) -> Price:
        return replace(price, once=frozenset(replace(once, what=(place, once.what)) for once in price.once))

    return replace(part, fixed=own(part.fixed), per={id: own(price) for id, price in part.per.items()})


def _count(shown: Any) -> int:
    return sum(each is not None for each in shown) if isinstance(shown, list) else shown is not None
