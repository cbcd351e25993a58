"""The person at the keyboard."""

import strawberry

from schema.address import OriginKey
from schema.backend import Backend
from schema.field import optional, personal, raw_json
from schema.node import Node
from schema.raw import RawJson
from schema.scalars import JSON


@strawberry.type(description="The end user who placed an order.")
class User(Node):
    backend: Backend = strawberry.field(description="The backend that knows this user.")
    vendor_id: str = strawberry.field(description="The vendor's id.")
    username: str | None = personal("The login name.")
    name: str | None = personal("The full name.")
    email: str | None = personal("E-mail address.")
    is_active: bool | None = optional("Whether the account is in use.")
    origin_key: OriginKey | None = optional("Where the record was imported from.")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
