"""LogicTrade: a Dutch ERP for furniture shops, whose orders embed their customer, delivery and payments.

The API. Missing text is "", a missing date null. Times have no zone. The capitals of words vary. Numbers are JSON
doubles. What is written as a code ("BM") is read as a label ("Bezorgen+montage"). `totalAmount` may be 0 although lines
have prices. The secret goes in the header `api-key`.

The document describes reading and creating one order; it only names the rest. We assume:

- `GET /rest/v1/orders`, `/customers` and `/invoices` take `page` (from 1) and `pageSize` (up to 100). The answer is a
  bare array, or an object whose first array has the rows; it has the total in total, totalCount, count or totalItems,
  or not at all. With a total, a short page need not be the last one. Rows are whole records in no promised order.
  There are no filters and no sorts, so a lookup by number reads the list. A single record is at the list's path with
  its id.
- An order's `number` and `externNumber` and a customer's `number` are unique; the document says so.
- An invoice is {id, number, date, expirationDate, status, totalAmount, order {id, number}}; `order.id` is its order.
- An order has one shipment, its `delivery`. deliveryStatus none is PENDING, partial SHIPPED, complete DELIVERED.
- `vat` is a number or {percentage}. `discount` below 1 is a fraction, otherwise per cent; partPrice is after discount.
- A totalAmount of 0 is ignored if lines have prices. The backend's `prices` setting says whether prices include tax.
- PUT changes only the fields it has, if the backend sets `update = "partial"`; otherwise updates are refused. Null
  clears: text as "", a date as null.
- A new order's externNumber, if the caller gives none, is OG- and 20 letters and digits of a hash of the idempotency
  key; an order whose answer was lost is found by it. An order with the caller's own externNumber that was created
  before the request is not the one.
- A discount below one per cent is sent as a fraction, any other as per cent. With a discount, a line is sent with the
  list price that gives its unit price, because LogicTrade recomputes partPrice. A house number's addition is appended
  to the number: 2B.
- The billing address is the customer's invoiceAddress, otherwise the customer's address. `payments` lists what has been
  paid.
"""

from resolvers.vendors.logictrade.client import LogicTrade

__all__ = ["LogicTrade"]
