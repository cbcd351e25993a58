"""The schema as it is served."""

from app.graphql import ALL_SCOPES, schema
from schema.field import Scope


def test_callers_with_the_same_scopes_share_a_schema() -> None:
    assert schema() is schema(ALL_SCOPES)
    assert schema(frozenset({Scope.ORDERS_READ})) is schema(frozenset({Scope.ORDERS_READ}))
    assert schema(frozenset()) is not schema()
