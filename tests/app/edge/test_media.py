"""Which media type answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.edge import media
from app.edge.media import GRAPHQL, JSON, MOST_RANGES
from app.refusal import Refusal

URQL = (
    "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed"
)
APOLLO = "application/graphql-response+json,application/json;q=0.9"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8", GRAPHQL),
        (GRAPHQL.upper(), GRAPHQL),
        (URQL, GRAPHQL),
        (APOLLO, GRAPHQL),
        (f"{JSON}, {GRAPHQL}", JSON),
        (f"{GRAPHQL}, {JSON}", GRAPHQL),
        (f"{JSON};q=0.5, {GRAPHQL};q=0.4", JSON),
        (f"{JSON};q=0.5, {GRAPHQL};q=0.6", GRAPHQL),
        (f"{JSON};q=0, */*", GRAPHQL),
        (f"*/*;q=0.1, {GRAPHQL}", GRAPHQL),
        (f"text/html, {JSON};q=0.1", JSON),
        (f"{GRAPHQL};q=2, {JSON}", GRAPHQL),
    ],
)
def test_the_type_that_is_liked_most_answers(accept: str | None, kind: str) -> None:
    assert media.negotiated(accept) == kind


@pytest.mark.parametrize("accept", ["text/event-stream", "text/html", "*/*;q=0", f"{JSON};q=0", "x", ";;,,", "text/*"])
def test_what_can_t_be_answered_is_406(accept: str) -> None:
    with pytest.raises(Refusal) as refused:
        media.negotiated(accept)

    assert refused.value.status == 406


def test_a_browser_that_navigates_likes_html_most() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    assert media.best(browser, (JSON, GRAPHQL, "text/html")) == "text/html"


@given(st.text(max_size=200))
def test_any_header_has_an_answer_or_a_refusal(accept: str) -> None:
    assert media.best(accept, media.OFFERED) in (*media.OFFERED, None)


@pytest.mark.parametrize(("others", "kind"), [(MOST_RANGES - 1, GRAPHQL), (MOST_RANGES, None)])
def test_only_so_many_media_types_are_read(others: int, kind: str | None) -> None:
    assert media.best("text/html," * others + GRAPHQL, (JSON, GRAPHQL)) == kind
