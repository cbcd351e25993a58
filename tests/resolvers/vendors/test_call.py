"""What a call says of itself before it is sent."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadUserInput
from resolvers.vendors.call import Call, Kind, segment


def call(path: str = "/orders", method: str = "GET", body: bytes | None = None, **params: str) -> Call:
    return Call(method, path, params or None, body, Kind.READ)


@given(st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text not in (".", "..")))
def test_whatever_an_id_holds_it_is_one_segment_of_a_path(vendor_id: str) -> None:
    quoted = segment(vendor_id)

    assert not set(quoted) & set("/?#\\ \r\n")
    assert unquote(quoted) == vendor_id


@pytest.mark.parametrize("vendor_id", ["", ".", ".."])
def test_an_id_that_leads_elsewhere_is_refused(vendor_id: str) -> None:
    with pytest.raises(BadUserInput):
        segment(vendor_id)


def test_a_body_is_said_to_be_json() -> None:
    assert call().headers == {"Accept": "application/json"}
    assert call(body=b"{}").headers == {"Accept": "application/json", "Content-Type": "application/json"}


def test_its_length_is_that_of_its_path_and_its_encoded_parameters() -> None:
    assert call("/orders").length == len("/orders")
    assert call("/orders", q="é&").length == len("/orders" + "q=%C3%A9%26")


def test_a_list_is_told_from_its_things_and_these_from_what_is_beneath_without_any_id() -> None:
    operations = [call(path).operation for path in ("/orders", "/orders/", "/orders/1", "/orders/2", "/orders/1/pdf")]

    assert operations == ["GET 1", "GET 1", "GET 2", "GET 2", "GET 3"]
    assert call(method="POST").operation != call().operation
