"""Where a request comes from, as far as callers without a name are told apart by it."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope

ONE_SITE = 64
"""Bits of an IPv6 address: who has one of these networks has all addresses in it."""
NOWHERE = "nowhere"
"""A local socket's end, or what is no address."""


def of(scope: Scope) -> str:
    """An IPv4 address, or an IPv6 network."""
    try:
        found = ip_address((scope.get("client") or (NOWHERE,))[0])
    except ValueError:
        return NOWHERE
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), ONE_SITE), strict=False))
