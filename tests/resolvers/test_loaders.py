"""References to things: each once an operation, remembered between operations, shielded from who gives up."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from graphql import build_schema, graphql

from resolvers.errors import BadResponse, Unavailable
from resolvers.loaders import Loaders
from resolvers.memory import Memory
from resolvers.tasks import Tasks
from resolvers.vendors.cloudsuite import CloudSuite
from resolvers.vendors.cloudsuite.sandbox import Shop, stand_in
from resolvers.vendors.stand_in import Faults
from schema.address import Address
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order
from schema.user import User
from tests.conftest import Connect
from tests.resolvers.things import Clock

pytestmark = [pytest.mark.anyio, pytest.mark.own_time]

CUSTOMER = Ref(Customer, "shop", "54")
ADDRESSES = [Ref(Address, "shop", str(number)) for number in range(4, 104)]
Operation = Callable[[], Loaders]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop() -> Shop:
    return stand_in(orders=5, customers=100, users=2, addresses=100, thin=0, dangling=0)


@pytest.fixture
async def operation(connect: Connect, shop: Shop, clock: Clock) -> Operation:
    """operation(): the loaders of a new one; all share one memory of sixty seconds."""
    return await operations(connect, shop, clock)


async def operations(connect: Connect, shop: Shop, clock: Clock, ttl: float = 60, **config: Any) -> Operation:
    vendor = await connect(CloudSuite, shop, **config)
    memory = Memory(lambda backend: ttl, clock)
    return lambda: Loaders(lambda backend: vendor, memory, Tasks())


async def turns() -> None:
    for _ in range(200):
        await asyncio.sleep(0)


async def test_a_whole_order_is_there_at_once_in_the_version_it_was_fetched_in(
    operation: Operation, shop: Shop
) -> None:
    ref = Ref(Order, "shop", "27")
    whole = await operation().detail(ref, "v1")
    loaders = operation()

    assert whole is not None
    assert [loaders.remembered(ref, version) for version in ("v1", "v2", None)] == [whole, None, None]


@pytest.mark.parametrize(("asked", "is_told"), [("27", True), ("027", True), ("28", False), ("270", False)])
async def test_another_order_than_the_one_that_was_asked_for_is_none(
    operation: Operation, shop: Shop, asked: str, is_told: bool
) -> None:
    shop.faults = Faults(body='{"id": 27, "reference": "CS26"}', paths="/api/order/")
    loading = operation().thing(Ref(Order, "shop", asked))

    if is_told:
        assert (await loading).number == "CS26"  # type: ignore[union-attr]
    else:
        with pytest.raises(BadResponse):
            await loading


async def test_a_thing_is_asked_for_once_an_operation(operation: Operation, shop: Shop) -> None:
    loaders = operation()

    first = await asyncio.gather(*(loaders.thing(CUSTOMER) for _ in range(5)))
    later = await loaders.thing(CUSTOMER)

    assert shop.asked == {"/api/customer/54": 1}
    assert all(each is later for each in first)


async def test_an_operation_s_own_things_do_not_expire_under_it(operation: Operation, shop: Shop, clock: Clock) -> None:
    loaders = operation()
    await loaders.thing(CUSTOMER)

    clock.now += 1000
    await loaders.thing(CUSTOMER)

    assert shop.calls() == 1


async def test_another_operation_is_told_what_is_remembered(operation: Operation, shop: Shop, clock: Clock) -> None:
    await operation().thing(CUSTOMER)
    clock.now += 59

    await operation().thing(CUSTOMER)

    assert shop.calls() == 1


async def test_what_is_too_old_is_asked_for_again(operation: Operation, shop: Shop, clock: Clock) -> None:
    await operation().thing(CUSTOMER)
    clock.now += 61

    await operation().thing(CUSTOMER)

    assert shop.calls() == 2


async def test_nothing_is_remembered_for_no_seconds(connect: Connect, shop: Shop, clock: Clock) -> None:
    operation = await operations(connect, shop, clock, ttl=0)
    await operation().thing(CUSTOMER)

    await operation().thing(CUSTOMER)

    assert shop.calls() == 2


async def test_orders_are_not_remembered_without_a_version(operation: Operation, shop: Shop) -> None:
    order = Ref(Order, "shop", "27")
    await operation().thing(order)

    await operation().thing(order)

    assert shop.calls() == 2


async def test_a_hundred_operations_at_once_are_one_call(operation: Operation, shop: Shop) -> None:
    found = await asyncio.gather(*(operation().thing(CUSTOMER) for _ in range(100)))

    assert shop.calls() == 1
    assert {customer.vendor_id for customer in found if customer} == {"54"}


async def test_a_leader_that_is_cancelled_does_not_fail_its_followers(operation: Operation, shop: Shop) -> None:
    shop.gate = asyncio.Event()
    leader, *followers = (asyncio.ensure_future(operation().thing(CUSTOMER)) for _ in range(4))
    await turns()

    leader.cancel()
    await turns()
    shop.gate.set()
    found = await asyncio.gather(*followers)

    assert [customer.vendor_id for customer in found if customer] == ["54"] * 3
    assert shop.calls() == 1


async def test_who_gives_up_in_an_operation_does_not_fail_the_others_in_it(operation: Operation, shop: Shop) -> None:
    """graphql-core cancels the siblings of a field that fails."""
    loaders, shop.gate = operation(), asyncio.Event()
    sibling, other = (asyncio.ensure_future(loaders.thing(CUSTOMER)) for _ in range(2))
    await turns()

    sibling.cancel()
    await turns()
    shop.gate.set()

    found = await other
    assert found is not None
    assert await loaders.thing(CUSTOMER) is found


async def test_a_failure_stays_in_its_own_place(operation: Operation, shop: Shop) -> None:
    shop.faults = Faults(status=500, paths="/api/customer/54")
    loaders = operation()

    broken, whole = await asyncio.gather(
        loaders.thing(CUSTOMER), loaders.thing(Ref(Customer, "shop", "55")), return_exceptions=True
    )

    assert isinstance(broken, Unavailable)
    assert isinstance(whole, Customer)


async def test_what_arrives_first_is_given_first(operation: Operation, shop: Shop) -> None:
    """Nothing waits for the slowest of a wave."""
    loaders = operation()
    slow, fast = Ref(User, "shop", "14"), Ref(User, "shop", "15")
    shop.faults = Faults(latency=3600, paths="/api/user/14")
    waiting = asyncio.ensure_future(loaders.thing(slow))

    found = await loaders.thing(fast)
    waiting.cancel()

    assert found is not None


async def test_what_dangles_is_none(operation: Operation) -> None:
    assert await operation().thing(Ref(User, "shop", "999999")) is None


async def test_tasks_that_are_cancelled_leave_none_behind(operation: Operation, shop: Shop, connect: Connect) -> None:
    vendor, memory, tasks = await connect(CloudSuite, shop), Memory(lambda backend: 60), Tasks()
    loaders, shop.gate = Loaders(lambda backend: vendor, memory, tasks), asyncio.Event()
    before = asyncio.all_tasks()
    waiting = [asyncio.ensure_future(loaders.thing(ref)) for ref in ADDRESSES]
    await turns()

    tasks.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await turns()

    assert asyncio.all_tasks() == before
    assert len(memory.flights) == 0


# ---------------------------------------------------------------- in bulk


@pytest.fixture
async def in_bulk(connect: Connect, shop: Shop, clock: Clock) -> Operation:
    return await operations(connect, shop, clock, bulk_lookup="id__in")


async def test_a_hundred_addresses_are_two_calls(in_bulk: Operation, shop: Shop) -> None:
    loaders = in_bulk()

    found = await asyncio.gather(*map(loaders.thing, ADDRESSES))

    assert [address.vendor_id for address in found if address] == [ref.vendor_id for ref in ADDRESSES]
    assert shop.asked == {"/api/address/": 2}


async def test_addresses_that_orders_name_one_after_the_other_are_looked_up_together(
    in_bulk: Operation, shop: Shop
) -> None:
    """However slow the last of them: the answer waits for it anyway."""
    loaders = in_bulk()
    shop.gate = asyncio.Event()
    order = asyncio.ensure_future(loaders.thing(Ref(Order, "shop", "27")))
    await turns()

    early = asyncio.ensure_future(loaders.thing(ADDRESSES[0]))
    await turns()
    late = asyncio.ensure_future(loaders.thing(ADDRESSES[1]))
    await turns()
    assert shop.calls() == 1
    shop.gate.set()
    await asyncio.gather(order, early, late)

    assert shop.asked["/api/address/"] == 1


async def test_an_operation_that_is_given_up_does_not_hold_up_another(in_bulk: Operation, shop: Shop) -> None:
    """The other waits for an address that the first has gathered already."""
    first, second = in_bulk(), in_bulk()
    shop.gate = asyncio.Event()
    held = asyncio.ensure_future(first.thing(Ref(Order, "shop", "27")))
    leader = asyncio.ensure_future(first.thing(ADDRESSES[0]))
    await turns()
    follower = asyncio.ensure_future(second.thing(ADDRESSES[0]))
    await turns()

    first.tasks.cancel()
    await asyncio.gather(held, leader, return_exceptions=True)
    shop.gate.set()

    assert await follower is not None


async def test_a_bulk_call_that_fails_fails_those_in_it_alone(in_bulk: Operation, shop: Shop) -> None:
    shop.faults = Faults(status=500, paths="/api/address/", times=1)
    loaders = in_bulk()

    found = await asyncio.gather(*map(loaders.thing, ADDRESSES), return_exceptions=True)

    assert [isinstance(each, Unavailable) for each in found].count(True) == 50
    assert [isinstance(each, Address) for each in found].count(True) == 50


# ---------------------------------------------------------------- trap 1, as it stands in the book

TRAP = build_schema("type Query { a: Thing b: Thing } type Thing { bad: String! slow: String later: Thing }")


@pytest.mark.parametrize("turns_before", range(0, 40, 3))
async def test_a_field_that_fails_and_can_t_be_null_spoils_no_other_that_shares_its_key(
    operation: Operation, shop: Shop, turns_before: int
) -> None:
    loaders = operation()

    async def bad(root: object, info: object) -> str:
        for _ in range(turns_before):
            await asyncio.sleep(0)
        raise LookupError

    async def slow(root: object, info: object) -> str:
        customer = await loaders.thing(CUSTOMER)
        return customer.vendor_id if customer else ""

    TRAP.type_map["Thing"].fields["bad"].resolve = bad
    TRAP.type_map["Thing"].fields["slow"].resolve = slow
    TRAP.type_map["Thing"].fields["later"].resolve = lambda root, info: {}

    result = await graphql(TRAP, "{ a { bad slow } b { slow later { slow } } }", {"a": {}, "b": {}})

    assert result.data == {"a": None, "b": {"slow": "54", "later": {"slow": "54"}}}
    assert [error.path for error in result.errors or ()] == [["a", "bad"]]
    assert shop.calls() == 1
