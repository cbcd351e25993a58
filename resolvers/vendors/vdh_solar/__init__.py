"""VDH Solar, a Dutch wholesaler of solar panels: orders one at a time, money in whole cents.

Their character. Only single orders are documented, so there is no list. An order is read by id alone and only by the
integrator that created it. It has no number, no currency, no customer record and no ids of its lines; its buyer is a
user id, of whom nothing more can be asked, so that a look-up answers any id without a call. Everything else is
embedded, and what is empty is `[]`, also where an object is meant.

What we assume where their document is silent:

- Authorization: Bearer, and `/v1/orders` stands behind the configured url, as in `https://vdh-solar.nl/api`.
- 404 is no order. 403 on one order is an order of somebody else, so nothing there for us; a credential that is refused
  is 401. A token without the right to read orders would look like an empty backend.
- Times are whole seconds since 1970 in a string; `created_at` is when it was ordered. Shipment dates are plain days.
- Only an order of one's own that is pending can be deleted; whatever the status of their error, 403 too, it is a no to
  the call where it has their `type`, and about the credential where it has none.
- An address has the fields of their address model: no country, no region; the house number is a number.
- Currency and zone are the backend's. There is no country, and none is invented.
- Prices at order level called `unit_price_…` mean nothing (the document: "of the product"); they stay in `raw`.
- `vat_amount` is the tax in the total beside it. Where net and gross both stand there, the tax is their difference.
- Only the status `pending` is evidenced. The plain English words of OrderStatus are taken as themselves.
- There is one shipment. Its dates don't say where it stands: the document's own pending order carries a delivered_date.
  A pending, shipped, delivered or cancelled order says it of its shipment too; from any other it is UNKNOWN.
- Of an order that says `pick_up` or `delivery` twice, the shipment's own `style` wins over `shipment_style`.
- payment.status is `paid` or `pending`; another word is UNKNOWN. No amount is given, so none is told.
"""

from resolvers.vendors.vdh_solar.client import VdhSolar

__all__ = ["VdhSolar"]
