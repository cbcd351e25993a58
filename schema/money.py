"""Money, exact to the digit, and what tax it contains."""

from decimal import Decimal
from enum import Enum

import strawberry

from schema.field import optional


@strawberry.enum(description="Whether a stated amount includes tax.")
class TaxBasis(Enum):
    NET = strawberry.enum_value("NET", description="Without tax.")
    GROSS = strawberry.enum_value("GROSS", description="With tax.")
    UNKNOWN = strawberry.enum_value("UNKNOWN", description="The vendor does not say.")


@strawberry.type(description="An amount in a currency.")
class Money:
    amount: Decimal = strawberry.field(description="In whole units of the currency: euros, not cents.")
    currency_code: str = strawberry.field(description="ISO 4217: EUR.")


@strawberry.type(description="An amount with its views of tax. To show one figure take `gross ?? net ?? stated`.")
class TaxedMoney:
    stated: Money = strawberry.field(description="As the vendor states it; net where it states both.")
    tax_basis: TaxBasis = strawberry.field(description="Whether `stated` includes tax.")
    net: Money | None = optional("Without tax, where the vendor says or it follows exactly.")
    gross: Money | None = optional("With tax, where the vendor says or it follows exactly.")
    tax: Money | None = optional("The tax alone, where the vendor says or it follows exactly.")
    is_derived: bool = strawberry.field(
        default=False, description="True where the gateway worked it out, as a total summed over lines."
    )
