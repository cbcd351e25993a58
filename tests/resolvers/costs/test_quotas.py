"""No question gets more calls than its vendor says that it takes, and one that needs more says so."""

from contextlib import nullcontext
from types import MappingProxyType

import pytest

from resolvers.errors import Overspent
from resolvers.loaders import Loaders, Tasks
from resolvers.memory import Memory
from resolvers.vendors.base import Vendor
from resolvers.vendors.cloudsuite import CloudSuite, sandbox
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.obapi.sandbox import stand_in
from resolvers.vendors.tolls import Toll
from schema.address import Address
from schema.link import Ref, Relation
from schema.shipment import Shipment
from tests.conftest import Connect

pytestmark = pytest.mark.anyio


class OneHop(CloudSuite):
    tolls = MappingProxyType({**CloudSuite.tolls, "address": Toll(each=1)})


class Reading(Obapi):
    tolls = MappingProxyType({"shipments": Toll(once=1)})


def loaders(vendor: Vendor) -> Loaders:
    return Loaders(lambda backend: vendor, Memory(lambda backend: 0), Tasks())


@pytest.mark.parametrize(("kind", "failing"), [(CloudSuite, 0), (OneHop, 5)])
async def test_a_second_hop_is_not_made_where_one_was_told(
    connect: Connect, kind: type[CloudSuite], failing: int
) -> None:
    """Five of the addresses tell but their key under their id."""
    shop = sandbox.stand_in(orders=5, customers=4, users=2, addresses=20, thin=5)
    asked = loaders(await connect(kind, shop))

    faults = 0
    for number in range(4, 24):
        try:
            assert await asked.thing(Ref(Address, "shop", str(number)))
        except Overspent:
            faults += 1

    assert faults == failing
    assert shop.calls() == 25 - failing


@pytest.mark.parametrize(("kind", "most"), [(Obapi, 50), (Reading, 1)])
async def test_a_list_that_is_read_for_orders_ends_with_what_was_told_of_it(
    connect: Connect, kind: type[Obapi], most: int
) -> None:
    supplier = stand_in(orders=600)
    orders = supplier.store.orders.all()
    vendor = await connect(kind, supplier)
    relation = Relation(Shipment, "shop", orders[0]["id"], orders[0]["ref"])
    pages = -(-len(supplier.store.shipments) // 200)

    with pytest.raises(Overspent) if pages > most else nullcontext():
        await loaders(vendor).belongings(relation, frozenset({"id"}))

    assert pages > 1
    assert supplier.calls() == min(pages, most)
