"""A document that fits the schema made one that means something: random words ask for too little otherwise."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    GraphQLInputObjectType,
    IntValueNode,
    Node,
    ObjectFieldNode,
    ObjectValueNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    ValueNode,
    Visitor,
    get_named_type,
    visit,
)
from schemathesis.graphql import nodes

from tests.answer_check import printed

KINDS = {"order": "Order", "orderUpdate": "Order", "orderDelete": "Order", "orders": "Order", "customer": "Customer"}
"""What an id is of that is given to a field."""
MOST = 100
OFTEN = 0.8


def made_sensible(body: DocumentNode, ids: Mapping[str, Sequence[str]], chance: Random) -> DocumentNode:
    """`ids`: of what is there, by its type. What is no id at all stays as it is, and some of the rest does."""
    info = TypeInfo(printed())
    made: DocumentNode = visit(body, TypeInfoVisitor(info, _Sense(info, ids, chance)))
    return made


class _Sense(Visitor):
    def __init__(self, info: TypeInfo, ids: Mapping[str, Sequence[str]], chance: Random) -> None:
        super().__init__()
        self._info = info
        self._ids = ids
        self._chance = chance

    def leave_object_value(self, node: ObjectValueNode, *_: Any) -> ValueNode | None:
        """One member of a @oneOf, and that not null."""
        kind = get_named_type(self._info.get_input_type())
        given = [each for each in node.fields if each.value != nodes.Null]
        if isinstance(kind, GraphQLInputObjectType) and kind.is_one_of and given and self._mostly():
            return nodes.Object([self._chance.choice(given)])
        return None

    def leave_int_value(self, node: IntValueNode, key: Any, parent: Any, path: Any, ancestors: Any) -> Any:
        if _place(parent, ancestors) == "first" and self._mostly():
            return nodes.Int(self._chance.randrange(MOST + 1))
        return None

    def leave_string_value(self, node: StringValueNode, key: Any, parent: Any, path: Any, ancestors: Any) -> Any:
        place = _place(parent, ancestors)
        if place == "after" and self._mostly():
            return nodes.Null
        if not node.value.startswith("gid://"):
            return None
        if place in ("backend", "backends"):
            return nodes.String(node.value.removeprefix("gid://").partition("/")[0])
        kind = "Customer" if place == "customerIds" else KINDS.get(_field(ancestors))
        return nodes.String(self._chance.choice(self._ids[kind])) if kind and self._mostly() else None

    def _mostly(self) -> bool:
        return self._chance.random() < OFTEN


def _place(parent: Any, ancestors: Sequence[Any]) -> str:
    """The argument or the input's field that a value stands in, in a list or not."""
    return _nearest([*ancestors, parent], (ArgumentNode, ObjectFieldNode))


def _field(ancestors: Sequence[Any]) -> str:
    return _nearest(ancestors, (FieldNode,))


def _nearest(ancestors: Sequence[Any], kinds: tuple[type[Node], ...]) -> str:
    found: Any = next((each for each in reversed(ancestors) if isinstance(each, kinds)), None)
    return str(found.name.value) if found else ""
