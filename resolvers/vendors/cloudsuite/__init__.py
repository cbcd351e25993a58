"""CloudSuite: a Dutch webshop that knows everything by reference.

An order names its customer, user and addresses by id; each of them costs a call, sometimes two (the second by the key
that the record was imported under). List rows hold eight fields, so nearly all of an order costs a call of its own.
Prices are net, in strings; tax rates are unknown, so no total with tax can be told. Shipments, invoices and payments
can't be read.

What their document leaves open is taken to be so:

- Access: `Authorization: Bearer`, or what the configuration says.           config, auth.py
- `limit` goes up to 100; rows run by creation, oldest first.                client.py, order_listing
- `state` takes one word, `reference` finds the whole number, both exactly.  narrow.py
- The states are those of their other pages; `done` is COMPLETED.            parse.py, STATUS
- Times without a zone are in the backend's configured one.                  reading.instant
- An answer with nothing but id, origin and key is thin: the key is asked.   parse.py, IDENTITY
- The fields of addresses, customers and users.                              parse.py, the structs
- `id__in`, where the configuration allows it, answers in the list's shape.  client.py, in_bulk
- A key is given once: POST refuses another order under it.                  client.py, find_created
- Where the caller gives no key, it is OG- and 20 letters and digits.        writing.py, NaturalKey
- Lines are numbered 10, 20 … where the caller does not.                     write.py, create
- PATCH changes what it gives; null clears the ERP number.                   write.py, TABLE
- Several orders may have one reference or one ERP number.                   client.py, _find
"""

from resolvers.vendors.cloudsuite.client import CloudSuite

__all__ = ["CloudSuite"]
