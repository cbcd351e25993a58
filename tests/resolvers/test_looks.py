"""What is counted of looking things up in memory."""

import asyncio
from collections import Counter

import pytest

from resolvers.looks import Looks
from resolvers.memory import Memory
from schema.customer import Customer
from schema.link import Ref
from schema.order import Order


def test_what_is_found_is_a_hit_and_given_back() -> None:
    looks = Looks()

    assert looks.found("scans", "shop", "rows") == "rows"
    assert looks.found("scans", "shop", None) is None
    assert looks.counts == Counter({("scans", "shop", True): 1, ("scans", "shop", False): 1})


def test_looking_alone_is_no_miss() -> None:
    memory = Memory(lambda backend: 60.0)

    memory.reference(Ref(Customer, "shop", "1"))
    memory.detail(Ref(Order, "shop", "1"), "version")

    assert memory.looks.counts == Counter()


def test_what_is_fetched_is_a_miss_of_the_memory_it_goes_to() -> None:
    memory = Memory(lambda backend: 60.0)

    memory.missed(Ref(Customer, "shop", "1"), None)
    memory.missed(Ref(Order, "shop", "1"), "version")

    assert memory.looks.counts == Counter({("references", "shop", False): 1, ("details", "shop", False): 1})


@pytest.mark.anyio
async def test_who_joins_a_flight_hits_and_who_takes_off_misses() -> None:
    memory = Memory(lambda backend: 60.0)

    async def fly() -> str:
        return "there"

    await asyncio.gather(*(memory.flights.join("key", fly, backend="shop") for _ in range(3)))

    assert memory.looks.counts == Counter({("flights", "shop", False): 1, ("flights", "shop", True): 2})
