"""The users who place orders."""

import strawberry

from schema.address import OriginKey
from schema.backend import Backend
from schema.field import optional, personal, raw_json
from schema.node import Node
from schema.raw import RawJson
from schema.scalars import JSON


@strawberry.type(description="The end user who placed an order.")
class User(Node):
    backend: Backend = strawberry.field(description="The backend the user belongs to.")
    vendor_id: str = strawberry.field(description="The vendor's id.")
    username: str | None = personal("The login name.")
    name: str | None = personal("The full name.")
    email: str | None = personal("The email address.")
    is_active: bool | None = optional("Whether the user is active.")
    origin_key: OriginKey | None = optional("Where the record was imported from (CloudSuite).")
    raw_source: strawberry.Private[RawJson | None] = None
    raw: JSON | None = raw_json()
