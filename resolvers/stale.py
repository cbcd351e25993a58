"""What stands in for an answer that a backend fails to give: its last good one, until its backend is written to.

What is remembered is what a backend said to the gateway's own credential, and says nothing of who asked. Whose backend
it is and which of its fields may be seen is decided before and after, for each caller, as of a fresh answer.
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
    """Whether the vendor could not answer. One that says no, and a limit or a credential of ours, is something else."""
    if isinstance(fault, RateLimited):
        return True
    return isinstance(fault, (Unavailable, TimedOut, BadResponse)) and not is_answer(fault)


class Stale:
    """One operation's way back to earlier answers, and what it made use of."""

    def __init__(self, memory: Memory, vendor: Callable[[str], Vendor]) -> None:
        self._memory = memory
        self._vendor = vendor
        self._is_forbidden = False
        self.notes = current() or Notes()

    def forbid(self) -> None:
        """From now on nothing old is told: this operation writes."""
        self._is_forbidden = True

    def will_do(self, fault: BackendFault, generation: Generation) -> bool:
        """Whether an answer of that generation may stand in: none does where the backend was written to since."""
        return not self._is_forbidden and is_the_vendors(fault) and self._memory.generation(fault.backend) == generation

    async def answer(self, backend: str, key: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
        """What is asked for, else what was answered last to `key`. Raises a BackendFault."""
        generation = self._memory.generation(backend)
        try:
            told = await ask()
        except BackendFault as fault:
            return self._earlier(key, generation, fault).what  # type: ignore[no-any-return]
        self._keep(backend, (key, generation), told)
        return told

    def in_its_place(self, backend: str, key: Hashable, generation: Generation, told: T | BackendFault) -> Any:
        """The same for an answer that has come: it, what was answered last, or the fault."""
        if not isinstance(told, BackendFault):
            self._keep(backend, (key, generation), told)
            return told
        try:
            return self._earlier(key, generation, told).what
        except BackendFault as fault:
            return fault

    def as_of(self, key: Hashable) -> Old | None:
        """Whose and from when what this operation was told of `key` is; None where it is new."""
        return self.notes.old.get(key)

    def note(self, key: Hashable, at: Path | None) -> None:
        """What was told of `key` stands at this place of the answer."""
        if at is not None and key in self.notes.old:
            self.notes.at(tuple(at.as_list()), self.notes.old[key])

    def _earlier(self, key: Hashable, generation: Generation, fault: BackendFault) -> Remembered:
        earlier = self._memory.looks.found("answers", fault.backend, self._memory.last.get((key, generation)))
        if earlier is None or not self.will_do(fault, generation):
            raise fault
        self.notes.old[key] = Old(fault.backend, earlier.as_of)
        return earlier

    def _keep(self, backend: str, key: Hashable, told: Any) -> None:
        """What is not there any more is forgotten: a thing that was deleted does not come back."""
        vendor = self._vendor(backend)
        if told is None:
            self._memory.last.pop(key, None)
        else:
            self._memory.last[key] = Remembered(told, vendor.now(), vendor.config.stale_ttl)
