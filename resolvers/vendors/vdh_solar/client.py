"""What to ask and tell VDH Solar: one order by its id, made or deleted, and nothing else."""

from types import MappingProxyType

from resolvers.errors import Rejected
from resolvers.vendors.base import Vendor
from resolvers.vendors.tolls import NO_CALL
from resolvers.vendors.upstream import segment
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


class VdhSolar(Vendor):
    """Orders that the gateway's own credential created."""

    vendor = VendorName.VDH_SOLAR
    status_words = parse.STATUS
    absent_order_fields = NEVER_FILLED
    tolls = MappingProxyType({"user": NO_CALL})
    write_table = write.TABLE
    refusing_statuses = SOMEBODY_ELSES

    async def order(self, vendor_id: str) -> Order | None:
        if not self.has_shape(vendor_id):
            return None
        answer = await self.get_or_none(f"{ORDERS}/{segment(vendor_id)}", not_there=SOMEBODY_ELSES)
        return None if answer is None else parse.order(answer, self.reading)

    async def user(self, ref: Ref[User]) -> User | None:
        """Known by id alone, so this costs no call and any id is somebody's: the same that `Order.user` gives."""
        return parse.user(ref.vendor_id, self.reading) if self.has_shape(ref.vendor_id) else None

    async def create_order(self, input: OrderCreateInput, natural: NaturalKey | None) -> Order:
        return parse.order(await self.write("POST", ORDERS, write.create(input, self.saying)), self.reading)

    async def delete_order(self, vendor_id: str) -> bool:
        """Own and pending ones. One that is somebody else's is there, and Rejected."""
        if not self.has_shape(vendor_id):
            return False
        answer = await self.write_or_none("DELETE", f"{ORDERS}/{segment(vendor_id)}")
        if answer is not None and not parse.is_deleted(answer, self.reading):
            raise Rejected(self.id, "VDH Solar did not delete it, and did not say why.")
        return answer is not None
