"""The client's address, by which anonymous callers are told apart."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope

SITE_PREFIX = 64
"""Bits of an IPv6 address that identify a site, which has all addresses below."""
NOWHERE = "nowhere"
"""A Unix socket, or not an address."""


def of(scope: Scope) -> str:
    """An IPv4 address, or an IPv6 network."""
    try:
        found = ip_address((scope.get("client") or (NOWHERE,))[0])
    except ValueError:
        return NOWHERE
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), SITE_PREFIX), strict=False))
