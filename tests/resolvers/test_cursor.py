"""What a cursor holds, and that nothing but one of ours is taken for one."""

import zlib
from base64 import urlsafe_b64encode
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers import cursor
from resolvers.cursor import Cursor, Report
from resolvers.errors import BadUserInput
from resolvers.federate import Position
from resolvers.keys import Ordering
from resolvers.readers.source import HELD, Mark
from schema.errors import ErrorCode
from schema.sort import OrderSortField, SortDirection

NEWEST = Ordering(OrderSortField.ORDERED_AT, SortDirection.DESC)
BY_NUMBER = Ordering(OrderSortField.NUMBER, SortDirection.ASC)
BOUND = b"orders of this year"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

INSTANTS = st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999)
IDS = st.text(max_size=12)


def _places(values: Any) -> Any:
    return st.tuples(st.none() | values, IDS, IDS)


MARKS = st.builds(
    Mark,
    o=st.none() | st.integers(0, 1 << 30),
    c=st.none() | INSTANTS,
    a=st.none() | IDS,
    h=st.lists(st.tuples(st.none() | INSTANTS, IDS), max_size=4),
)
REPORTS = st.builds(
    Report, code=st.none() | st.sampled_from(ErrorCode), words=IDS, partial=st.booleans(), undecided=st.integers(0, 9)
)


def _example() -> str:
    position = Position(NEWEST.at(1, "shop", "7"), {"erp": NEWEST.at(2, "erp", "9"), "portal": None})
    return cursor.encode(position, NEWEST, BOUND, {"shop": Mark(o=3)}, {"erp": Report(partial=True)})


def _forged(content: Any, bound_to: bytes = BOUND) -> str:
    """With a true check sum: it is no secret."""
    body = cursor.VERSION + zlib.compress(content if isinstance(content, bytes) else msgspec.msgpack.encode(content))
    return urlsafe_b64encode(cursor._sum(body, bound_to) + body).decode().rstrip("=")


def _is_refused(text: str, ordering: Ordering = NEWEST, bound_to: bytes = BOUND) -> bool:
    try:
        cursor.decode(text, ordering, bound_to).position(ordering)
    except BadUserInput as error:
        return error.details["argument"] == "after"
    return False


@given(_places(INSTANTS), st.dictionaries(IDS, st.none() | _places(INSTANTS), max_size=3))
def test_a_position_by_time_comes_back_as_it_was(key: Any, behind: Any) -> None:
    position = Position(NEWEST.at(*key), {id: place and NEWEST.at(*place) for id, place in behind.items()})
    text = cursor.encode(position, NEWEST, BOUND)

    assert cursor.decode(text, NEWEST, BOUND).position(NEWEST) == position


@given(_places(st.text(max_size=20)), st.sampled_from(SortDirection))
def test_a_position_by_number_comes_back_as_it_was(key: Any, direction: SortDirection) -> None:
    ordering = Ordering(OrderSortField.NUMBER, direction)
    position = Position(ordering.at(*key))

    assert cursor.decode(cursor.encode(position, ordering, BOUND), ordering, BOUND).position(ordering) == position


@given(st.dictionaries(IDS, MARKS, max_size=3), st.dictionaries(IDS, REPORTS, max_size=3))
def test_marks_and_reports_come_back_as_they_were(marks: dict[str, Mark], reports: dict[str, Report]) -> None:
    known = cursor.decode(cursor.encode(Position(), NEWEST, BOUND, marks, reports), NEWEST, BOUND)

    assert (known.marks, known.reports) == (marks, reports)


@given(st.dictionaries(IDS, MARKS, max_size=3))
def test_a_cursor_fits_into_a_url_as_it_is(marks: dict[str, Mark]) -> None:
    text = cursor.encode(Position(NEWEST.at(1, "shop", "7")), NEWEST, BOUND, marks)

    assert set(text) <= set(ALPHABET)


def test_a_cursor_with_every_backend_holding_back_all_it_may_is_not_too_long() -> None:
    held = [(1_700_000_000_000_000 + place * 7_919_000_077, str(place * 7919)) for place in range(50)]
    marks = {f"backend-{number}": Mark(o=100_000, c=1_700_000_000_000_000, a="77", h=held) for number in range(100)}

    assert len(cursor.encode(Position(NEWEST.at(1, "shop", "7")), NEWEST, BOUND, marks)) < cursor.LONGEST


@pytest.mark.parametrize(("backends", "is_refused"), [(10_000, False), (10_001, True)])
def test_a_cursor_of_more_backends_than_anybody_has_is_refused(backends: int, is_refused: bool) -> None:
    ids = [str(number) for number in range(backends)]
    contents = (
        [None, dict.fromkeys(ids)],
        [None, {}, dict.fromkeys(ids, {})],
        [None, {}, {}, dict.fromkeys(ids, [])],
    )

    assert [_is_refused(_forged(content)) for content in contents] == [is_refused] * 3


def test_every_change_of_a_single_character_is_refused() -> None:
    text = _example()
    changed = (text[:at] + other + text[at + 1 :] for at in range(len(text)) for other in ALPHABET if other != text[at])

    assert all(map(_is_refused, changed))


def test_every_cut_and_every_inserted_character_is_refused() -> None:
    text = _example()

    assert all(_is_refused(text[:at]) for at in range(len(text)))
    assert all(_is_refused(text[:at] + odd + text[at:]) for at in range(len(text) + 1) for odd in "A= \n+/é\udc80")


def test_a_cursor_of_other_conditions_is_refused() -> None:
    assert not _is_refused(_example())
    assert _is_refused(_example(), bound_to=b"orders of last year")


@given(st.text())
def test_any_text_is_refused_as_an_argument(text: str) -> None:
    assert _is_refused(text)


@given(st.binary(max_size=200))
def test_any_content_with_a_true_check_sum_is_refused_as_an_argument_or_read(content: bytes) -> None:
    for text in (_forged(content), urlsafe_b64encode(content).decode()):
        try:
            cursor.decode(text, NEWEST, BOUND)
        except BadUserInput:
            continue


@pytest.mark.parametrize(
    "content",
    [
        [["a number's text", "shop", "7"]],
        [[1 << 62, "shop", "7"]],
        [[1.5, "shop", "7"]],
        [[1, "shop"]],
        [[1, "shop", "7"], {"erp": ["text", "erp", "9"]}],
        [[1, "shop", "7"], {}, {"shop": {"o": -1}}],
        [[1, "shop", "7"], {}, {"shop": {"o": 1 << 50}}],
        [[1, "shop", "7"], {}, {"shop": {"c": 1 << 62}}],
        [[1, "shop", "7"], {}, {"shop": {"h": [["text", "9"]]}}],
        [[1, "shop", "7"], {}, {"shop": {"h": [[1, str(at)] for at in range(HELD + 1)]}}],
        [[1, "shop", "7"], {}, {}, {"shop": ["NO_SUCH_CODE"]}],
        [[1, "shop", "7"], {}, {}, {"shop": [None, "", False, False, -1]}],
        [[1, "shop", "7"], {}, {}, {"shop": [None, "", False, False, 1 << 40]}],
        [[1, "shop", "7"], {}, {}, {"shop": [None, "", False, False, 0, 1 << 62]}],
        {"key": [1, "shop", "7"]},
        "text",
    ],
    ids=str,
)
def test_a_forged_cursor_that_no_list_can_have_made_is_refused(content: Any) -> None:
    assert _is_refused(_forged(content))


def test_a_time_is_refused_in_a_list_by_number() -> None:
    assert _is_refused(_forged([[1, "shop", "7"]]), BY_NUMBER)
    assert not _is_refused(_forged([["V1", "shop", "7"]]), BY_NUMBER)


def test_a_cursor_that_would_unpack_to_gigabytes_is_refused_at_the_first_of_them() -> None:
    bomb = zlib.compressobj(9)
    packed = b"".join(bomb.compress(bytes(1 << 20)) for _ in range(100)) + bomb.flush()
    body = cursor.VERSION + packed
    text = urlsafe_b64encode(cursor._sum(body, BOUND) + body).decode().rstrip("=")

    assert len(text) < cursor.LONGEST
    assert _is_refused(text)


def test_a_cursor_of_another_version_is_refused() -> None:
    body = b"0" + zlib.compress(msgspec.msgpack.encode(Cursor()))

    assert _is_refused(urlsafe_b64encode(cursor._sum(body, BOUND) + body).decode().rstrip("="))
