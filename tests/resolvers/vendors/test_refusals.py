"""A vendor's reasons, in whatever form they come."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BackendFault, Refused, Rejected, Unauthenticated
from resolvers.vendors import refusals


def told(body: bytes | str | Any, status: int = 400) -> BackendFault:
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    return refusals.told(Refused("shop", text, status))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"message": "Order number already exists"}, "Order number already exists"),
        ({"detail": "Not found."}, "Not found."),
        ({"error": "nope"}, "nope"),
        ({"error": {"code": "X1", "message": "nope"}}, "nope"),
        ({"key": ["is there already."]}, "key: is there already."),
        (
            {"state": ["odd."], "order_lines": [{}, {"quantity": ["A valid number is required."]}]},
            "state: odd. order_lines.1.quantity: A valid number is required.",
        ),
        (
            {"title": "One or more validation errors occurred.", "errors": {"Lines[0].Code": ["is required."]}},
            "One or more validation errors occurred. Lines[0].Code: is required.",
        ),
        (["one", "two"], "one two"),
        (b"Too late.", "Too late."),
    ],
)
def test_the_vendors_words_are_the_message(body: Any, message: str) -> None:
    assert told(body).message == message


@pytest.mark.parametrize("body", [b"", b"<html><body>Bad Request</body></html>", b"{", {}, {"message": ""}, b"null"])
def test_without_words_it_is_said_that_there_are_none(body: Any) -> None:
    assert told(body).message == "Backend shop rejected the request without a reason."


def test_the_code_and_the_documentation_are_taken_along() -> None:
    fault = told({"type": "order_error", "message": "No.", "documentation_url": "https://docs.example/orders#x"})

    assert isinstance(fault, Rejected)
    assert (fault.vendor_code, fault.documentation_url) == ("order_error", "https://docs.example/orders#x")
    assert fault.http_status == 400


@pytest.mark.parametrize("odd", ["https://tools.ietf.org/html/rfc7231", "about:blank", "", "two words", 7, None])
def test_a_type_that_is_no_code_is_left_out(odd: Any) -> None:
    assert told({"type": odd, "title": "Bad Request"}).vendor_code is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("odd", ["javascript:alert(1)", "docs", "https://a b", 7, None])
def test_a_documentation_that_is_no_web_address_is_left_out(odd: Any) -> None:
    assert told({"message": "No.", "documentation_url": odd}).documentation_url is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(("body", "kind"), [(b"", Unauthenticated), ({"type": "not_yours"}, Rejected)])
def test_a_403_is_a_no_only_with_the_vendors_own_code(body: Any, kind: type[BackendFault]) -> None:
    assert type(told(body, 403)) is kind


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
    .map(json.dumps)
    .map(str.encode)
)
def test_whatever_it_is_it_is_told_and_short(body: bytes) -> None:
    assert 0 < len(told(body).message) <= refusals.LONGEST


ERRORS: list[Any] = [{"error": "no"}, {"error": {"code": 1}}, {"errors": ["no"], "items": []}, {"success": False}]
NO_ERRORS: list[Any] = [{}, {"error": None, "errors": []}, {"success": True}, {"message": "done"}, [], ["x"], "x", True]


@pytest.mark.parametrize(("said", "is_error"), [*((one, True) for one in ERRORS), *((one, False) for one in NO_ERRORS)])
def test_only_an_object_that_says_so_is_an_error_whatever_its_status(said: Any, is_error: bool) -> None:
    assert refusals.has_error(json.dumps(said).encode()) is is_error


@pytest.mark.parametrize("body", [b"", b"OK", b"<html>", b'{"error": ', b'{"error": "\xff"}', b"[" * 100_000])
def test_what_is_no_json_is_no_error_of_theirs(body: bytes) -> None:
    assert not refusals.has_error(body)
