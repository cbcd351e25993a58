"""LogicTrade: a Dutch ERP for furniture, whose orders have their customer, delivery and payments written out in them.

Their character: absent text is "", an absent day null; times carry no zone; words come capitalised or not; numbers are
JSON doubles; what is written as a code ("BM") is read as a label ("Bezorgen+montage"); a calculated total may be 0
beside priced lines. The api-key goes in a header of that name.

Their document gives one order, in and out; the rest is named there and assumed here:
- `GET /rest/v1/orders`, `/customers` and `/invoices` take `page` (from 1) and `pageSize` (up to 100), and answer a bare
  array, or an object whose first array holds the rows, with the total in total, totalCount, count or totalItems if at
  all. So a page has a total where the answer does, though the listing is declared as counted. Rows are whole, in no
  promised order; there is no filter and no sort, so a look-up by number reads the list. A record's own path is the
  list's with its id.
- An order's `number` and `externNumber`, and a customer's `number`, are unique, as the document says of them.
- An invoice is {id, number, date, expirationDate, status, totalAmount, order {id, number}}; `order.id` tells whose.
- One shipment an order, from `delivery`. deliveryStatus none is PENDING, partial SHIPPED, complete DELIVERED.
- `vat` is a number or {percentage}; `discount` below 1 is a fraction, else per cent, and partPrice has it off already.
- A totalAmount of 0 beside priced lines is not believed. Prices include tax or not as the backend is configured.
- PUT changes what it gives only where the backend sets `update = "partial"`; else none is sent. Null clears: absent
  text is told as "", an absent day as null.
- A new order's externNumber, where the caller gives none, is OG- and 20 letters and digits of a hash of the caller's
  key: by it an order whose answer was lost is found. One created before the call under that number is not meant.
- A discount below one per cent is told as a fraction, any other as per cent. Beside a discount the price of one is told
  by the price that leads to it, for LogicTrade works partPrice out anew. A house number's addition is part of it: 2B.
- An invoice goes to the customer's invoiceAddress, else to the customer's address. What `payments` lists is paid.
"""

from resolvers.vendors.logictrade.client import LogicTrade

__all__ = ["LogicTrade"]
