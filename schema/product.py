"""What is sold."""

import strawberry

from schema.address import OriginKey
from schema.field import optional


@strawberry.type(description="What a line sells, as far as the order says.")
class Product:
    code: str | None = optional("The vendor's product code or id; at CloudSuite the import key.")
    ean: str | None = optional("GTIN-13, where the vendor identifies products by it.")
    name: str | None = optional("The product's name.")
    origin_key: OriginKey | None = optional("Where the product was imported from.")
