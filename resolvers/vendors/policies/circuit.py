"""The circuit breaker: stops calls to a backend that fails too often, then probes it before it closes again."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from resolvers.vendors.policies.window import RollingWindow


class State(Enum):
    CLOSED = "calls pass"
    OPEN = "no call passes"
    HALF_OPEN = "a few calls pass, to see"


@dataclass(frozen=True)
class Rules:
    """Opens if at least the share `failing` of at least `least` calls in `window` seconds failed; `least` 0: never.

    After `rest` seconds it is half-open: `probes` calls pass, of which `good` must succeed to close it, and one failure
    opens it again. `slices`: of the rolling window.
    """

    window: float = 30.0
    slices: int = 10
    failing: float = 0.5
    least: int = 20
    rest: float = 15.0
    probes: int = 5
    good: int = 3


class Open(Exception):
    """No call may be made. `seconds`: until it is worth trying again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Attempt:
    """One call that passed the circuit. Its first outcome counts, unless the circuit has changed state since.

    `abandoned`: the call says nothing about the backend; if it was a probe, another one may take its place.
    """

    def __init__(self, circuit: "Circuit", era: int) -> None:
        self._circuit = circuit
        self._era = era
        self._outcome: str | None = None

    def succeeded(self) -> None:
        self._tell("success")

    def failed(self) -> None:
        self._tell("failure")

    def abandoned(self) -> None:
        self._tell("abandoned")

    def turned_out_bad(self) -> None:
        """A success whose answer can't be read becomes a failure."""
        if self._outcome == "success":
            self._outcome = "failure"
            self._circuit.retract(self._era)

    def _tell(self, outcome: str) -> None:
        if self._outcome is None:
            self._outcome = outcome
            self._circuit.settle(self._era, outcome)


class Circuit:
    """`changed`: called with each new state. An era ends when the state changes."""

    def __init__(
        self, rules: Rules, now: Callable[[], float], changed: Callable[[State], None] = lambda state: None
    ) -> None:
        self._rules = rules
        self._now = now
        self._changed = changed
        self._counts = RollingWindow(rules.window, rules.slices, now)
        self._state = State.CLOSED
        self._era = 0
        self._opened = 0.0
        self._let_through = 0
        self._good = 0

    @property
    def state(self) -> State:
        rested = self._state is State.OPEN and self._now() >= self._opened + self._rules.rest
        return State.HALF_OPEN if rested else self._state

    def refuse_if_open(self) -> None:
        """Raises Open if no call may pass now. Does not count as a probe."""
        if self.state is State.OPEN:
            raise Open(self._opened + self._rules.rest - self._now())
        if self.state is State.HALF_OPEN and self._let_through >= self._rules.probes:
            raise Open(1.0)

    def attempt(self) -> Attempt:
        """Lets one call pass, as a probe if half-open. Raises Open."""
        self.refuse_if_open()
        if self._state is State.OPEN:
            self._become(State.HALF_OPEN)
        if self._state is State.HALF_OPEN:
            self._let_through += 1
        return Attempt(self, self._era)

    # ---------------------------------------------------------------- outcomes, for Attempt

    def settle(self, era: int, outcome: str) -> None:
        """`outcome`: success, failure or abandoned."""
        if era != self._era:
            return
        if self._state is State.HALF_OPEN:
            self._settle_probe(outcome)
        elif outcome != "abandoned":
            self._counts.add(outcome)
            self._open_if_failing()

    def retract(self, era: int) -> None:
        """Turns a recorded success into a failure; if half-open, opens the circuit."""
        if era == self._era and self._state is State.CLOSED:
            self._counts.add("success", -1)
            self._counts.add("failure")
            self._open_if_failing()
        elif era == self._era:
            self._become(State.OPEN)

    def _settle_probe(self, outcome: str) -> None:
        if outcome == "abandoned":
            self._let_through -= 1
        elif outcome == "failure":
            self._become(State.OPEN)
        else:
            self._good += 1
            if self._good >= self._rules.good:
                self._become(State.CLOSED)

    def _open_if_failing(self) -> None:
        failed = self._counts.count("failure")
        calls = failed + self._counts.count("success")
        if self._rules.least and calls >= self._rules.least and failed >= self._rules.failing * calls:
            self._become(State.OPEN)

    def _become(self, state: State) -> None:
        self._state, self._opened = state, self._now()
        self._era += 1
        self._let_through = self._good = 0
        self._counts.clear()
        self._changed(state)
