"""A LogicTrade whose pages are shorter than asked for."""

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
