"""Wimpel's Orders API: the order system of a Dutch educational publisher, whose customers are schools.

The API. Ids are words (cuids). An order has the same fields in a list and on its own; a list row carries only the
relations that `include` names. A list is a bare array, newest order first, without a count, filters or another sort.
Times are instants in UTC. Amounts are decimal strings without a currency; there are no totals.

What we assume, where the vendor's document is silent:

- A date is sent as its midnight in the backend's zone. An empty note clears the note; whether a date can be cleared is
  not documented, so it is refused. Quantities are whole numbers.
- Creating an order under a number that is already used is refused. The reason is in `message`, or in another customary
  form (refusals.py).
- `take` is at most 100, and a page shorter than `take` is the last. Orders with the same instant keep their places.
- Every list row carries `_count`, whatever `include` names: the document's example counts relations that it did not
  include. So the number of lines costs no `include`.
- A single order lacks `customerId`, `origin`, `orderDate` and `reference`, and its lines lack ids, as in the document's
  example: these fields are null there. A line's id for clients is therefore always its position.
- `GET /v1/customers/{id}` and `GET /v1/customers?take&skip` return {id, name, number, email, phone}. The `customer` of
  an order is {id, name}; used as the customer, it would suggest that there is no e-mail address. So the customer is a
  reference, fetched once for all its orders, and `include=customer` is sent for `raw` alone. A customer's name may be a
  company's or a person's, so it never becomes `companyName`.
- `price` is the price of one unit; the backend's `prices` setting says whether it includes tax.
- `discount` is a number of unknown unit, and whether `price` already includes it is unknown. With a discount, the unit
  price and all totals are null; price and discount are in `raw`.
- A shipment is {id, number, status, shippedDate, deliveredDate, carrier, trackingCode, trackingUrl}; an invoice
  {id, number, salesOrderId, status, invoiceDate, dueDate, notes, lines, inserted, updated}, its total the sum of its
  lines.
"""

from resolvers.vendors.wimpel.client import Wimpel

__all__ = ["Wimpel"]
