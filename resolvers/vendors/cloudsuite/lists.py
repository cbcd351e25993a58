"""The lists of the stand-in: filters, and pages by limit and offset."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from resolvers.vendors.cloudsuite.records import Record, StoredOrder, Thing
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

Test = Callable[[StoredOrder], bool]
Filter = Callable[[str], Test]
"""From a parameter's value to a test of orders. Raises ValueError or KeyError if the value is not valid."""


def orders(request: Request, stored: Sequence[StoredOrder]) -> Response:
    tests, errors = _tests(request.query_params)
    if errors:
        return json(errors, 400)
    found = [each for each in stored if all(test(each) for test in tests)] if tests else stored
    return _paged(request, found, lambda each: {name: each.record[name] for name in ROW})


def things(request: Request, known: Sequence[Thing]) -> Response:
    given = request.query_params.get("id__in")
    try:
        ids = given and {int(word) for word in given.split(",")}
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
    links = _links(request.url.include_query_params(limit=limit), limit, offset, len(found))
    return json({"count": len(found), **links, "results": [shown(each) for each in found[offset : offset + limit]]})


def _links(url: URL, limit: int, offset: int, total: int) -> Record:
    """The URLs of the next and the previous page; null if there is none."""
    before = url.include_query_params(offset=offset - limit) if offset > limit else url.remove_query_params("offset")
    return {
        "next": str(url.include_query_params(offset=offset + limit)) if offset + limit < total else None,
        "previous": str(before) if offset else None,
    }


def _number(request: Request, name: str, default: int, least: int) -> int:
    """Raises ValueError with the parameter's name."""
    word = request.query_params.get(name, str(default))
    if not (word.isascii() and word.isdigit()) or int(word) < least:
        raise ValueError(name)
    return int(word)


def _tests(params: Mapping[str, str]) -> tuple[list[Test], Record]:
    """The tests that the parameters stand for, and the errors in them. Empty and unknown parameters are ignored."""
    tests, errors = [], {}
    for name, value in params.items():
        if value and name in FILTERS:
            try:
                tests.append(FILTERS[name](value))
            except (ValueError, KeyError):
                errors[name] = ["Enter a valid value."]
    return tests, errors


def _is(name: str) -> Filter:
    return lambda value: lambda stored: bool(stored.record[name] == value)


def _webshop(value: str) -> Test:
    number = int(value)
    return lambda stored: bool(stored.record["webshop"] == number)


def _offline(value: str) -> Test:
    wanted = {"true": True, "false": False}[value]
    return lambda stored: stored.is_offline is wanted


def _when(moment: Callable[[StoredOrder], datetime | None], holds: Callable[[datetime, datetime], bool]) -> Filter:
    def filtered(value: str) -> Test:
        bound = _naive(value)
        return lambda stored: (at := moment(stored)) is not None and holds(at, bound)

    return filtered


def _naive(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo:
        raise ValueError("CloudSuite's times have no zone.")
    return moment


def _created(stored: StoredOrder) -> datetime:
    return datetime.fromisoformat(stored.record["create_date"])


def _confirmed(stored: StoredOrder) -> datetime | None:
    """confirm_date, which no answer contains."""
    return stored.confirmed


FILTERS: Mapping[str, Filter] = {
    "state": _is("state"),
    "reference": _is("reference"),
    "webshop": _webshop,
    "offline": _offline,
    "confirm_date__gte": _when(_confirmed, datetime.__ge__),
    "confirm_date__lte": _when(_confirmed, datetime.__le__),
    "create_date__gte": _when(_created, datetime.__ge__),
    "create_date__lte": _when(_created, datetime.__le__),
}
