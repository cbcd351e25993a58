"""How fields are declared: with a description, the scope they need, and the link they resolve."""

from enum import StrEnum
from typing import Any

import strawberry
from strawberry.schema_directive import Location
from strawberry.types.lazy_type import LazyType

from schema.link import Info
from schema.raw import RawJson


class Scope(StrEnum):
    """Permissions of callers. A field's metadata names the scope it needs."""

    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CUSTOMERS_READ = "customers:read"
    RAW_READ = "raw:read"


@strawberry.schema_directive(locations=[Location.FIELD_DEFINITION], name="semanticNonNull")
class SemanticNonNull:
    """Null only if an entry in `errors` has the field's path."""

    levels: list[int] = strawberry.directive_field(name="levels", default=strawberry.UNSET)


SEMANTIC_NON_NULL = SemanticNonNull()


def optional(description: str, *, scope: Scope | None = None, always: bool = False) -> Any:
    """A field that is null unless a vendor fills it. `always`: every vendor does, so it is null only with an error."""
    return strawberry.field(
        default=None,
        description=description,
        metadata=_metadata(scope=scope),
        directives=[SEMANTIC_NON_NULL] if always else (),
    )


def personal(description: str) -> Any:
    """A field with personal data: null without the scope customers:read."""
    return optional(f"{description} Personal: needs the scope customers:read.", scope=Scope.CUSTOMERS_READ)


def linked(
    attribute: str,
    description: str,
    *,
    back: tuple[str, str] | None = None,
    always: bool = False,
) -> Any:
    """A field that resolves the link in the private `attribute`: an object is returned, a reference is fetched.

    `back`: (type, module) of a type whose module imports this one.
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
    """The field `raw`: the vendor's JSON in the private `attribute`."""

    def resolve(root: Any) -> Any:
        source = getattr(root, attribute)
        return source.fragment() if isinstance(source, RawJson) else source

    return strawberry.field(
        resolver=resolve,
        description="The vendor's own JSON, unchanged. Needs the scope raw:read.",
        metadata=_metadata(scope=Scope.RAW_READ, link=attribute),
    )


def leads_back(type_name: str, module: str) -> Any:
    """A nullable type, imported when the schema is built: the module imports the one that declares the field."""
    return LazyType(type_name, module, None) | None


def _metadata(**entries: object) -> dict[str, object]:
    return {name: entry for name, entry in entries.items() if entry is not None}
