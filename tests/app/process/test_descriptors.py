"""How many files and connections the process may have open."""

import resource
from collections.abc import Iterator

import pytest

from app.process import descriptors

LIMIT = resource.RLIMIT_NOFILE


@pytest.fixture
def most() -> Iterator[int]:
    """The hard limit, under a soft one that is lower."""
    soft, hard = resource.getrlimit(LIMIT)
    resource.setrlimit(LIMIT, (min(soft, 1000), hard))
    yield hard
    resource.setrlimit(LIMIT, (soft, hard))


def test_the_soft_limit_is_raised_to_the_hard_one(most: int) -> None:
    descriptors.allow_all()

    assert resource.getrlimit(LIMIT) == (most, most)
