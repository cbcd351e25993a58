"""The interface of objects with an id that is unique over all types and backends."""

import strawberry


@strawberry.interface(description="An object with an id that `node` can look up.")
class Node:
    id: strawberry.ID = strawberry.field(
        description="An opaque id, unique over all types and backends. An object has the same id in every query."
    )
