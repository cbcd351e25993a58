"""What an operation cost: the calls that were made for it, and a little for each thing in its answer."""

from app.operations.cost import Cost
from resolvers.costs.price import THINGS_A_POINT
from resolvers.usage import Usage
from resolvers.vendors import allowance
from resolvers.vendors.allowance import Allowance


def cost(calls: int = 0, listed: int = 0, singles: int = 0, *, has_begun: bool = True) -> Cost:
    made, used = Allowance(100), Usage()
    for _ in range(calls):
        made.charge("shop")
    used.listed = listed
    return Cost(made, used, has_begun=has_begun, singles=singles)


def test_the_things_of_lists_and_those_beside_them_are_counted_together() -> None:
    assert cost(3, listed=THINGS_A_POINT).actual == cost(3, singles=THINGS_A_POINT).actual == 3 + 1
    assert cost(3, listed=THINGS_A_POINT, singles=1).actual == cost(3, listed=1, singles=THINGS_A_POINT).actual == 3 + 2


def test_what_never_began_cost_nothing() -> None:
    assert cost(3, 1, 1, has_begun=False).actual == 0


def test_calls_are_counted_over_all_backends() -> None:
    with allowance.granted(9) as calls:
        allowance.charge("a")
        allowance.charge("b")

    assert Cost(calls, Usage(), has_begun=True).actual == 2
