"""What to ask VDH Solar: one order by its id, and nothing else."""

from resolvers.errors import Unauthenticated
from resolvers.vendors.base import Vendor
from resolvers.vendors.upstream import segment
from resolvers.vendors.vdh_solar import parse
from schema.backend import Vendor as VendorName
from schema.order import Order

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


class VdhSolar(Vendor):
    """Orders that the gateway's own credential created."""

    vendor = VendorName.VDH_SOLAR
    status_words = parse.STATUS
    absent_order_fields = NEVER_FILLED

    async def order(self, vendor_id: str) -> Order | None:
        if not self.has_shape(vendor_id):
            return None
        answer = await self._own(f"/v1/orders/{segment(vendor_id)}")
        return None if answer is None else parse.order(answer, self.reading)

    async def _own(self, path: str) -> bytes | None:
        """None where it is not there, and where it is somebody else's."""
        try:
            return await self.get_or_none(path)
        except Unauthenticated as refusal:
            if refusal.http_status == 403:
                return None
            raise
