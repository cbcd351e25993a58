"""What can go wrong between us and a vendor, and what a client is told of it.

    GatewayError                     a client may see it as it is       schema/errors.py
    ├── BadUserInput                 an argument can't be used          BAD_USER_INPUT
    ├── Ambiguous                    more than one thing matches        AMBIGUOUS
    ├── Forbidden                    the caller lacks the scope         FORBIDDEN
    └── BackendFault                 knows whose it is
        ├── Unsupported              the vendor has no such thing       UNSUPPORTED
        ├── Unavailable              refused, cut off, or 5xx           BACKEND_UNAVAILABLE
        │   └── NeverSent            no connection: nothing was asked   BACKEND_UNAVAILABLE
        │       ├── CircuitOpen      it fails too often to be asked     CIRCUIT_OPEN
        │       ├── Overloaded       too many wait for it already       BACKEND_OVERLOADED
        │       └── NoTurn           no turn within the time there is   BACKEND_TIMEOUT
        ├── TimedOut                 no answer in time                  BACKEND_TIMEOUT
        ├── RateLimited              429                                BACKEND_RATE_LIMITED
        ├── Unauthenticated          401, 403: our credential           BACKEND_UNAUTHENTICATED
        ├── Overspent                the operation had all its calls    UPSTREAM_BUDGET_EXCEEDED
        ├── Gone                     listed, and not there any more     NOT_FOUND
        ├── Rejected                 a write that the vendor says no to BACKEND_BAD_RESPONSE
        └── BadResponse              an answer that can't be read       BACKEND_BAD_RESPONSE
            ├── Refused              400, 405, 409, 422 …: of a write, the vendor's no
            └── NotThere             404: what it means, the vendor's client decides

Messages are ours alone: no word of a vendor's answer, no address, no secret. Rejected's is the vendor's: a user error
of a write repeats it, and nothing else does.
"""

from typing import Any, ClassVar

from schema.errors import BackendError, ErrorCode, GatewayError


class BadUserInput(GatewayError):
    """An argument that can't be used. `argument` names it, a dot between its parts."""

    code = ErrorCode.BAD_USER_INPUT

    def __init__(self, message: str, argument: str | None = None) -> None:
        super().__init__(message, argument=argument)


class Ambiguous(GatewayError):
    code = ErrorCode.AMBIGUOUS


class Forbidden(GatewayError):
    code = ErrorCode.FORBIDDEN


class BackendFault(GatewayError):
    """What went wrong at one backend. `http_status`: its answer's, where there was one; `retry_after`: seconds."""

    is_retryable: ClassVar[bool] = False

    def __init__(
        self, backend: str, what: str, *, http_status: int | None = None, retry_after: float | None = None
    ) -> None:
        self.backend = backend
        self.http_status = http_status
        self.retry_after = retry_after
        super().__init__(f"Backend {backend} {what}")

    @property
    def extensions(self) -> dict[str, Any]:
        self.details = {
            "backend": self.backend,
            "httpStatus": self.http_status,
            "isRetryable": self.is_retryable,
            "retryAfterSeconds": self._whole_seconds(),
        }
        return super().extensions

    def as_type(self) -> BackendError:
        """The same, as a report's error."""
        return BackendError(
            code=self.code,
            message=self.message,
            is_retryable=self.is_retryable,
            retry_after_seconds=self._whole_seconds(),
        )

    def _whole_seconds(self) -> int | None:
        return None if self.retry_after is None else -int(-self.retry_after // 1)


class Unsupported(BackendFault):
    code = ErrorCode.UNSUPPORTED


class Unavailable(BackendFault):
    code = ErrorCode.BACKEND_UNAVAILABLE
    is_retryable = True


class NeverSent(Unavailable):
    """The connection was never made, so nothing was asked of the vendor."""


class CircuitOpen(NeverSent):
    """It failed so often that it is left alone for `retry_after` seconds."""

    code = ErrorCode.CIRCUIT_OPEN


class Overloaded(NeverSent):
    """The queue for it is full."""

    code = ErrorCode.BACKEND_OVERLOADED


class NoTurn(NeverSent):
    """The operation's time was over before there was a place among the calls in flight."""

    code = ErrorCode.BACKEND_TIMEOUT


class TimedOut(BackendFault):
    code = ErrorCode.BACKEND_TIMEOUT
    is_retryable = True


def overdue(backend: str) -> TimedOut:
    return TimedOut(backend, "did not answer in time.")


class RateLimited(BackendFault):
    code = ErrorCode.BACKEND_RATE_LIMITED
    is_retryable = True


class Unauthenticated(BackendFault):
    code = ErrorCode.BACKEND_UNAUTHENTICATED


class Overspent(BackendFault):
    """The operation made as many calls to this backend as one may; nothing was asked of the vendor."""

    code = ErrorCode.UPSTREAM_BUDGET_EXCEEDED


class Gone(BackendFault):
    """Deleted between the list's row and the reading of the whole."""

    code = ErrorCode.NOT_FOUND


class Rejected(BackendFault):
    """The vendor knows what was written, and says no: nothing was done. `message` is in its own words."""

    code = ErrorCode.BACKEND_BAD_RESPONSE

    def __init__(
        self,
        backend: str,
        message: str | None,
        *,
        vendor_code: str | None = None,
        documentation_url: str | None = None,
        http_status: int | None = None,
    ) -> None:
        super().__init__(backend, "rejected the request without a reason.", http_status=http_status)
        self.message = message or self.message
        self.vendor_code = vendor_code
        self.documentation_url = documentation_url


class BadResponse(BackendFault):
    code = ErrorCode.BACKEND_BAD_RESPONSE


class Refused(BadResponse):
    """Another 4xx. `body`: the answer's first bytes, for a write's client to read the vendor's reasons from."""

    def __init__(self, backend: str, body: bytes, http_status: int) -> None:
        super().__init__(backend, "refused the request.", http_status=http_status)
        self.body = body


class NotThere(BadResponse):
    """404. Each vendor's client says whether that is null, empty or refused."""
