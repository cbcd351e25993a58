"""CloudSuite: a Dutch webshop platform that links everything by reference.

The API. An order gives the ids of its customer, user and addresses. Each lookup takes one call, sometimes two: the
second by the key that the record was imported under. List rows have eight fields, so most order fields cost a call per
order. Prices are net, in strings; tax rates are unknown, so there are no gross totals. Shipments, invoices and payments
can't be read.

What we assume, where the document is silent, and where in the code:

- Access is `Authorization: Bearer`, unless configured otherwise.              config, auth.py
- `limit` goes up to 100; rows are sorted by creation, oldest first.           client.py, order_listing
- `state` takes one status, `reference` a whole number; both match exactly.    narrow.py
- The statuses are those on their other pages; `done` is COMPLETED.            parse.py, STATUS
- Times without a zone are in the backend's time zone.                         reading.instant
- A record with nothing but id, origin and key is looked up by its key.        parse.py, IDENTITY
- The fields of addresses, customers and users.                                answers.py
- `id__in`, if the configuration allows it, answers like a list.               client.py, in_bulk
- A key is unique: POST refuses a second order under it.                       client.py, find_created
- If the caller gives no key, it is OG- and 20 letters and digits.             writing.py, NaturalKey
- Lines without a number are numbered 10, 20 and so on.                        write.py, create
- PATCH changes only the fields it has; null clears the ERP number.            write.py, TABLE
- Several orders may have the same reference or ERP number.                    client.py, _find
"""

from resolvers.vendors.cloudsuite.client import CloudSuite

__all__ = ["CloudSuite"]
