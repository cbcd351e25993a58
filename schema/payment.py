"""Payments."""

import strawberry

from schema.field import optional
from schema.money import Money
from schema.status import PaymentStatus


@strawberry.type(description="A payment, made or due.")
class Payment:
    status: PaymentStatus = strawberry.field(description="The status.")
    vendor_status: str | None = optional("The status in the vendor's own word.")
    method: str | None = optional("The bank or provider, such as Rabobank.")
    type: str | None = optional("The payment method, such as iDEAL.")
    amount: Money | None = optional("The amount.")
    pay_url: str | None = optional("The URL where the customer can pay, as the vendor wrote it.")
