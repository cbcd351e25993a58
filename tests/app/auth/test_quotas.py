"""Who shares a bucket."""

from app.auth import quotas


def test_a_quota_of_nothing_is_none() -> None:
    assert quotas.of("client", "shop", 0.0) is None


def test_a_client_and_an_address_that_are_called_the_same_have_a_quota_each() -> None:
    assert quotas.of("client", "::1", 1.0) != quotas.of("address", "::1", 1.0)
