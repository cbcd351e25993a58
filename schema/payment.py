"""How it was paid."""

import strawberry

from schema.field import optional
from schema.money import Money
from schema.status import PaymentStatus


@strawberry.type(description="A payment, or the way to make one.")
class Payment:
    status: PaymentStatus = strawberry.field(description="Whether it is made.")
    vendor_status: str | None = optional("The vendor's own word.")
    method: str | None = optional("Through whom: Rabobank.")
    type: str | None = optional("By what means: iDeal.")
    amount: Money | None = optional("How much.")
    pay_url: str | None = optional("Where to pay, as the vendor wrote it.")
