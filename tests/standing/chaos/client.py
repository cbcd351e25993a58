"""One client of the crowd: what it does on its turns."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from tests.standing.chaos import goods, questions
from tests.standing.chaos.ledger import Key
from tests.standing.chaos.load import FINE, Load

Json = dict[str, Any]
SORTS = [("ORDERED_AT", "DESC"), ("ORDERED_AT", "ASC"), ("CREATED_AT", "DESC"), ("NUMBER", "ASC")]
"""By what never changes: so no row may be missed while others come and go."""
STATUSES = ["CONFIRMED", "COMPLETED", "CANCELLED", "PENDING"]
PATIENCE = 6
"""How often a client asks again."""


async def crowd(load: Load, clients: int, goes_on: Callable[[int], bool]) -> None:
    """`goes_on(turns)`: whether a client that had so many turns takes one more."""
    async with asyncio.TaskGroup() as group:
        for number in range(clients):
            group.create_task(Client(load, load.chance(number), str(number)).run(goes_on))


class Client:
    def __init__(self, load: Load, chance: Random, name: str) -> None:
        self._load = load
        self._chance = chance
        self._name = name
        self._keys: list[Key] = []
        self._mine: list[Key] = []

    async def run(self, goes_on: Callable[[int], bool]) -> None:
        turns = 0
        while goes_on(turns):
            turns += 1
            (turn,) = self._chance.choices([*TURNS], [*TURNS.values()])
            await turn(self)

    # ---------------------------------------------------------------- reads

    async def walks(self) -> None:
        """A list from end to end. What is there all the while is on it, once, where all reports are fine."""
        by, direction = self._chance.choice(SORTS)
        backends = self._chance.choice([None, None, *([id] for id in self._load.orders if id != "vdh_solar")])
        asked = {
            "first": self._chance.choice([40, 70, 100]),
            "where": {"backends": backends} if backends else None,
            "orderBy": {"field": by, "direction": direction},
        }
        before = self._surely_there(backends)
        seen, is_fine = await self._walked(asked)
        self._load.walks[is_fine] += 1
        twice = sorted({id for id in seen if seen.count(id) > 1})
        missing = sorted((before & self._surely_there(backends)) - set(seen)) if is_fine else []
        self._load.wrong += [f"twice in {asked}: {twice[:9]}"] if twice else []
        self._load.wrong += [f"missing from {asked}: {missing[:9]}"] if missing else []

    async def _walked(self, asked: Json) -> tuple[list[str], bool]:
        """All ids, and whether every report was fine to the end."""
        seen: list[str] = []
        is_fine, failures, after = True, 0, None
        while failures < PATIENCE:
            page = ((await self._load.ask(questions.WALK, **asked, after=after)).get("data") or {}).get("orders")
            if page is None:
                failures += 1
                continue
            seen += [edge["node"]["id"] for edge in page["edges"]]
            last = {source["status"] for source in page["sources"]}
            is_fine = is_fine and last <= FINE
            failures += last > FINE and after == page["pageInfo"]["endCursor"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return seen, is_fine
        return seen, False

    def _surely_there(self, backends: list[str] | None) -> set[str]:
        """What was there from the start, and what was told to be made."""
        wanted = backends or [id for id in self._load.orders if id != "vdh_solar"]
        made = {key.id for key in self._load.keys if key.is_there and key.id and key.vendor in wanted}
        return made.union(*(self._load.orders[id] for id in wanted))

    async def reads_one(self) -> None:
        within = self._chance.choice([None, None, None, 0.3])
        await self._load.ask(questions.ORDER, within, id=self._an_order())

    async def reads_many(self) -> None:
        kinds = [self._an_order, self._a_customer, self._a_backend]
        ids = [self._chance.choice(kinds)() for _ in range(8)]
        await self._load.ask(questions.NODES, ids=ids)

    async def follows_links(self) -> None:
        where = {"statuses": [self._chance.choice(STATUSES)]} if self._chance.random() < 0.3 else None
        await self._load.ask(questions.LINKS, first=4, where=where)

    async def lists_customers(self) -> None:
        await self._load.ask(questions.CUSTOMERS, first=30)

    async def counts(self) -> None:
        where = self._chance.choice([None, {"statuses": [self._chance.choice(STATUSES)]}])
        await self._load.ask(questions.COUNTS, where=where)

    async def wants_all_or_nothing(self) -> None:
        by, direction = self._chance.choice([*SORTS, ("UPDATED_AT", "DESC")])
        await self._load.ask(questions.FAILING, orderBy={"field": by, "direction": direction})

    async def asks_several(self) -> None:
        ids = [self._an_order(), self._a_customer()]
        await self._load.ask(questions.SEVERAL, one=self._an_order(), other=self._an_order(), ids=ids)

    async def sends_a_batch(self) -> None:
        asked = [(questions.BRIEF, {"id": self._an_order()}) for _ in range(3)]
        await self._load.batch([*asked, (questions.COUNTS, {})])

    async def leaves(self) -> None:
        """Before the answer is there."""
        await self._given_up(self._load.ask(questions.LINKS, first=10))

    # ---------------------------------------------------------------- writes

    async def orders(self) -> None:
        """Asks again with the same key for as long as the outcome is unknown."""
        key = self._a_key()
        await self._ask_until_known(key)

    async def orders_at_once(self) -> None:
        """As an impatient program does: the same key, several times at once."""
        key = self._a_key()
        await asyncio.gather(*(self._ask_for(key) for _ in range(3)))
        await self._ask_until_known(key)

    async def orders_and_leaves(self) -> None:
        key = self._a_key()
        await self._given_up(self._ask_for(key))
        await self._ask_until_known(key)

    async def changes(self) -> None:
        """And reads it again: what a write may have left is seen, and nothing older."""
        key = self._one_of_mine(goods.CHANGES)
        if key is None:
            return await self.orders()
        field, values = goods.CHANGES[key.vendor]
        value = self._chance.choice(values)
        answer = await self._load.ask(questions.UPDATE, input={"id": key.id, field: value})
        payload = (answer.get("data") or {}).get("orderUpdate")
        key.changed(value, payload["outcome"] if payload else "UNKNOWN")
        await self.reads_again(key)
        return None

    async def reads_again(self, key: Key) -> None:
        field, _ = goods.CHANGES[key.vendor]
        answer = await self._load.ask(questions.BRIEF, id=key.id)
        order = (answer.get("data") or {}).get("order")
        if "errors" in answer or "stale" in answer.get("extensions", {}):
            return
        if order is None or (key.may_be is not None and order[field] not in key.may_be):
            self._load.wrong.append(f"{order} is not {key}")

    async def deletes(self) -> None:
        key = self._one_of_mine(goods.DELETE_AT)
        if key is None:
            return await self.orders()
        self._mine.remove(key)
        key.deletions.append("asked")
        answer = await self._load.ask(questions.DELETE, input={"id": key.id})
        payload = (answer.get("data") or {}).get("orderDelete")
        key.deletions.append(payload["outcome"] if payload else "UNKNOWN")
        return None

    # ---------------------------------------------------------------- how it writes

    async def tries_everything(self) -> None:
        """Each backend read, and each that takes orders given one."""
        reads = (self._load.ask(questions.ORDER, id=ids[0]) for ids in self._load.orders.values())
        await asyncio.gather(*reads, *(self._ask_for(self._a_key(vendor)) for vendor in goods.ORDERS))

    def _a_key(self, vendor: str | None = None) -> Key:
        if self._keys and not vendor and len(self._load.keys) >= self._load.most:
            return self._chance.choice(self._keys)
        vendor = vendor or self._chance.choice([*goods.ORDERS])
        mark = f"{self._load.seed}-{self._name}-{len(self._keys)}"
        key = Key(vendor, mark, goods.create(vendor, mark, self._load.schools))
        self._keys.append(key)
        self._load.keys.append(key)
        return key

    async def _ask_until_known(self, key: Key) -> None:
        for _ in range(PATIENCE):
            await self._ask_for(key)
            if key.outcomes[-1] != "UNKNOWN" or key.will_stay_unknown:
                break
            await asyncio.sleep(self._chance.random() * 0.4)
        if key.id and not key.deletions and key not in self._mine:
            self._mine.append(key)

    async def _ask_for(self, key: Key) -> None:
        await ask_for(self._load, key)

    async def _given_up(self, work: Awaitable[Any]) -> None:
        asking = asyncio.ensure_future(work)
        await asyncio.wait([asking], timeout=self._chance.random() * 0.1)
        asking.cancel()
        await asyncio.wait([asking])

    # ---------------------------------------------------------------- what it picks

    def _an_order(self) -> str:
        return self._chance.choice(self._load.orders[self._a_backend()])

    def _a_customer(self) -> str:
        return self._chance.choice(self._load.customers)

    def _a_backend(self) -> str:
        return self._chance.choice([*self._load.orders])

    def _one_of_mine(self, vendors: Any) -> Key | None:
        able = [key for key in self._mine if key.vendor in vendors]
        return self._chance.choice(able) if able else None


async def ask_for(load: Load, key: Key) -> None:
    """Once, with its key and input."""
    answer = await load.ask(questions.CREATE, input=key.input)
    payload = (answer.get("data") or {}).get("orderCreate")
    if payload is None:
        load.wrong.append(f"a write without an ending: {answer!r:.300}")
        payload = {"outcome": "UNKNOWN", "order": None, "userErrors": []}
    key.told(payload)


TURNS: dict[Callable[[Client], Awaitable[None]], int] = {
    Client.walks: 3,
    Client.reads_one: 14,
    Client.reads_many: 8,
    Client.follows_links: 8,
    Client.lists_customers: 4,
    Client.counts: 5,
    Client.wants_all_or_nothing: 6,
    Client.asks_several: 6,
    Client.sends_a_batch: 4,
    Client.leaves: 5,
    Client.orders: 12,
    Client.orders_at_once: 4,
    Client.orders_and_leaves: 4,
    Client.changes: 10,
    Client.deletes: 5,
}
