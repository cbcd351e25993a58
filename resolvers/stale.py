"""Falls back to a backend's last good answer when the backend fails, until the backend is written to.

Answers do not depend on the caller: backends answer to the gateway's own credential. Access to backends and fields is
checked for each caller, outside this module, for stale and fresh answers alike.
"""

from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

from graphql.pyutils import Path

from resolvers.errors import BackendFault, BadResponse, RateLimited, TimedOut, Unavailable
from resolvers.memory import Memory, Remembered
from resolvers.stale_notes import Notes, Old, current
from resolvers.vendors.answering import is_answer
from resolvers.vendors.base import Vendor

T = TypeVar("T")
Generation = tuple[int, int]


def is_the_vendors(fault: BackendFault) -> bool:
    """Whether the vendor was unable to answer: not if it refused, nor if our own limit or credential was the cause."""
    if isinstance(fault, RateLimited):
        return True
    return isinstance(fault, (Unavailable, TimedOut, BadResponse)) and not is_answer(fault)


class Stale:
    """One operation's access to last answers. `notes`: those it used, and where."""

    def __init__(self, memory: Memory, vendor: Callable[[str], Vendor]) -> None:
        self._memory = memory
        self._vendor = vendor
        self._is_forbidden = False
        self.notes = current() or Notes()

    def forbid(self) -> None:
        """No stale answers from now on, because this operation writes."""
        self._is_forbidden = True

    def will_do(self, fault: BackendFault, generation: Generation) -> bool:
        """Whether an answer of that generation may stand in: not if the backend was written to since."""
        return not self._is_forbidden and is_the_vendors(fault) and self._memory.generation(fault.backend) == generation

    async def answer(self, backend: str, key: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
        """The result of `ask`, or the last answer to `key` if that fails. Raises a BackendFault if there is neither."""
        generation = self._memory.generation(backend)
        try:
            told = await ask()
        except BackendFault as fault:
            return self._last_answer(key, generation, fault).what  # type: ignore[no-any-return]
        self._keep(backend, (key, generation), told)
        return told

    def in_its_place(self, backend: str, key: Hashable, generation: Generation, told: T | BackendFault) -> Any:
        """As `answer`, for a result that is already there. Returns the fault in place of raising it."""
        if not isinstance(told, BackendFault):
            self._keep(backend, (key, generation), told)
            return told
        try:
            return self._last_answer(key, generation, told).what
        except BackendFault as fault:
            return fault

    def as_of(self, key: Hashable) -> Old | None:
        """The backend and time of the stale answer that this operation used for `key`; None if it used none."""
        return self.notes.old.get(key)

    def note(self, key: Hashable, at: Path | None) -> None:
        """Notes the path in the response that shows the answer to `key`, if it is stale."""
        if at is not None and key in self.notes.old:
            self.notes.at(tuple(at.as_list()), self.notes.old[key])

    def _last_answer(self, key: Hashable, generation: Generation, fault: BackendFault) -> Remembered:
        earlier = self._memory.looks.found("answers", fault.backend, self._memory.last.get((key, generation)))
        if earlier is None or not self.will_do(fault, generation):
            raise fault
        self.notes.old[key] = Old(fault.backend, earlier.as_of)
        return earlier

    def _keep(self, backend: str, key: Hashable, told: Any) -> None:
        """None drops the last answer, so that a deleted object does not come back."""
        vendor = self._vendor(backend)
        if told is None:
            self._memory.last.pop(key, None)
        else:
            self._memory.last[key] = Remembered(told, vendor.now(), vendor.config.stale_ttl)
