"""A document's lines, indexed once."""

from graphql import Source, SourceLocation
from hypothesis import given
from hypothesis import strategies as st

from app.operations.source import IndexedSource

TEXTS = st.text(st.sampled_from("\r\na é"))


@given(TEXTS, st.integers(0, 30))
def test_a_position_is_where_graphql_core_finds_it(text: str, position: int) -> None:
    assert IndexedSource(text).get_location(position) == Source(text).get_location(position)


def test_the_text_is_read_for_the_first_location_only() -> None:
    source = IndexedSource("{\n  a\n  b\n}")
    first = source.get_location(4)
    source.body = ""

    assert (first, source.get_location(8)) == (SourceLocation(2, 3), SourceLocation(3, 3))
