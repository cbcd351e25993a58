"""What an operation has of things already."""

from datetime import UTC, datetime

from resolvers.shown import Shown
from resolvers.stale_notes import Old
from schema.link import Ref
from schema.user import User

REF = Ref(User, "shop", "1")
LITTLE, MUCH = frozenset({"id"}), frozenset({"id", "name"})
OLD = Old("shop", datetime(2026, 1, 1, tzinfo=UTC))


def user(name: str) -> User:
    return User(id="gid://shop/User/1", backend=None, vendor_id="1", name=name)  # type: ignore[arg-type]


def test_a_thing_is_found_by_who_wants_no_more_than_it_tells() -> None:
    shown = Shown()
    shown.put(REF, user("a"), MUCH, OLD)
    found = shown.find(REF, LITTLE)

    assert found is not None
    assert (found.thing.name, found.old) == ("a", OLD)
    assert shown.find(REF, MUCH | {"email"}) is None
    assert shown.find(Ref(User, "shop", "2"), LITTLE) is None


def test_what_tells_less_does_not_stand_in_the_way_of_what_tells_more() -> None:
    shown = Shown()
    shown.put(REF, user("little"), LITTLE)
    shown.put(REF, user("much"), MUCH)
    shown.put(REF, user("later"), LITTLE)

    much = shown.find(REF, MUCH)
    assert much is not None
    assert much.thing.name == "much"


def test_nothing_is_found_after_it_was_cleared() -> None:
    shown = Shown()
    shown.put(REF, user("a"), MUCH)
    shown.clear()

    assert shown.find(REF, LITTLE) is None
