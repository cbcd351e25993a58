"""How much an operation asks for, measured once."""

import pytest
from graphql import get_introspection_query, parse
from hypothesis import given
from hypothesis import strategies as st

from app.operations import limits
from app.operations.limits import Measuring, Size
from app.refusal import Refusal
from app.settings_edge import Limits


def measured(text: str) -> Size:
    document = parse(text)
    return Measuring(document).operation(document.definitions[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("{ a }", Size(depth=1, fields=1, nesting=1)),
        ("{ a { b { c } } d }", Size(depth=3, fields=2, nesting=3)),
        ("{ x: a { y: b z: b } }", Size(depth=2, fields=1, aliases=3, nesting=2)),
        ("{ ... on Query { a ... { b } } }", Size(depth=1, fields=2, nesting=3)),
        ("query @x ($a: Int @y) @z { a @skip(if: true) ...F @w } fragment F on Query @v { b }", None),
        ("{ ...F ...F } fragment F on Query { x: a { b } }", Size(depth=2, fields=2, aliases=2, nesting=3)),
        ("{ a { ...F } } fragment F on A { b { ...G } } fragment G on B { x: c @d }", Size(3, 1, 1, 1, nesting=5)),
        ("{ ...F } fragment F on Query { a ...F }", Size(depth=1, fields=1, nesting=2)),
        ("{ ...Missing a }", Size(depth=1, fields=1, nesting=1)),
    ],
)
def test_a_document_is_measured_with_its_fragments_in_place(text: str, size: Size | None) -> None:
    if size is None:
        text, size = text.replace("query @x", "query"), Size(depth=1, directives=5, fields=2, nesting=2)

    assert measured(text) == size


AT = Limits(depth=3, aliases=2, root_fields=2, directives=2, fragment_spreads=2)
BOUNDS = {
    "levels of fields": ("{ a { b { c } } }", "{ a { b { c { d } } } }", 3, 4),
    "aliases": ("{ x: a { y: b } }", "{ ...F ...F } fragment F on Q { a { x: b y: c } }", 2, 4),
    "top-level fields": ("{ a b }", "{ a ...F } fragment F on Q { b c }", 2, 3),
    "directives": ("{ a @x @y }", "{ a @x { ...F } ...F } fragment F on Q { a @y }", 2, 3),
    "fragment spreads": ("{ ...F ...F } fragment F on Q { a }", "{ ...F ...F ...F } fragment F on Q { a }", 2, 3),
}


@pytest.mark.parametrize("what", BOUNDS)
def test_a_document_may_reach_each_limit(what: str) -> None:
    limits.check(parse(BOUNDS[what][0]), AT)


@pytest.mark.parametrize("what", BOUNDS)
def test_one_more_is_refused_with_the_limit_and_the_figure(what: str) -> None:
    _, text, limit, asked = BOUNDS[what]

    with pytest.raises(Refusal) as refused:
        limits.check(parse(text), AT)

    assert refused.value.errors == [
        {
            "message": f"The operation has {asked} {what}; the limit is {limit}.",
            "extensions": {"code": "QUERY_TOO_EXPENSIVE", "limit": limit, "asked": asked},
        }
    ]


def test_each_operation_of_a_document_is_measured() -> None:
    with pytest.raises(Refusal):
        limits.check(parse("query A { a } query B { a b c }"), AT)


def test_an_alias_may_have_255_characters() -> None:
    limits.check(parse(f"{{ {'x' * 255}: a }}"), Limits())


def test_a_longer_alias_is_refused_in_a_fragment_too() -> None:
    with pytest.raises(Refusal) as refused:
        limits.check(parse(f"{{ a }} fragment F on Query {{ a {{ {'x' * 256}: b }} }}"), Limits())

    assert refused.value.errors[0]["extensions"] == {"code": "QUERY_TOO_EXPENSIVE", "limit": 255, "asked": 256}


@pytest.mark.parametrize("deprecated", [True, False])
def test_the_standard_introspection_query_passes(deprecated: bool) -> None:
    limits.check(parse(get_introspection_query(input_value_deprecation=deprecated)), Limits())


@pytest.mark.parametrize(
    "text",
    [
        "{ __schema { types { name } } a: __schema { types { name } } b: __schema { types { name } } }",
        "{ __schema { a: types { name } ...F } } fragment F on __Schema { b: types { name } }",
        "{ a: __type { b: name c: name d: name e: name } f: __typename }",
    ],
)
def test_the_schema_may_be_read_a_few_times(text: str) -> None:
    limits.check(parse(text), Limits())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("{ a: __schema { b: types { c: name } d: types { name } } }", 4),
        ("{ __schema { ...F ...F } } fragment F on __Schema { a: types { b: name } }", 5),
    ],
)
def test_an_alias_in_it_reads_it_again(text: str, asked: int) -> None:
    with pytest.raises(Refusal) as refused:
        limits.check(parse(text), Limits())

    assert refused.value.errors[0]["extensions"] == {"code": "QUERY_TOO_EXPENSIVE", "limit": 3, "asked": asked}


def bomb(levels: int) -> str:
    """Each level spreads the next twice: 2 ** levels fields when it is put in place."""
    fragments = (f"fragment F{at} on Q {{ ...F{at + 1} ...F{at + 1} }}" for at in range(levels))
    return "{ ...F0 } " + " ".join(fragments) + f" fragment F{levels} on Q {{ a }}"


@given(st.integers(min_value=1, max_value=40))
def test_a_fragment_bomb_takes_as_many_steps_as_a_plain_document_of_its_length(levels: int) -> None:
    document = parse(bomb(levels))
    measuring = Measuring(document)

    size = measuring.operation(document.definitions[0])  # type: ignore[arg-type]

    assert size.fields == 2**levels
    assert measuring.steps == 2 * levels + 2


def nested_fragments(fragments: int, levels: int) -> str:
    """Each spreads the next, so many levels below."""
    within = (f"{'...{' * levels} ...F{at + 1} {'}' * levels}" for at in range(fragments))
    last = f" fragment F{fragments} on Query {{ __typename }}"
    return "{ ...F0 }" + "".join(f" fragment F{at} on Query {{ {each} }}" for at, each in enumerate(within)) + last


@pytest.mark.parametrize(("fragments", "levels"), [(2, 48), (49, 1)])
def test_selections_may_be_nested_a_hundred_levels_deep(fragments: int, levels: int) -> None:
    limits.check(parse(nested_fragments(fragments, levels)), Limits())


@pytest.mark.parametrize(("fragments", "levels"), [(2, 49), (1, 98), (13, 35), (20, 25)])
def test_selections_nested_deeper_are_refused_before_anything_recurses_into_them(fragments: int, levels: int) -> None:
    with pytest.raises(Refusal, match="levels of selections"):
        limits.check(parse(nested_fragments(fragments, levels)), Limits())


def test_a_fragment_bomb_of_30_levels_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        limits.check(parse(bomb(30)), Limits(fragment_spreads=1000))

    assert refused.value.errors[0]["extensions"] == {"code": "QUERY_TOO_EXPENSIVE", "limit": 20, "asked": 2**30}


def test_a_figure_that_clients_could_not_read_is_left_out() -> None:
    with pytest.raises(Refusal) as refused:
        limits.check(parse(bomb(80)), Limits(fragment_spreads=1000))

    assert refused.value.errors[0]["extensions"] == {"code": "QUERY_TOO_EXPENSIVE", "limit": 20}
