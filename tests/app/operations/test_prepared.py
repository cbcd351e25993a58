"""Documents that are parsed, measured and validated once."""

import hashlib

import pytest
from graphql import build_schema

from app.operations.prepared import LONGEST_CACHED, LONGEST_LOCATED, PreparedDocuments
from app.operations.source import IndexedSource
from app.refusal import Refusal
from app.settings_edge import Limits

SCHEMA = build_schema("type Query { a: Int b: Query }")


@pytest.fixture
def documents() -> PreparedDocuments:
    return PreparedDocuments(SCHEMA, Limits(depth=3, errors=2), hides=False)


def test_a_document_is_prepared_once(documents: PreparedDocuments) -> None:
    assert documents.prepared("{ a }") is documents.prepared("{ a }")


def test_one_that_is_written_differently_is_another(documents: PreparedDocuments) -> None:
    assert documents.prepared("{ a }") is not documents.prepared("{  a }")


@pytest.mark.parametrize(("length", "is_cached"), [(LONGEST_CACHED, True), (LONGEST_CACHED + 1, False)])
def test_a_long_one_is_not_kept(documents: PreparedDocuments, length: int, is_cached: bool) -> None:
    text = "{ a }".ljust(length)

    assert (documents.prepared(text) is documents.prepared(text)) is is_cached


def test_its_hash_is_that_of_the_text_as_it_was_sent(documents: PreparedDocuments) -> None:
    text = "{ a a  b { a } }"

    assert documents.prepared(text).sha256 == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("{", ["GRAPHQL_PARSE_FAILED"]),
        ("{ b { b { b { a } } } }", ["QUERY_TOO_EXPENSIVE"]),
        ("{ c d e }", ["GRAPHQL_VALIDATION_FAILED"] * 2),
    ],
)
def test_one_that_is_refused_is_refused_each_time(documents: PreparedDocuments, text: str, codes: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(Refusal) as refused:
            documents.prepared(text)
        assert refused.value.codes == codes


@pytest.mark.parametrize(("length", "is_located"), [(LONGEST_LOCATED, True), (LONGEST_LOCATED + 1, False)])
def test_errors_in_a_long_one_have_no_locations(documents: PreparedDocuments, length: int, is_located: bool) -> None:
    with pytest.raises(Refusal) as refused:
        documents.prepared("{ c }".ljust(length))

    assert [("locations" in error) for error in refused.value.errors] == [is_located]


def test_its_locations_are_found_without_reading_it_from_the_start(documents: PreparedDocuments) -> None:
    location = documents.prepared("{ a }").document.loc

    assert location is not None
    assert isinstance(location.source, IndexedSource)
