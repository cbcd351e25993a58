"""Validates a write's input and converts it to the vendor's JSON, both by a WriteTable. Pure.

Fields have their GraphQL names. In a create, null means not given; in an update, it clears the field.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from strawberry import UNSET

from resolvers.errors import BadUserInput
from resolvers.vendors import words
from resolvers.vendors.capabilities import camel
from resolvers.vendors.writing import Say, Saying, Unsayable, WriteTable
from schema.write_inputs import OrderCreateInput, OrderUpdateInput
from schema.writes import UserError, UserErrorCode

Json = dict[str, Any]

STATUSES = ("status", "vendorStatus")
NOT_SAID = frozenset({"backend", "idempotencyKey", "id"})
"""Not a part of the vendor's JSON: they tell which backend and order is meant, and the gateway's own key."""

order_id = words.id_of("Order", words.name)


class Leaf(NamedTuple):
    """A given value. `path`: as in the table, "lines.quantity"; `field`: with indices, ("lines", "0", "quantity")."""

    path: str
    field: tuple[str, ...]
    value: Any


class Said(NamedTuple):
    """The vendor's JSON, valid only if there are no errors."""

    body: Json
    errors: list[UserError]


class Branch(dict[str | int, Any]):
    """A node of the JSON being built: an object, or a list whose keys are the indices."""


def create_errors(table: WriteTable, given: OrderCreateInput, saying: Saying) -> list[UserError]:
    """All errors in the input, not just the first."""
    if not table.create:
        return [_error((), f"{saying.vendor} can't create orders.", UserErrorCode.UNSUPPORTED)]
    return _create(table, given, saying).errors


def update_errors(table: WriteTable, given: OrderUpdateInput, saying: Saying) -> list[UserError]:
    """All errors in the input, not just the first."""
    if not table.update:
        return [_error((), f"{saying.vendor} can't update orders.", UserErrorCode.UNSUPPORTED)]
    return _update(table, given, saying).errors


def create_body(table: WriteTable, given: OrderCreateInput, saying: Saying) -> Json:
    """The vendor's JSON. Raises BadUserInput for the first error."""
    return _valid_body(_create(table, given, saying))


def update_body(table: WriteTable, given: OrderUpdateInput, saying: Saying) -> Json:
    """The vendor's JSON, of the given fields only. Raises BadUserInput for the first error."""
    return _valid_body(_update(table, given, saying))


def _create(table: WriteTable, given: OrderCreateInput, saying: Saying) -> Said:
    missing = dict.fromkeys(_missing(table, given))
    leaves = [leaf for leaf in _leaves(given, table.create) if leaf.value is not None and leaf.field not in missing]
    needed = [_error(field, f"{saying.vendor} requires {_shown(field)}.") for field in missing]
    clashes = [_error(clash.field, clash.message) for clash in table.clashes(given)]
    return _built(table.create, leaves, saying, [*needed, *_both_statuses(given), *clashes])


def _update(table: WriteTable, given: OrderUpdateInput, saying: Saying) -> Said:
    leaves = list(_leaves(given, table.update))
    nothing = [] if leaves else [_error((), "Give at least one field to update.")]
    return _built(table.update, leaves, saying, [*_id_errors(given, saying), *nothing, *_both_statuses(given)])


def _valid_body(said: Said) -> Json:
    for error in said.errors:
        raise BadUserInput(error.message, argument=".".join(error.field or ()))
    return said.body


# ---------------------------------------------------------------- given values


def _leaves(value: Any, table: Mapping[str, Say], path: str = "", field: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The given values: down to the paths in the table, or to those below which the table has none."""
    if value is UNSET or path in NOT_SAID:
        return
    if path in table or not _has_paths_below(path, table) or value is None:
        yield Leaf(path, field, value)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(item, table, path, (*field, str(place)))
    else:
        for name, member in _members(value).items():
            yield from _leaves(member, table, f"{path}.{name}".lstrip("."), (*field, name))


def _has_paths_below(path: str, table: Mapping[str, Say]) -> bool:
    return not path or any(known.startswith(f"{path}.") for known in table)


def _members(value: Any) -> dict[str, Any]:
    kind: type = type(value)
    return {name: getattr(value, attribute) for name, attribute in _attributes(kind)}


@cache
def _attributes(kind: type) -> list[tuple[str, str]]:
    """An input type's members: each one's GraphQL name, and its attribute."""
    return [(camel(field.name), field.name) for field in dataclasses.fields(kind)]


def _has_content(value: Any) -> bool:
    """False for null, blank strings, empty lists, and objects without any value in them."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return bool(value)
    if dataclasses.is_dataclass(value):
        return any(map(_has_content, _members(value).values()))
    return value is not None and value is not UNSET


# ---------------------------------------------------------------- errors


def _missing(table: WriteTable, given: OrderCreateInput) -> Iterator[tuple[str, ...]]:
    """Required fields that are missing. Of a required field and its required parent, only the parent is reported."""
    for path in table.needs:
        waiver = table.waived.get(path)
        if not (waiver and _value_at(given, waiver) is True):
            yield from _missing_at(given, tuple(path.split(".")), (), frozenset(table.needs))


def _value_at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = _members(value).get(name) if dataclasses.is_dataclass(value) else None
    return value


def _missing_at(
    value: Any, names: tuple[str, ...], field: tuple[str, ...], needs: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    if not names or not _has_content(value):
        missed_above = {_path((*field, *names[:depth])) for depth in range(len(names))} & needs
        if not _has_content(value) and not missed_above:
            yield (*field, *names)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _missing_at(item, names, (*field, str(place)), needs)
    elif not _uses_another_member(value, names[0]):
        yield from _missing_at(_members(value)[names[0]], names[1:], (*field, names[0]), needs)


def _uses_another_member(value: Any, name: str) -> bool:
    """Whether a @oneOf input uses another member than this one; that member is validated on its own."""
    return bool(value.__strawberry_definition__.is_one_of) and not _has_content(_members(value)[name])


def _both_statuses(given: OrderCreateInput | OrderUpdateInput) -> list[UserError]:
    if _is_given(given.status) and _is_given(given.vendor_status):
        return [_error(("vendorStatus",), "Give status or vendorStatus, not both.")]
    return []


def _is_given(value: Any) -> bool:
    return value is not None and value is not UNSET


def _id_errors(given: OrderUpdateInput, saying: Saying) -> Iterator[UserError]:
    try:
        order_id(given.id, saying)
    except Unsayable as error:
        yield _error(("id",), f"id {error.message}", error.code)


def _error(field: tuple[str, ...], message: str, code: UserErrorCode = UserErrorCode.BAD_USER_INPUT) -> UserError:
    return UserError(code=code, message=message, field=["input", *field])


def _path(field: tuple[str, ...]) -> str:
    return ".".join(name for name in field if not name.isdecimal())


def _shown(field: tuple[str, ...]) -> str:
    return ".".join(field)


# ---------------------------------------------------------------- the vendor's JSON


def _built(table: Mapping[str, Say], leaves: Iterable[Leaf], saying: Saying, errors: list[UserError]) -> Said:
    body = Branch()
    for leaf in leaves:
        try:
            at, value = _converted(table, leaf, saying)
        except Unsayable as error:
            errors.append(_error(leaf.field, f"{_shown(leaf.field)} {error.message}", error.code))
        else:
            _put(body, at, leaf.field, value)
    return Said(_as_json(body), errors)


def _converted(table: Mapping[str, Say], leaf: Leaf, saying: Saying) -> tuple[str, Any]:
    """The value's path in the vendor's JSON, and its form there. Raises Unsayable."""
    if leaf.value is None and leaf.path in STATUSES:
        raise Unsayable("can't be null.")
    say = table.get(leaf.path)
    if say is None:
        raise Unsayable(f"is not accepted by {saying.vendor}.", UserErrorCode.UNSUPPORTED)
    if leaf.value is not None:
        return say.at, say.word(leaf.value, saying)
    if say.cleared is UNSET:
        raise Unsayable(
            f"can't be cleared at {saying.vendor}. Leave it out to keep its value.", UserErrorCode.UNSUPPORTED
        )
    return say.at, say.cleared


def _put(body: Branch, at: str, field: tuple[str, ...], value: Any) -> None:
    """`[]` in `at` stands for the item's index in the input's list. Skipped if `at` is empty."""
    place = next((int(name) for name in field if name.isdecimal()), 0)
    *steps, last = [place if step == "[]" else step for step in at.split(".")]
    node = body
    for step in steps:
        node = node.setdefault(step, Branch())
    if at:
        node[last] = value


def _as_json(node: Any) -> Any:
    """Converts branches to dicts and lists; leaves values as they are."""
    if not isinstance(node, Branch):
        return node
    if node and all(isinstance(key, int) for key in node):
        return [_as_json(node[place]) for place in sorted(node)]
    return {key: _as_json(value) for key, value in node.items()}
