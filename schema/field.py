"""How fields are declared: with a description, the scope they want, and the link they follow."""

from enum import StrEnum
from typing import Any

import strawberry
from strawberry.schema_directive import Location
from strawberry.types.lazy_type import LazyType

from schema.link import Info
from schema.raw import RawJson


class Scope(StrEnum):
    """What a caller may be allowed: carried in a field's metadata, read once per document."""

    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CUSTOMERS_READ = "customers:read"
    RAW_READ = "raw:read"


@strawberry.schema_directive(locations=[Location.FIELD_DEFINITION], name="semanticNonNull")
class SemanticNonNull:
    """Null here only together with an entry in `errors` that names the field's path."""

    levels: list[int] = strawberry.directive_field(name="levels", default=strawberry.UNSET)


SEMANTIC_NON_NULL = SemanticNonNull()


def optional(description: str, *, scope: Scope | None = None, always: bool = False) -> Any:
    """A field that is null until a vendor fills it; `always`: then null only with an error."""
    return strawberry.field(
        default=None,
        description=description,
        metadata=_metadata(scope=scope),
        directives=[SEMANTIC_NON_NULL] if always else (),
    )


def personal(description: str) -> Any:
    """A field that tells of a person: null without the scope customers:read."""
    return optional(f"{description} Personal: needs the scope customers:read.", scope=Scope.CUSTOMERS_READ)


def linked(
    attribute: str,
    description: str,
    *,
    back: tuple[str, str] | None = None,
    always: bool = False,
) -> Any:
    """A field over the private attribute that holds a link: what is held is answered, a reference is followed.

    `back` is (type, module) for an edge that leads back to a type whose module imports this one.
    """

    def follow(root: Any, info: Info) -> Any:
        return info.context.follow(getattr(root, attribute), info)

    return strawberry.field(
        resolver=follow,
        description=description,
        metadata=_metadata(link=attribute),
        directives=[SEMANTIC_NON_NULL] if always else (),
        graphql_type=back and leads_back(*back),
    )


def raw_json(attribute: str = "raw_source") -> Any:
    """The field `raw` over the private attribute that holds the vendor's bytes."""

    def resolve(root: Any) -> Any:
        source = getattr(root, attribute)
        return source.fragment() if isinstance(source, RawJson) else source

    return strawberry.field(
        resolver=resolve,
        description="The vendor's JSON as it came, for what no field here names. Needs the scope raw:read.",
        metadata=_metadata(scope=Scope.RAW_READ, link=attribute),
    )


def leads_back(type_name: str, module: str) -> Any:
    """The nullable type of an edge that leads back, looked up when the schema is built."""
    return LazyType(type_name, module, None) | None


def _metadata(**entries: object) -> dict[str, object]:
    return {name: entry for name, entry in entries.items() if entry is not None}
