"""VDH Solar, a Dutch wholesaler of solar panels: orders one at a time, amounts in whole cents.

The API. Only single orders are documented, so there is no list. An order is read by id, and only by the integrator that
created it. It has no number, no currency, no customer record and no line ids. Its buyer is a user id, about which
nothing more can be requested, so a user lookup answers any id without a call. Everything else is embedded. An empty
object is sent as `[]`.

What we assume, where the vendor's document is silent:

- Authorization is Bearer, and `/v1/orders` follows the configured URL, such as `https://vdh-solar.nl/api`.
- 404: there is no such order. 403 on one order: it is somebody else's, so for us there is none. 401: the credential is
  refused. A credential without permission to read orders would therefore look like an empty backend.
- Times are whole seconds since 1970, in a string; `created_at` is when the order was placed. Shipment dates are plain
  dates.
- Only one's own pending orders can be deleted. An error answer to a write that has their `type`, even with status 403,
  rejects this write; a 401 or 403 without `type` refuses the credential.
- An address has the fields of their address model: no country, no region; the house number is a number. No country is
  made up.
- Currency and time zone are the backend's.
- The order-level `unit_price_...` fields have no meaning for an order (the document: "of the product"); they stay in
  `raw`.
- `vat_amount` is the tax in the total next to it. If that has net and gross, the tax is their difference.
- Of the statuses only `pending` is documented. The English words of OrderStatus are taken literally.
- There is one shipment. Its dates don't tell its status: the document's own pending order has a delivered_date. The
  shipment of a pending, shipped, delivered or cancelled order has that status; of any other order, UNKNOWN.
- `pick_up` or `delivery` may be given twice; the shipment's own `style` wins over the order's `shipment_style`.
- payment.status is `paid` or `pending`; any other word is UNKNOWN. A payment has no amount.
"""

from resolvers.vendors.vdh_solar.client import VdhSolar

__all__ = ["VdhSolar"]
