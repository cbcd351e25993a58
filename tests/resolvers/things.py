"""Backends, links and time made by hand, for what needs no vendor."""

from resolvers.vendors.base import Vendor
from resolvers.vendors.capabilities import read
from resolvers.vendors.cloudsuite import CloudSuite
from schema.backend import Backend, Health, HealthStatus
from schema.backend import Vendor as VendorName


def backend(id: str) -> Backend:
    return Backend(
        id=id,  # type: ignore[arg-type]
        vendor=VendorName.CLOUDSUITE,
        name=id,
        capabilities=read(CloudSuite, Vendor, CloudSuite.status_words),
        health_source=lambda: Health(status=HealthStatus.UNKNOWN),
    )


class Clock:
    """Moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
