"""Runs GraphQL requests: from what was sent to what is answered."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

import structlog

from app.graphql import schema
from app.metrics import Metrics
from app.operations import cost as costs
from app.operations import errors, execution, request_log, variables
from app.operations.cost import Cost
from app.operations.execution import GraphQLResponse, SelectedOperation
from app.operations.persisted import Persisted
from app.operations.prepared import PreparedDocuments
from app.operations.request import GraphQLRequest, RequestContext
from app.operations.request_log import Line
from app.operations.throttle import Charge, Throttle
from app.refusal import Refusal
from app.settings_edge import Limits
from resolvers import freshness, stale_notes, usage
from resolvers.context import Context
from resolvers.explain import Explain, Explanation
from resolvers.vendors import allowance
from resolvers.vendors.policies import flow
from resolvers.ways import WAYS

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Operations:
    """`hides`: no introspection, and no names of the schema in errors."""

    documents: PreparedDocuments
    persisted: Persisted
    limits: Limits
    hides: bool
    metrics: Metrics
    throttle: Throttle

    async def run(self, request: GraphQLRequest, http: RequestContext) -> GraphQLResponse:
        """Raises a Refusal if the operation is not executed."""
        with (
            allowance.granted(self.limits.max_calls) as calls,
            usage.counted() as used,
            stale_notes.noted() as stale,
            flow.of(http.caller.identity),
            request_log.logged(http.caller.name, cost := Cost(calls, used), self.metrics) as line,
        ):
            response = await self._executed(await self._selected(request, http, line), http, cost)
            response.body["extensions"] |= stale.shown()
            line.failed(response.body.get("errors", []))
            return response

    async def run_batch(self, requests: list[GraphQLRequest], http: RequestContext) -> list[GraphQLResponse]:
        """Concurrently; a request that fails does not affect the others."""
        return list(await asyncio.gather(*(self._run_one_of_batch(each, http, n) for n, each in enumerate(requests))))

    async def _run_one_of_batch(self, request: GraphQLRequest, http: RequestContext, turn: int) -> GraphQLResponse:
        """Begins `turn` rounds of the event loop later, so that other callers' work comes between a batch's."""
        for _ in range(turn):
            await asyncio.sleep(0)
        try:
            return await self.run(request, http)
        except Refusal as refusal:
            return GraphQLResponse({"errors": refusal.errors}, refusal.retry_after)
        except Exception:
            log.exception("internal_error")
            return GraphQLResponse({"errors": [errors.internal(http.request_id)]})

    async def _selected(self, request: GraphQLRequest, http: RequestContext, line: Line) -> SelectedOperation:
        variables.check(request.variables, self.limits)
        prepared = self.documents.prepared(await self.persisted.text(request))
        selected = execution.select_operation(prepared.document, request, only_queries=http.only_queries)
        line.set_operation(prepared.sha256, selected.node)
        variables.check_uses(selected, prepared.text, self.limits)
        await self.persisted.keep(request)
        return selected

    async def _executed(self, selected: SelectedOperation, http: RequestContext, cost: Cost) -> GraphQLResponse:
        explanation = Explanation() if http.only_plans else None
        await freshness.look(http.gateway)
        context = Context(http.gateway, WAYS, http.caller, explanation)
        seen = schema(http.caller.scopes)
        estimate = costs.estimated(context, seen, selected, self.limits.max_calls)
        cost.requested = estimate.points
        async with self._charged(http, cost) as charge:
            cost.has_begun = not http.only_plans
            result = await execution.execute(seen, selected, context, self.limits.errors, hides=self.hides)
            cost.singles = estimate.singly(result.data or {})
        response = execution.response(result, http.request_id)
        response.body["extensions"] = _explained(http, explanation, cost) | {"cost": cost.shown(charge.status())}
        return response

    def _charged(self, http: RequestContext, cost: Cost) -> AbstractAsyncContextManager[Charge]:
        """Raises a Refusal if the cost is too high. A plan is free."""
        if http.only_plans:
            return self.throttle.charged(http.caller, 0, lambda: 0)
        costs.check(cost.requested, self.limits.max_cost)
        return self.throttle.charged(http.caller, cost.requested, lambda: cost.actual)


def _explained(http: RequestContext, explanation: Explanation | None, cost: Cost) -> dict[str, Any]:
    """The extensions that `X-Gateway-Explain` asks for."""
    if explanation is not None:
        return {"plan": explanation.shown()}
    return {"upstream": cost.used.shown(cost.calls.made)} if http.explain is Explain.RUN else {}
