"""No question gets more calls than its vendor says that it takes, and one that needs more says so."""

import asyncio
import json
from contextlib import nullcontext
from types import MappingProxyType

import pytest

from resolvers.errors import Overspent
from resolvers.loaders import Loaders
from resolvers.memory import Memory
from resolvers.tasks import Tasks
from resolvers.vendors.base import Vendor
from resolvers.vendors.cloudsuite import CloudSuite, sandbox
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.obapi.sandbox import stand_in
from resolvers.vendors.stand_in import Faults
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


async def test_those_that_a_call_for_many_leaves_out_are_looked_up_by_all_their_hops(connect: Connect) -> None:
    """The one that is told needs but its second hop, which makes up for the call for all."""
    shop = sandbox.stand_in(orders=5, customers=4, users=2, addresses=20, thin=20)
    thin = [(id, thing) for id, thing in shop.store.things["address"].by_id.items() if thing.is_thin][:3]
    body = {"count": 3, "next": "/api/address/?offset=1", "previous": None, "results": [thin[0][1].under_its_id]}
    shop.faults = Faults(body=json.dumps(body), times=1)
    asked = loaders(await connect(CloudSuite, shop, bulk_lookup="id__in"))

    found = await asyncio.gather(*(asked.thing(Ref(Address, "shop", str(id))) for id, _ in thin))

    assert all(address and address.street for address in found)
    assert shop.calls() == 1 + 1 + 2 * 2


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
