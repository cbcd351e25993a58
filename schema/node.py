"""What has an id that is unique over all types and backends."""

import strawberry


@strawberry.interface(description="Anything with an id that `node` finds again.")
class Node:
    id: strawberry.ID = strawberry.field(
        description="Unique over all types and backends, and the same whichever question it came from. Opaque."
    )
