"""A stand-in for an OBAPI server, with made-up orders."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from resolvers.vendors.obapi import pdf, store
from resolvers.vendors.obapi.records import Record
from resolvers.vendors.obapi.store import Store, Table
from resolvers.vendors.stand_in import SECRET, Answer, Faults, StandIn, bearer, json, route

BASE = "/obapi/v1"
DISCOVERY = (BASE, f"{BASE}/discovery")
DEFAULT_PER_PAGE, MAX_PER_PAGE = 50, 200
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SORTS = ("date_desc", "date_asc", "ref_asc", "ref_desc")
CAPABILITIES = {
    "obapi_version": "1.0",
    "provider": {"name": "Van Dalen Advies B.V."},
    "software": {"name": "Dolibarr", "version": "20.0.0"},
    "capabilities": ["orders", "shipments", "invoices", "download"],
    "pagination": {"default_per_page": DEFAULT_PER_PAGE, "max_per_page": MAX_PER_PAGE},
}


class Refused(Exception):
    """A parameter is not valid; the message is for the caller."""


class Query(NamedTuple):
    page: int
    per_page: int
    first: str
    last: str
    status: str | None
    sort: str


@dataclass
class ObapiStandIn(StandIn):
    """`store` is for tests to read and change."""

    store: Store = field(kw_only=True)

    def _instead(self, request: Request, faults: Faults) -> Response | None:
        """Discovery needs no credential."""
        answer = super()._instead(request, faults)
        path = request.url.path.removeprefix(request.scope.get("root_path", ""))
        return None if answer is self.refusal and path in DISCOVERY else answer


def stand_in(orders: int = 120, per_day: int = 4, shuffle: bool = True) -> ObapiStandIn:
    """`shuffle`: rows of the same day come in another order at each call."""
    filled = store.filled(orders, per_day)
    refusal = _error(401, "authentication_error", "INVALID_TOKEN", "The API key is not valid.")
    return ObapiStandIn(_routes(filled, shuffle), bearer(SECRET), refusal, store=filled)


def _routes(filled: Store, shuffle: bool) -> list[BaseRoute]:
    kinds = {"order": filled.orders, "shipment": filled.shipments, "invoice": filled.invoices}
    return [
        *(route("GET", f"{BASE}/{name}s", _list(records, shuffle)) for name, records in kinds.items()),
        *(route("GET", f"{BASE}/{name}s/{{vendor_id}}", _single(name, records)) for name, records in kinds.items()),
        route("GET", f"{BASE}/download/{{vendor_id}}", _download(filled.orders)),
        *(route("GET", path, _discovery) for path in DISCOVERY),
        Route(f"{BASE}/{{rest:path}}", _read_only, methods=["POST", "PUT", "PATCH", "DELETE"]),
        route("GET", f"{BASE}/{{rest:path}}", _not_there),
    ]


def _list(table: Table, shuffle: bool) -> Answer:
    calls = count()

    async def answer(request: Request) -> Response:
        try:
            query = _query(request.query_params, table)
        except Refused as refused:
            return _error(400, "invalid_request", "INVALID_PARAMETER", str(refused))
        found = _found(table, query)
        chance = Random(f"obapi:{next(calls)}") if shuffle and query.sort.startswith("date") else None
        page = _page(found, query, table.day, chance)
        return json({"items": [table.row(record) for record in page], "pagination": _pagination(query, len(found))})

    return answer


def _page(found: Sequence[Record], query: Query, day: str, chance: Random | None) -> Sequence[Record]:
    start, stop = (query.page - 1) * query.per_page, query.page * query.per_page
    return store.mixed(found, start, stop, day, chance) if chance else found[start:stop]


def _single(name: str, table: Table) -> Answer:
    async def answer(request: Request) -> Response:
        record = table.get(request.path_params["vendor_id"])
        return json({name: record}) if record else await _not_there(request)

    return answer


def _download(orders: Table) -> Answer:
    async def answer(request: Request) -> Response:
        if request.query_params.get("type") != "order":
            return _error(400, "invalid_request", "INVALID_PARAMETER", "This server gives papers of type order.")
        record = orders.get(request.path_params["vendor_id"])
        if record is None:
            return await _not_there(request)
        headers = {"Content-Disposition": f'attachment; filename="{record["ref"]}.pdf"'}
        return Response(pdf.page(_printed(record)), media_type="application/pdf", headers=headers)

    return answer


async def _discovery(request: Request) -> Response:
    return json(CAPABILITIES)


async def _read_only(request: Request) -> Response:
    return _error(405, "method_not_allowed", "METHOD_NOT_ALLOWED", "OBAPI is read-only.")


async def _not_there(request: Request) -> Response:
    return _error(404, "not_found", "DOCUMENT_NOT_FOUND", "There is no such document here.")


def _query(params: Mapping[str, str], table: Table) -> Query:
    return Query(
        page=_whole(params, "page", 1),
        per_page=min(_whole(params, "per_page", DEFAULT_PER_PAGE), MAX_PER_PAGE),
        first=_day(params, "date_start", "0000-00-00"),
        last=_day(params, "date_end", "9999-99-99"),
        status=_one_of(params, "status", table.statuses, None),
        sort=_one_of(params, "sort", SORTS, None) or SORTS[0],
    )


def _whole(params: Mapping[str, str], name: str, default: int) -> int:
    given = params.get(name, str(default))
    if not given.isascii() or not given.isdecimal() or int(given) < 1:
        raise Refused(f"{name} must be a whole number from 1 on.")
    return int(given)


def _day(params: Mapping[str, str], name: str, default: str) -> str:
    given = params.get(name)
    if given is None:
        return default
    if not DAY.fullmatch(given):
        raise Refused(f"{name} must be YYYY-MM-DD.")
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise Refused(f"{name} is no day.") from error


def _one_of(params: Mapping[str, str], name: str, words: Sequence[str], default: str | None) -> str | None:
    given = params.get(name, default)
    if given is not None and given not in words:
        raise Refused(f"{name} must be one of {', '.join(words)}.")
    return given


def _found(table: Table, query: Query) -> list[Record]:
    rows = table.sorted_by(query.sort)
    if query.status:
        rows = [row for row in rows if row["status"] == query.status]
    if (query.first, query.last) != ("0000-00-00", "9999-99-99"):
        rows = [row for row in rows if query.first <= row[table.day] <= query.last]
    return rows


def _pagination(query: Query, total: int) -> dict[str, int]:
    return {
        "page": query.page,
        "per_page": query.per_page,
        "total_items": total,
        "total_pages": -(-total // query.per_page),
    }


def _printed(order: Record) -> list[str]:
    lines = [
        f"{line['quantity']} {line['unit']}  {line['product_label']}  {line['total_excl_tax']}"
        for line in order["lines"]
    ]
    return [
        f"Order {order['ref']}",
        order["date_order"],
        "",
        *lines,
        "",
        f"Totaal incl. btw  {order['total_incl_tax']}",
    ]


def _error(status: int, kind: str, code: str, message: str) -> Response:
    return json({"error": {"type": kind, "code": code, "message": message}}, status)
