"""LogicTrades whose pages are shorter than asked for, or don't agree on the list."""

from dataclasses import dataclass, field

from starlette.types import Receive, Scope, Send

from resolvers.vendors.logictrade.sandbox import LogicTradeStandIn, stand_in
from resolvers.vendors.stand_in import StandIn


@dataclass
class Capped(StandIn):
    """Answers no more than 50 rows a page, whatever is asked for."""

    erp: LogicTradeStandIn = field(kw_only=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope["query_string"].replace(b"pageSize=100", b"pageSize=50")
        await self.erp({**scope, "query_string": query}, receive, send)


def capped(orders: int) -> Capped:
    erp = stand_in(orders)
    return Capped([], erp.accepts, erp.refusal, erp=erp)


@dataclass
class Changing(StandIn):
    """Answers the first `changes_after` calls from `before`, and all others from `after`."""

    before: LogicTradeStandIn = field(kw_only=True)
    after: LogicTradeStandIn = field(kw_only=True)
    changes_after: int = field(kw_only=True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        erp = self.before if self.before.calls() < self.changes_after else self.after
        await erp(scope, receive, send)


def changing(before: LogicTradeStandIn, after: LogicTradeStandIn, calls: int) -> Changing:
    return Changing([], before.accepts, before.refusal, before=before, after=after, changes_after=calls)
