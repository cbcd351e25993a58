"""How the stand-in's lists are asked: filters, and pages by limit and offset."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from resolvers.vendors.cloudsuite.records import Kept, Record, Thing
from resolvers.vendors.stand_in import json

ROW = (
    "id",
    "reference",
    "customer_order_number",
    "erp_order_number",
    "state",
    "order_date",
    "create_date",
    "modified_date",
)
DEFAULT_LIMIT, MAX_LIMIT = 20, 100

Test = Callable[[Kept], bool]
Filter = Callable[[str], Test]
"""From a parameter's value to what it asks of an order. Raises ValueError or KeyError where it can't be read."""


def orders(request: Request, kept: Sequence[Kept]) -> Response:
    tests, errors = _tests(request.query_params)
    if errors:
        return json(errors, 400)
    found = [each for each in kept if all(test(each) for test in tests)] if tests else kept
    return _paged(request, found, lambda each: {name: each.record[name] for name in ROW})


def things(request: Request, known: Sequence[Thing]) -> Response:
    asked = request.query_params.get("id__in")
    try:
        ids = asked and {int(word) for word in asked.split(",")}
    except ValueError:
        return json({"id__in": ["Enter a number."]}, 400)
    found = [thing for thing in known if thing.record["id"] in ids] if ids else known
    return _paged(request, found, lambda thing: thing.under_its_id)


def _paged(request: Request, found: Sequence[Any], shown: Callable[[Any], Record]) -> Response:
    try:
        limit = min(MAX_LIMIT, _number(request, "limit", DEFAULT_LIMIT, least=1))
        offset = _number(request, "offset", 0, least=0)
    except ValueError as error:
        return json({str(error): ["A valid integer is required."]}, 400)
    url = request.url.include_query_params(limit=limit)
    before = url.include_query_params(offset=offset - limit) if offset > limit else url.remove_query_params("offset")
    return json(
        {
            "count": len(found),
            "next": str(url.include_query_params(offset=offset + limit)) if offset + limit < len(found) else None,
            "previous": str(before) if offset else None,
            "results": [shown(each) for each in found[offset : offset + limit]],
        }
    )


def _number(request: Request, name: str, default: int, least: int) -> int:
    """Raises ValueError with the parameter's name."""
    word = request.query_params.get(name, str(default))
    if not (word.isascii() and word.isdigit()) or int(word) < least:
        raise ValueError(name)
    return int(word)


def _tests(params: Mapping[str, str]) -> tuple[list[Test], Record]:
    """What the parameters ask of an order, and what is wrong with them. An empty one, or one unknown, asks nothing."""
    tests, errors = [], {}
    for name, value in params.items():
        if value and name in FILTERS:
            try:
                tests.append(FILTERS[name](value))
            except (ValueError, KeyError):
                errors[name] = ["Enter a valid value."]
    return tests, errors


def _is(name: str) -> Filter:
    return lambda value: lambda kept: bool(kept.record[name] == value)


def _webshop(value: str) -> Test:
    number = int(value)
    return lambda kept: bool(kept.record["webshop"] == number)


def _offline(value: str) -> Test:
    wanted = {"true": True, "false": False}[value]
    return lambda kept: kept.is_offline is wanted


def _when(moment: Callable[[Kept], datetime | None], holds: Callable[[datetime, datetime], bool]) -> Filter:
    def filtered(value: str) -> Test:
        bound = _naive(value)
        return lambda kept: (at := moment(kept)) is not None and holds(at, bound)

    return filtered


def _naive(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo:
        raise ValueError("Their times have no zone.")
    return moment


def _made(kept: Kept) -> datetime:
    return datetime.fromisoformat(kept.record["create_date"])


def _confirmed(kept: Kept) -> datetime | None:
    """The confirm_date, which no answer tells."""
    return kept.confirmed


FILTERS: Mapping[str, Filter] = {
    "state": _is("state"),
    "reference": _is("reference"),
    "webshop": _webshop,
    "offline": _offline,
    "confirm_date__gte": _when(_confirmed, datetime.__ge__),
    "confirm_date__lte": _when(_confirmed, datetime.__le__),
    "create_date__gte": _when(_made, datetime.__ge__),
    "create_date__lte": _when(_made, datetime.__le__),
}
