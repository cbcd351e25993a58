"""How much an operation's variables hold: what uses one takes time that grows with it, also in a refused field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from graphql import FragmentDefinitionNode, VariableNode, Visitor, VisitorAction, visit

from app.operations.execution import SelectedOperation
from app.refusal import too_expensive
from app.settings_edge import Limits

Level = list[dict[str, Any] | list[Any]]
"""All objects and lists at one depth."""


def check(variables: Any, limits: Limits) -> None:
    """Raises a Refusal if the variables' lists and objects are nested too deeply, or hold too many values."""
    values = 0
    for depth, level in enumerate(_levels(variables), start=1):
        values += sum(map(len, level))
        if depth > limits.variables_depth:
            raise too_expensive("levels of lists and objects in its variables", limits.variables_depth)
        if values > limits.variable_values:
            raise too_expensive("values in its variables", limits.variable_values)


def check_uses(selected: SelectedOperation, text: str, limits: Limits) -> None:
    """Raises a Refusal if the variables hold too many values, counted as often as the document uses them."""
    held = {name: _held(value) for name, value in selected.variables.items()}
    # Most documents need not be searched: none has more uses than dollar signs.
    if sum(held.values()) * text.count("$") <= limits.variable_values:
        return
    values = sum(held.get(name, 0) * times for name, times in _uses(selected).items())
    if values > limits.variable_values:
        raise too_expensive("values in its variables, counted at each use", limits.variable_values, values)


def _held(value: Any) -> int:
    """The values within a list or object."""
    return sum(len(each) for level in _levels(value) for each in level)


def _levels(value: Any) -> Iterator[Level]:
    level = _containers([value])
    while level:
        yield level
        level = _containers(inner for each in level for inner in (each.values() if isinstance(each, dict) else each))


def _containers(values: Iterable[Any]) -> Level:
    return [value for value in values if isinstance(value, (dict, list))]


def _uses(selected: SelectedOperation) -> Counter[str]:
    """By variable, how often the operation and the document's fragments use it, as written."""
    uses = _Uses()
    fragments = (node for node in selected.document.definitions if isinstance(node, FragmentDefinitionNode))
    for node in (selected.node, *fragments):
        visit(node, uses)
    return uses.found


class _Uses(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def enter_variable_definition(self, *_: Any) -> VisitorAction:
        return self.SKIP

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        self.found[node.name.value] += 1
