"""Files that belong to an order or an invoice."""

import strawberry


@strawberry.type(description="A file, which the gateway streams from the vendor.")
class Document:
    name: str = strawberry.field(description="The file name.")
    mime_type: str = strawberry.field(description="The media type, such as application/pdf.")
    url: str = strawberry.field(
        description="The URL on this gateway, with the same authentication: a path, or absolute if the "
        "gateway's public URL is configured."
    )
