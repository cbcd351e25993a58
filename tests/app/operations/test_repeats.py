"""Fields that share a name, counted before validation compares them."""

import pytest
from graphql import get_introspection_query, parse, print_ast, strip_ignored_characters

from app.operations import repeats
from app.refusal import Refusal


def check(text: str, depth: int = 15) -> None:
    repeats.check(parse(text), depth)


REPEATED = {
    "beside each other": "{ a { " + "b { c } " * 142 + "} }",
    "at the same place of several": "{ " + "a { " * 1 + "b { c { d } c { e } } " * 75 + "} }",
    "through fragments": "{ a { "
    + "...F ... { "
    + "b { c } " * 71
    + "} } } fragment F on A { "
    + "b { c } " * 71
    + "}",
}


@pytest.mark.parametrize("text", REPEATED.values(), ids=REPEATED)
def test_what_would_be_compared_for_long_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(text)

    assert refused.value.codes == ["QUERY_TOO_EXPENSIVE"]


@pytest.mark.parametrize(
    "text",
    [
        "{ a { " + "b { c } " * 141 + "} }",
        "{ a { " + "b " * 1990 + "} }",
        "{ " + "a { b { c } } " * 20 + "}",
        get_introspection_query(input_value_deprecation=True),
    ],
)
def test_what_is_compared_in_no_time_is_not(text: str) -> None:
    check(text)


def test_fragments_that_double_from_level_to_level_are_refused_early() -> None:
    levels = (f"fragment F{at} on A {{ a {{ ...F{at + 1} }} b {{ ...F{at + 1} }} }}" for at in range(20))

    with pytest.raises(Refusal, match="fields with its fragments expanded"):
        check("{ ...F0 } " + " ".join(levels) + " fragment F20 on A { c }")


def test_what_one_operation_may_repeat_several_may_not_repeat_each() -> None:
    fragments = f"fragment F on A {{ {'a b c ' * 2_000} }} fragment G on A {{ {'b { c } ' * 100} }}"

    for fragment in ("F", "G"):
        check(f"query A {{ ...{fragment} }} " + fragments)
        with pytest.raises(Refusal):
            check(" ".join(f"query {name} {{ ...{fragment} }}" for name in "ABCD") + fragments)


@pytest.mark.parametrize("text", ["{ ...F } fragment F on A { a { ...F } }", "{ ...F } fragment F on A { ...F }"])
def test_a_fragment_that_spreads_itself_is_left_to_validation(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("{ a a b a }", "{a b}"),
        ("{ x: a x: a a }", "{x:a a}"),
        ("{ a { b b } ... { c c } } fragment F on A { d d }", "{a{b}...{c}}fragment F on A{d}"),
        ("{ a { b } a { b } c(d: 1) c(d: 1) e @f e @f }", "{a{b}a{b}c(d:1)c(d:1)e@f e@f}"),
    ],
)
def test_a_plain_field_that_is_said_once_more_is_dropped(text: str, kept: str) -> None:
    document = repeats.without_duplicates(parse(text))

    assert strip_ignored_characters(print_ast(document)) == kept
