"""Papers that belong to an order or invoice."""

import strawberry


@strawberry.type(description="A file that the gateway streams from the vendor.")
class Document:
    name: str = strawberry.field(description="File name.")
    mime_type: str = strawberry.field(description="Media type: application/pdf.")
    url: str = strawberry.field(
        description="Where this gateway streams it, under the same authentication: a path, absolute where the "
        "gateway knows its public URL."
    )
