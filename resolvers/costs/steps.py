"""Which fields of which types cause calls, derived from the schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema, get_named_type, get_nullable_type, is_list_type

from schema.address import Address
from schema.customer import Customer
from schema.invoice import Invoice
from schema.order import Order
from schema.shipment import Shipment
from schema.user import User

KINDS: Mapping[str, type] = {kind.__name__: kind for kind in (Order, Customer, User, Address, Shipment, Invoice)}
LIST = "OrderConnection"


class Way(Enum):
    """How a field gets its value."""

    REFERENCE = "a reference is followed"
    BELONGING = "what belongs to an order is asked for"
    LIKES = "the same order is looked for elsewhere"
    LIST = "a list is asked for"


@dataclass(frozen=True, slots=True)
class Step:
    way: Way
    kind: type
    field: GraphQLField


Steps = Mapping[str, Mapping[str, Step]]
"""By type and field name. Fields without an entry cost nothing."""


@cache
def of(schema: GraphQLSchema) -> Steps:
    types = [schema.type_map[name] for name in KINDS]
    return {kind.name: _of_type(kind) for kind in types if isinstance(kind, GraphQLObjectType)}


def _of_type(kind: GraphQLObjectType) -> Mapping[str, Step]:
    found = {name: _step(field) for name, field in kind.fields.items()}
    return {name: step for name, step in found.items() if step}


def _step(field: GraphQLField) -> Step | None:
    target = get_named_type(field.type).name
    if target == LIST:
        return Step(Way.LIST, Order, field)
    if target not in KINDS:
        return None
    kind = KINDS[target]
    if not is_list_type(get_nullable_type(field.type)):
        return Step(Way.REFERENCE, kind, field)
    return Step(Way.LIKES if kind is Order else Way.BELONGING, kind, field)
