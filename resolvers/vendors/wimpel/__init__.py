"""Wimpel's Orders API: the order system behind a Dutch educational publisher; schools buy books from it.

Their character: ids are words (cuids), an order is the same whole thing in a list as alone, and a list brings along
just the relations that `include` names. Lists are bare arrays, newest order first, without a count, a filter or
another sort. Times are instants in UTC. Money is a decimal string without currency, and nothing is totalled.

What we assume, where their document is silent:

- A day is told as its midnight in the backend's zone. A note is cleared by an empty one; whether a day can be cleared
  is not said, so that is refused. Quantities are whole numbers.
- Orders whose number was used are refused. Reasons come as text under `message`, or however they come (refusals.py).
- `take` is at most 100, and a page shorter than `take` is the last. Orders of one instant keep their places.
- Every list row carries `_count`, whatever `include` names (the document's example counts relations that it did not
  ask for), so the number of lines costs no `include`.
- An order alone says no `customerId`, `origin`, `orderDate` or `reference`, and its lines have no ids, as in the
  document's example: there these fields are null. A line's id for clients is therefore its position, always.
- `GET /v1/customers/{id}` and `GET /v1/customers?take&skip` give {id, name, number, email, phone}. The `customer` of an
  order is {id, name}, too thin to stand for the customer, whose e-mail address it would make out to be missing. So the
  customer is a reference, followed once for all its orders, and `include=customer` is asked for `raw` alone. Whether
  a customer's name is a company's or a person's is not said: it is never shown as the company's.
- `price` is what one unit costs; with or without tax is up to the backend's `prices`.
- `discount` is a number without a unit. Where it is anything but nothing, neither price can be told, with or without
  it, nor can a total: they are null, and price and discount are in `raw`.
- A shipment is {id, number, status, shippedDate, deliveredDate, carrier, trackingCode, trackingUrl}; an invoice
  {id, number, salesOrderId, status, invoiceDate, dueDate, notes, lines, inserted, updated}, its total summed over
  its lines.
"""

from resolvers.vendors.wimpel.client import Wimpel

__all__ = ["Wimpel"]
