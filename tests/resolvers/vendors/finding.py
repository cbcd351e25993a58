"""Looks up the orders of one number, as vendors do of many."""

from resolvers.vendors.base import Vendor
from resolvers.vendors.places import taken
from schema.order import Order


async def by_number(vendor: Vendor, number: str) -> list[Order]:
    return taken((await vendor.orders_by_numbers([number]))[0])


async def by_external_number(vendor: Vendor, number: str) -> list[Order]:
    return taken((await vendor.orders_by_external_numbers([number]))[0])
