"""Money with exact decimals, and whether it includes tax."""

from decimal import Decimal
from enum import Enum

import strawberry

from schema.field import optional


@strawberry.enum(description="Whether an amount includes tax.")
class TaxBasis(Enum):
    NET = strawberry.enum_value("NET", description="The amount excludes tax.")
    GROSS = strawberry.enum_value("GROSS", description="The amount includes tax.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor does not say.")


@strawberry.type(description="An amount in a currency.")
class Money:
    amount: Decimal = strawberry.field(description="The amount in units of the currency: euros, not cents.")
    currency_code: str = strawberry.field(description="The currency as an ISO 4217 code, such as EUR.")


@strawberry.type(description="An amount with and without tax. To show a single amount, use `gross ?? net ?? stated`.")
class TaxedMoney:
    stated: Money = strawberry.field(
        description="The amount as the vendor states it; the net amount if it states both."
    )
    tax_basis: TaxBasis = strawberry.field(description="Whether `stated` includes tax.")
    net: Money | None = optional("The amount without tax, if the vendor gives it or it can be computed exactly.")
    gross: Money | None = optional("The amount with tax, if the vendor gives it or it can be computed exactly.")
    tax: Money | None = optional("The tax, if the vendor gives it or it can be computed exactly.")
    is_derived: bool = strawberry.field(
        default=False, description="Whether the gateway computed the amount, such as a total summed over lines."
    )
