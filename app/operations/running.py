"""From an operation as it is asked for to its answer."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult

from app.edge.request import Operation, check_nesting
from app.graphql import operation, schema
from app.metrics import Metrics
from app.operations import cost as costs
from app.operations import execution, request_log
from app.operations.cost import Cost
from app.operations.execution import Outcome
from app.operations.persisted import Persisted
from app.operations.prepared import Preparing
from app.operations.request_log import Line
from app.operations.throttle import Charge, Throttle
from app.refusal import Refusal
from app.settings_edge import Limits
from resolvers import freshness, stale_notes, usage
from resolvers.caller import Caller
from resolvers.explain import Explain, Explanation
from resolvers.gateway import Gateway
from resolvers.usage import Usage
from resolvers.vendors import allowance


@dataclass(frozen=True)
class Asking:
    """What is the same for all operations of one request."""

    gateway: Gateway
    caller: Caller
    request_id: str
    only_queries: bool = False
    explain: Explain | None = None


@dataclass(frozen=True)
class Operations:
    """`hides`: what the schema is, from who does not know it. `throttle`: how often each caller may ask."""

    preparing: Preparing
    persisted: Persisted
    limits: Limits
    hides: bool
    metrics: Metrics
    throttle: Throttle

    async def one(self, asked: Operation, asking: Asking) -> Outcome:
        """Raises a Refusal."""
        with (
            request_log.line(asking.caller.name, self.metrics) as line,
            allowance.granted(self.limits.max_calls) as calls,
            usage.counted() as used,
            stale_notes.noted() as old,
        ):
            line.calls = calls.made
            explanation = Explanation() if asking.explain is Explain.PLAN else None
            cost = Cost(calls, used, is_planned=explanation is not None)
            try:
                result, charge = await self._result(asked, asking, line, explanation, cost)
            finally:
                line.requested_cost = cost.requested or None
                line.actual_cost = cost.actual if cost.has_begun else None
            outcome = execution.outcome(result, asking.request_id)
            told = _told(asking, explanation, used, calls.made) | old.shown()
            outcome.body["extensions"] = told | {"cost": cost.shown(charge.status())}
            line.failed(outcome.body.get("errors", []))
            return outcome

    async def _result(
        self, asked: Operation, asking: Asking, line: Line, explanation: Explanation | None, cost: Cost
    ) -> tuple[ExecutionResult, Charge]:
        variables = asked.variables or {}
        check_nesting(variables, self.limits.variables_depth)
        text = await self.persisted.text(asked)
        document = self.preparing.document(text)
        chosen = execution.chosen(document, asked.name, only_queries=asking.only_queries)
        line.means(text, chosen)
        await self.persisted.keep(asked)
        await freshness.look(asking.gateway)
        context, known = operation(asking.gateway, asking.caller, explanation), schema(asking.caller.scopes)
        estimate = costs.estimated(context, known, document, chosen, variables, self.limits.max_calls)
        cost.requested = estimate.points
        async with self._paid(asking, cost) as charge:
            cost.has_begun = not cost.is_planned
            result = await execution.carry_out(
                known, document, asked.name, variables, context, self.limits.errors, hides=self.hides
            )
            cost.singles = estimate.singly(result.data or {})
        return result, charge

    def _paid(self, asking: Asking, cost: Cost) -> AbstractAsyncContextManager[Charge]:
        """Raises a Refusal before anything is asked. A plan costs nothing, whatever is planned."""
        if cost.is_planned:
            return self.throttle.charged(asking.caller.quota, 0, lambda: 0)
        costs.check(cost.requested, self.limits.max_cost)
        return self.throttle.charged(asking.caller.quota, cost.requested, lambda: cost.actual)

    async def batch(self, asked: list[Operation], asking: Asking) -> list[Outcome]:
        """Side by side, each for itself: one that is refused costs the others nothing."""
        return list(await asyncio.gather(*(self._in_its_place(each, asking) for each in asked)))

    async def _in_its_place(self, asked: Operation, asking: Asking) -> Outcome:
        try:
            return await self.one(asked, asking)
        except Refusal as refusal:
            return Outcome({"errors": refusal.errors}, refusal.status)


def _told(asking: Asking, explanation: Explanation | None, used: Usage, calls: Mapping[str, int]) -> dict[str, Any]:
    """The answer's extensions."""
    told: dict[str, Any] = {}
    if explanation is not None:
        told["plan"] = explanation.shown()
    elif asking.explain is Explain.RUN:
        told["upstream"] = used.shown(calls)
    return told
