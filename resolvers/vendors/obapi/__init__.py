"""OBAPI, the Open Business API: a supplier shows each of its customers that customer's own papers. Read-only.

An open standard by CAP-REL; most servers are an add-on to Dolibarr, so its habits show through. Every list is
`{"items", "pagination"}`, every single thing is wrapped in its own name, amounts and ids are strings, and what is empty
is "". The customer is who holds the token, so no order names one; there are no addresses, users or payments.

Lists sort by day and by ref, and filter by one status word and by whole days, both ends included. Orders of one day
come in no promised order. A 404 is "no such thing", or "this server has no such list".

What we assume where the documents are silent:

- Days are days in the backend's time zone; `date_start` and `date_end` are held against date_order, date_shipment and
  date_invoice, each against that of its own list.
- `ref` is unique, and `ref_asc`, `ref_desc` compare it by code point. A draft's is provisional and changes once.
- `unit_price_excl_tax` is what a unit costs before `discount_percent`, as Dolibarr's subprice is.
- Shipments: `validated` is on its way, `closed` has arrived; date_delivery is the day planned. List rows carry
  `order_ref`, the order's ref, but less than the single shipment does, so each one of which more is selected than its
  row tells is asked for singly; a row that has `lines` is whole.
- Invoices: nothing ties one to an order but a customer_ref that no other order could have meant: none between 90 days
  before the order and today. An order's invoices are not dated before it. Amounts are in `multicurrency_code`; rows
  don't carry it, so each invoice whose total is selected is asked for singly.
- An order that is not billed in full says is_billed false, and is told as invoiced not at all.
- A server that caps `per_page` below 200 pages by its cap consistently.
"""

from resolvers.vendors.obapi.client import Obapi

__all__ = ["Obapi"]
