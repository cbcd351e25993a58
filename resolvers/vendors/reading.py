"""How to read one backend's answers: its ids, currency, time zone, tax basis and words."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast
from urllib.parse import quote
from zoneinfo import ZoneInfo

import strawberry
from cachetools import LRUCache

from resolvers import batches
from resolvers.errors import BadResponse
from resolvers.vendors import values
from resolvers.vendors.drift import Change, Drift
from schema.backend import Backend
from schema.document import Document
from schema.link import Ref, gid
from schema.money import Money, TaxBasis, TaxedMoney
from schema.status import OrderStatus, PaymentStatus

T = TypeVar("T")
ROWS = 2_000
"""Parsed list rows cached per backend. A large one, such as LogicTrade's, takes about 10 kB."""
BATCH = 100
"""Rows that are parsed before the event loop may run other tasks: some 10 ms."""


@dataclass(frozen=True)
class Reading:
    """`statuses`: by the vendor's word, case-folded. `public_url`: the start of documents' URLs."""

    backend: Backend
    currency: str
    zone: ZoneInfo
    prices: TaxBasis
    statuses: Mapping[str, OrderStatus]
    public_url: str = ""
    drift: Drift = field(default_factory=Drift, compare=False)
    _rows: LRUCache[Hashable, Any] = field(default_factory=lambda: LRUCache(ROWS), compare=False, repr=False)

    def noticed(self, change: Change, key: str) -> None:
        """Counts drift at this key."""
        self.drift.noticed(self.backend.id, change, key)

    def row(self, read: Callable[..., T], text: bytes, *how: Hashable) -> T:
        """The result of `read(text, self, *how)`, cached: a row with the same bytes is not parsed again."""
        key = read, text, how
        found: T | None = self._rows.get(key)
        if found is None:
            found = self._rows[key] = read(text, self, *how)
        return found

    async def rows(self, read: Callable[..., T], texts: Sequence[bytes], *how: Hashable) -> list[T]:
        """The result of `row` for each text."""
        return await batches.mapped(lambda text: self.row(read, text, *how), texts, BATCH)

    def said(self, value: T | None, what: str) -> T:
        """The value of a non-null field. For None, returns a BadResponse, which graphql-core raises at the field."""
        return value if value is not None else cast(T, BadResponse(self.backend.id, f"did not send {what}."))

    def counted(self, things: Sequence[object] | None, what: str) -> int:
        """How many there are. None becomes a BadResponse, as in `said`."""
        return self.said(None if things is None else len(things), what)

    def gid(self, kind: str, vendor_id: str | int, part: str | int | None = None) -> strawberry.ID:
        return gid(self.backend.id, kind, str(vendor_id), part)

    def ref(
        self, kind: type[T], vendor_id: str | int | None, origin: str | None = None, key: str | None = None
    ) -> Ref[T] | None:
        """None if there is no id."""
        if vendor_id is None or vendor_id == "":
            return None
        return Ref(kind, self.backend.id, str(vendor_id), origin, key)

    def status(self, word: str | None) -> OrderStatus:
        """UNKNOWN if the word is missing or not mapped."""
        return self.word("status", word, self.statuses, OrderStatus.UNKNOWN)

    def word(self, key: str, word: str | None, meanings: Mapping[str, T], otherwise: T) -> T:
        """`meanings`: by case-folded word. `otherwise` if it is missing, or not mapped, which is drift at `key`."""
        if not word:
            return otherwise
        found = meanings.get(word.casefold())
        if found is None:
            self.noticed(Change.WORD, key)
            return otherwise
        return found

    def instant(self, value: str | None) -> datetime | None:
        return values.instant(value, self.zone)

    def day(self, value: str | None) -> date | None:
        return values.day(value, self.zone)

    def money(self, amount: Decimal | None, currency: str | None = None) -> Money | None:
        return None if amount is None else Money(amount=amount, currency_code=currency or self.currency)

    def taxed(
        self,
        *,
        net: Decimal | None = None,
        gross: Decimal | None = None,
        tax: Decimal | None = None,
        currency: str | None = None,
        derived: bool = False,
    ) -> TaxedMoney | None:
        """For a vendor that says whether tax is included. Of net, gross and tax, a missing one is computed."""
        net = values.difference(gross, tax) if net is None else net
        gross = values.total((net, tax)) if gross is None else gross
        tax = values.difference(gross, net) if tax is None else tax
        stated = net if net is not None else gross
        if stated is None:
            return None
        return TaxedMoney(
            stated=Money(amount=stated, currency_code=currency or self.currency),
            tax_basis=TaxBasis.GROSS if net is None else TaxBasis.NET,
            net=self.money(net, currency),
            gross=self.money(gross, currency),
            tax=self.money(tax, currency),
            is_derived=derived,
        )

    def stated(self, amount: Decimal | None, *, derived: bool = False) -> TaxedMoney | None:
        """For a vendor that does not say whether tax is included: by the backend's configured basis."""
        money = self.money(amount)
        if money is None:
            return None
        return TaxedMoney(
            stated=money,
            tax_basis=self.prices,
            net=money if self.prices is TaxBasis.NET else None,
            gross=money if self.prices is TaxBasis.GROSS else None,
            is_derived=derived,
        )

    def outstanding(self, total: TaxedMoney | None, paid: Decimal | None) -> Money | None:
        """The gross total minus what is paid; None if either is unknown."""
        if total is None or total.gross is None or paid is None:
            return None
        return self.money(values.difference(total.gross.amount, paid), total.gross.currency_code)

    def payment_status(self, total: TaxedMoney | None, paid: Decimal | None) -> PaymentStatus | None:
        """UNPAID if nothing is paid; else by the gross total, or UNKNOWN without one. None if `paid` is unknown."""
        if paid is None:
            return None
        if paid == 0:
            return PaymentStatus.UNPAID
        if total is None or total.gross is None:
            return PaymentStatus.UNKNOWN
        return PaymentStatus.PAID if paid >= total.gross.amount else PaymentStatus.PARTIALLY_PAID

    def order_pdf(self, order_id: str, name: str) -> Document:
        """The document that `/documents/<backend>/order/<id>` streams."""
        path = f"/documents/{self.backend.id}/order/{quote(order_id, safe='')}"
        return Document(name=name, mime_type="application/pdf", url=self.public_url.rstrip("/") + path)
