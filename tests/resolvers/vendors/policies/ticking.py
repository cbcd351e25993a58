"""A clock that stands still until it is told otherwise; to sleep on it moves it on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from resolvers.vendors.policies.clock import Clock


@dataclass
class Ticking:
    at: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def utc(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)

    def wait(self, seconds: float) -> None:
        self.at += seconds

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds

    @property
    def clock(self) -> Clock:
        return Clock(self.now, self.sleep, self.utc)
