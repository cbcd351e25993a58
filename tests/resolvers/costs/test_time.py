"""An estimate takes no longer than its document is long: each place is priced once, whatever leads there."""

from graphql import OperationDefinitionNode, VariableValues, get_operation_ast, parse

from app.graphql import schema
from resolvers.context import Context
from resolvers.costs import estimate
from resolvers.costs.asked import Asked
from resolvers.gateway import Gateway
from resolvers.ways import WAYS
from tests.resolvers.simulated import CREATED, EXACT, vendor

WAYS_ON = (
    "linkedOrders { %s } shipments { order { %s } } invoices { order { %s } } customer { orders { nodes { %s } } }"
)


def bomb(levels: int) -> str:
    """Each fragment spreads the next four times."""
    fragments = (
        f"fragment F{at} on Order {{ number {WAYS_ON.replace('%s', f'...F{at + 1}')} }}" for at in range(levels)
    )
    return " ".join(("{ orders { nodes { ...F0 } } }", *fragments, f"fragment F{levels} on Order {{ number }}"))


def operation(text: str) -> tuple[object, OperationDefinitionNode]:
    document = parse(text)
    found = get_operation_ast(document)
    assert found is not None
    return document, found


def places(levels: int) -> int:
    """How many places of the document were looked at."""
    document, asked = operation(bomb(levels))
    looked = Asked.of(schema(), document, asked, VariableValues({}, {}))  # type: ignore[arg-type]
    todo, seen = [nodes for _, nodes in looked.roots()], set()
    while todo:
        nodes = todo.pop()
        if tuple(map(id, nodes)) not in seen:
            seen.add(tuple(map(id, nodes)))
            todo += [below for _, below in looked.below(nodes)]
    return len(seen)


def test_fragments_within_fragments_are_looked_at_once() -> None:
    assert places(20) - places(10) == places(30) - places(20) < 20 * 10


def test_thirty_levels_of_them_are_priced() -> None:
    document, asked = operation(bomb(30))
    shops = {id: vendor(kind, id) for id, kind in (("a", CREATED), ("b", EXACT))}
    context = Context(Gateway.over(shops), WAYS)

    told = estimate.of(context, schema(), document, asked, VariableValues({}, {}), 1000)  # type: ignore[arg-type]

    assert told.points > 10**30
    assert told.singles == frozenset()
