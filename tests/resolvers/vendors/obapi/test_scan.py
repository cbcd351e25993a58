"""What is made of lists that can't be read to their end."""

import json
from typing import Any

import pytest

from resolvers.errors import BadResponse
from resolvers.vendors.obapi import Obapi
from resolvers.vendors.obapi.client import MOST_PAGES
from resolvers.vendors.obapi.sandbox import stand_in
from resolvers.vendors.stand_in import Faults
from schema.link import Relation
from schema.shipment import Shipment
from tests.conftest import Connect

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "pagination",
    [{}, {"total_items": 1}, {"total_pages": 1}, {"total_items": "1", "total_pages": 1}]
    + [{"total_items": 1, "total_pages": MOST_PAGES + 1}],
)
async def test_a_list_whose_end_is_not_known_is_an_unreadable_answer(connect: Connect, pagination: Any) -> None:
    far_end = stand_in()
    far_end.faults = Faults(body=json.dumps({"items": [], "pagination": pagination}))
    supplier = await connect(Obapi, far_end)

    with pytest.raises(BadResponse):
        await supplier.shipments([Relation(Shipment, "shop", "1", number="CO1")], {})

    assert (supplier.upstream.traffic.unreadable, far_end.calls()) == (1, 1)
