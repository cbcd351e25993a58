"""Products, as far as orders describe them."""

import strawberry

from schema.address import OriginKey
from schema.field import optional


@strawberry.type(description="A product, as far as the order describes it.")
class Product:
    code: str | None = optional("The vendor's product code or id; CloudSuite's import key.")
    ean: str | None = optional("The EAN (GTIN-13), if the vendor identifies products by it.")
    name: str | None = optional("The product name.")
    origin_key: OriginKey | None = optional("Where the product was imported from (CloudSuite).")
