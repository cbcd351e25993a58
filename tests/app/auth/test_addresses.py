"""Where a request comes from."""

from typing import Any

import pytest

from app.auth import addresses


@pytest.mark.parametrize(
    ("client", "found"),
    [
        (("192.0.2.7", 1234), "192.0.2.7"),
        (("::ffff:192.0.2.7", 1234), "192.0.2.7"),
        (("2001:db8:1:2:3:4:5:6", 1234), "2001:db8:1:2::/64"),
        (("2001:db8:1:2::", 1234), "2001:db8:1:2::/64"),
        (("fe80::1%eth0", 1234), "fe80::/64"),
        (("/run/gateway.sock", 0), "nowhere"),
        (("", 0), "nowhere"),
        (None, "nowhere"),
    ],
)
def test_an_ipv4_address_is_a_caller_and_so_is_an_ipv6_network(client: Any, found: str) -> None:
    assert addresses.of({"type": "http", "client": client}) == found


def test_a_server_that_says_nothing_of_it_has_one_caller() -> None:
    assert addresses.of({"type": "http"}) == "nowhere"
