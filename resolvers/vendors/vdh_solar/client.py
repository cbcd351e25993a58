"""The requests to VDH Solar: reading, creating and deleting a single order."""

from types import MappingProxyType

from resolvers.errors import Refused
from resolvers.vendors import refusals
from resolvers.vendors.base import Vendor
from resolvers.vendors.tolls import NO_CALL
from resolvers.vendors.vdh_solar import parse, write
from resolvers.vendors.writing import NaturalKey
from schema.backend import Vendor as VendorName
from schema.link import Ref
from schema.order import Order
from schema.user import User
from schema.write_inputs import OrderCreateInput

NEVER_FILLED = frozenset(
    {
        "number",
        "externalNumber",
        "stockStatus",
        "invoiceStatus",
        "origin",
        "paidAmount",
        "outstandingAmount",
        "internalNote",
        "description",
        "paymentTerms",
        "paymentMethod",
        "customerId",
        "customer",
        "invoices",
        "documents",
    }
)
ORDERS = "/v1/orders"
SOMEBODY_ELSES = frozenset({403})
"""Statuses of the answer about an order that another integrator created."""


class VdhSolar(Vendor):
    """Orders that the gateway's own credential created."""

    vendor = VendorName.VDH_SOLAR
    status_words = parse.STATUS
    absent_order_fields = NEVER_FILLED
    tolls = MappingProxyType({"user": NO_CALL})
    write_table = write.TABLE
    refusing_statuses = SOMEBODY_ELSES

    async def order(self, vendor_id: str) -> Order | None:
        answer = await self.get_by_id(ORDERS, vendor_id, not_there=SOMEBODY_ELSES)
        return None if answer is None else parse.order(answer, self.reading)

    async def user(self, ref: Ref[User]) -> User | None:
        """The same as `Order.user`: any id is accepted, without a call, because users are known by id only."""
        return parse.user(ref.vendor_id, self.reading) if self.has_shape(ref.vendor_id) else None

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        answer = await self.write("POST", ORDERS, write.create(input, self.saying))
        return parse.order(answer, self.reading)

    async def delete_order(self, vendor_id: str) -> bool:
        """Raises Rejected for an order that is somebody else's, or no longer pending."""
        answer = await self.write_by_id("DELETE", ORDERS, vendor_id)
        if answer is None:
            return False
        if not parse.is_deleted(answer, self.reading):
            raise refusals.told(Refused(self.id, answer, http_status=200))
        return True
