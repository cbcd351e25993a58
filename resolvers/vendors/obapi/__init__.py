"""OBAPI, the Open Business API: a supplier shows each customer that customer's own documents. Read-only.

An open standard by CAP-REL; most servers are an add-on to Dolibarr and behave like it. A list is
`{"items", "pagination"}`; a single object is wrapped in its own name. Amounts and ids are strings; empty values are "".
The customer is whoever holds the token, so no order names one; there are no addresses, users or payments.

Lists sort by day and by ref. They filter by one status and by whole days, both bounds included. Orders of the same day
come in no promised order. A 404 means either that there is no such object, or that the server doesn't have this list.

What we assume, where the documents are silent:

- Days are days in the backend's time zone. `date_start` and `date_end` filter by date_order, date_shipment or
  date_invoice, according to the list.
- `ref` is unique, and `ref_asc` and `ref_desc` compare it by code point. A draft's ref is provisional and changes once.
- `unit_price_excl_tax` is the price of one unit before `discount_percent`, like Dolibarr's subprice.
- Shipments: `validated` means on its way, `closed` delivered; date_delivery is the planned day. List rows carry
  `order_ref`, the order's ref, but fewer fields than the single shipment, so a shipment is fetched if a field is
  selected that its row lacks. A row with `lines` is complete.
- Invoices: only customer_ref links one to an order, so an invoice is assigned only if no other order placed between 90
  days before this order and today has that customer_ref, and only if it isn't dated before the order. Amounts are in
  `multicurrency_code`, which rows lack, so an invoice is fetched if its total is selected.
- An order that is only partly billed has is_billed false; its invoiceStatus is NONE.
- A server that caps `per_page` below 200 pages by its cap consistently.
"""

from resolvers.vendors.obapi.client import Obapi

__all__ = ["Obapi"]
