"""What is wrong with a write's input, and the vendor's JSON that it becomes: both read off a WriteTable. Pure.

Names in the input are GraphQL's. Null in a create is nothing given; in an update it clears.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
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
"""Which backend and which order is meant, and the gateway's own key."""

order_id = words.id_of("Order", words.name)


class Leaf(NamedTuple):
    """A value given. `path`: in the table's words; `field`: where it stands, with its line's place."""

    path: str
    field: tuple[str, ...]
    value: Any


class Said(NamedTuple):
    """The vendor's JSON; it holds good only where there are no errors."""

    body: Json
    errors: list[UserError]


class Branch(dict[str | int, Any]):
    """A node of the JSON being put together; a list's has numbers for keys."""


def create_errors(table: WriteTable, given: OrderCreateInput, saying: Saying) -> list[UserError]:
    """All faults at once."""
    if not table.create:
        return [_error((), f"{saying.vendor} can't create orders.", UserErrorCode.UNSUPPORTED)]
    return _create(table, given, saying).errors


def update_errors(table: WriteTable, given: OrderUpdateInput, saying: Saying) -> list[UserError]:
    """All faults at once."""
    if not table.update:
        return [_error((), f"{saying.vendor} can't update orders.", UserErrorCode.UNSUPPORTED)]
    return _update(table, given, saying).errors


def create_body(table: WriteTable, given: OrderCreateInput, saying: Saying) -> Json:
    """The vendor's JSON. Raises BadUserInput where the input has a fault."""
    return _faultless(_create(table, given, saying))


def update_body(table: WriteTable, given: OrderUpdateInput, saying: Saying) -> Json:
    """The vendor's JSON: what is given and nothing else. Raises BadUserInput where the input has a fault."""
    return _faultless(_update(table, given, saying))


def _create(table: WriteTable, given: OrderCreateInput, saying: Saying) -> Said:
    missing = list(_missing(table, given))
    leaves = [leaf for leaf in _leaves(given, table.create) if leaf.value is not None and leaf.field not in missing]
    needed = [_error(field, f"{saying.vendor} requires {_shown(field)}.") for field in missing]
    clashes = [_error(clash.field, clash.message) for clash in table.clashes(given)]
    return _said(table.create, leaves, saying, [*needed, *_both_statuses(given), *clashes])


def _update(table: WriteTable, given: OrderUpdateInput, saying: Saying) -> Said:
    leaves = list(_leaves(given, table.update))
    nothing = [] if leaves else [_error((), "Give at least one field to update.")]
    return _said(table.update, leaves, saying, [*_of_another(given, saying), *nothing, *_both_statuses(given)])


def _faultless(said: Said) -> Json:
    for error in said.errors:
        raise BadUserInput(error.message, argument=".".join(error.field or ()))
    return said.body


# ---------------------------------------------------------------- what is given


def _leaves(value: Any, table: Mapping[str, Say], path: str = "", field: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """Down to what the table says, or to where nothing below could be said."""
    if value is UNSET or path in NOT_SAID:
        return
    if path in table or not _leads_on(path, table) or value is None:
        yield Leaf(path, field, value)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(item, table, path, (*field, str(place)))
    else:
        for name, member in _members(value).items():
            yield from _leaves(member, table, f"{path}.{name}".lstrip("."), (*field, name))


def _leads_on(path: str, table: Mapping[str, Say]) -> bool:
    return not path or any(known.startswith(f"{path}.") for known in table)


def _members(value: Any) -> dict[str, Any]:
    return {camel(field.name): getattr(value, field.name) for field in dataclasses.fields(value)}


def _is_said(value: Any) -> bool:
    """Blank texts, empty lists and objects with nothing in them say nothing."""
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return bool(value)
    if dataclasses.is_dataclass(value):
        return any(map(_is_said, _members(value).values()))
    return value is not None and value is not UNSET


# ---------------------------------------------------------------- what is wrong with it


def _missing(table: WriteTable, given: OrderCreateInput) -> Iterator[tuple[str, ...]]:
    """The fields that are needed and not there; below one that is missing no more is missed."""
    for path in table.needs:
        waiver = table.waived.get(path)
        if not (waiver and _at(given, waiver) is True):
            yield from _absent(given, tuple(path.split(".")), (), frozenset(table.needs))


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = _members(value).get(name) if dataclasses.is_dataclass(value) else None
    return value


def _absent(
    value: Any, names: tuple[str, ...], field: tuple[str, ...], needs: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    if not names or not _is_said(value):
        missed_above = {_path((*field, *names[:depth])) for depth in range(len(names))} & needs
        if not _is_said(value) and not missed_above:
            yield (*field, *names)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _absent(item, names, (*field, str(place)), needs)
    elif not _is_said_another_way(value, names[0]):
        yield from _absent(_members(value)[names[0]], names[1:], (*field, names[0]), needs)


def _is_said_another_way(value: Any, name: str) -> bool:
    """By another member of a @oneOf, which is taken or refused as such."""
    return bool(value.__strawberry_definition__.is_one_of) and not _is_said(_members(value)[name])


def _both_statuses(given: OrderCreateInput | OrderUpdateInput) -> list[UserError]:
    if _is_given(given.status) and _is_given(given.vendor_status):
        return [_error(("vendorStatus",), "Give status or vendorStatus, not both.")]
    return []


def _is_given(value: Any) -> bool:
    return value is not None and value is not UNSET


def _of_another(given: OrderUpdateInput, saying: Saying) -> Iterator[UserError]:
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


# ---------------------------------------------------------------- what it becomes


def _said(table: Mapping[str, Say], leaves: Iterable[Leaf], saying: Saying, errors: list[UserError]) -> Said:
    body = Branch()
    for leaf in leaves:
        try:
            at, value = _word(table, leaf, saying)
        except Unsayable as error:
            errors.append(_error(leaf.field, f"{_shown(leaf.field)} {error.message}", error.code))
        else:
            _put(body, at, leaf.field, value)
    return Said(_grown(body), errors)


def _word(table: Mapping[str, Say], leaf: Leaf, saying: Saying) -> tuple[str, Any]:
    """Where it is said, and how."""
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
    """`[]` stands for the place in the input's list."""
    place = next((int(name) for name in field if name.isdecimal()), 0)
    *steps, last = [place if step == "[]" else step for step in at.split(".")]
    node = body
    for step in steps:
        node = node.setdefault(step, Branch())
    if at:
        node[last] = value


def _grown(node: Any) -> Any:
    """Branches as objects and lists; what was said as it is."""
    if not isinstance(node, Branch):
        return node
    if node and all(isinstance(key, int) for key in node):
        return [_grown(node[place]) for place in sorted(node)]
    return {key: _grown(value) for key, value in node.items()}
