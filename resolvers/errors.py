"""The errors that clients can get, and their codes.

    GatewayError                     safe to show to clients            schema/errors.py
    ├── BadUserInput                 an invalid argument                BAD_USER_INPUT
    ├── Ambiguous                    more than one match                AMBIGUOUS
    ├── Forbidden                    the caller lacks a scope           FORBIDDEN
    └── BackendFault                 one backend failed
        ├── Unsupported              the vendor can't do this           UNSUPPORTED
        ├── Unavailable              refused, cut off, or 5xx           BACKEND_UNAVAILABLE
        │   └── NeverSent            the vendor did nothing             BACKEND_UNAVAILABLE
        │       ├── CircuitOpen      its circuit breaker is open        CIRCUIT_OPEN
        │       ├── Overloaded       the queue for it is full           BACKEND_OVERLOADED
        │       └── NoTime           the time was over before           BACKEND_TIMEOUT
        ├── TimedOut                 no answer in time                  BACKEND_TIMEOUT
        ├── RateLimited              429                                BACKEND_RATE_LIMITED
        ├── Unauthenticated          401, 403: our credential           BACKEND_UNAUTHENTICATED
        ├── Overspent                a limit on calls is reached        UPSTREAM_BUDGET_EXCEEDED
        ├── Gone                     deleted after it was listed        NOT_FOUND
        ├── Rejected                 the vendor rejects a write         BACKEND_BAD_RESPONSE
        └── BadResponse              an unreadable answer               BACKEND_BAD_RESPONSE
            ├── Refused              400, 405, 409, 422 …: may reject a write
            └── NotThere             404: the vendor's client decides what it means

Messages are the gateway's own: they contain no vendor text, no address and no secret. The one exception is Rejected,
whose message is the vendor's; only a write's user errors repeat it.
"""

from typing import ClassVar

from schema.errors import BackendError, ErrorCode, GatewayError


class BadUserInput(GatewayError):
    """`argument`: the path of the invalid argument, with dots between its parts."""

    code = ErrorCode.BAD_USER_INPUT

    def __init__(self, message: str, argument: str | None = None) -> None:
        super().__init__(message, argument=argument)


class Ambiguous(GatewayError):
    code = ErrorCode.AMBIGUOUS


class Forbidden(GatewayError):
    code = ErrorCode.FORBIDDEN


class BackendFault(GatewayError):
    """One backend failed. `http_status`: None without an answer. `retry_after`: seconds."""

    is_retryable: ClassVar[bool] = False

    def __init__(
        self, backend: str, what: str, *, http_status: int | None = None, retry_after: float | None = None
    ) -> None:
        self.backend = backend
        self.http_status = http_status
        self.retry_after = retry_after
        super().__init__(
            f"Backend {backend} {what}",
            backend=backend,
            httpStatus=http_status,
            isRetryable=self.is_retryable,
            retryAfterSeconds=self._whole_seconds(),
        )

    def as_type(self) -> BackendError:
        """The error of a BackendReport."""
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
    """The vendor received no request, or rejected its access token, so it can't have done anything."""


class CircuitOpen(NeverSent):
    """The backend failed too often; it is not called for `retry_after` seconds."""

    code = ErrorCode.CIRCUIT_OPEN


class Overloaded(NeverSent):
    """The queue of calls to the backend is full."""

    code = ErrorCode.BACKEND_OVERLOADED


class NoTime(NeverSent):
    """The time was over before the call could be sent: in the queue, or while an access token was fetched."""

    code = ErrorCode.BACKEND_TIMEOUT


class TimedOut(BackendFault):
    code = ErrorCode.BACKEND_TIMEOUT
    is_retryable = True


def overdue(backend: str) -> TimedOut:
    return TimedOut(backend, "did not answer in time.")


def no_token(backend: str) -> NeverSent:
    return NeverSent(backend, "can't be called: its token issuer is unavailable.")


class RateLimited(BackendFault):
    code = ErrorCode.BACKEND_RATE_LIMITED
    is_retryable = True


class Unauthenticated(BackendFault):
    code = ErrorCode.BACKEND_UNAUTHENTICATED


class Overspent(BackendFault):
    """The operation, or one of its fields, reached its limit on calls to this backend; this call was not made."""

    code = ErrorCode.UPSTREAM_BUDGET_EXCEEDED


class Gone(BackendFault):
    """The order is known from a list row or a write, but was deleted before it was read in full."""

    code = ErrorCode.NOT_FOUND


class Rejected(BackendFault):
    """The vendor rejected a write and changed nothing. `message` is the vendor's."""

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
    """A 4xx that may reject a write. `body`: the start of the answer, from which the client reads the reasons."""

    def __init__(self, backend: str, body: bytes, http_status: int) -> None:
        super().__init__(backend, "refused the request.", http_status=http_status)
        self.body = body


class NotThere(BadResponse):
    """404. The vendor's client decides whether it means null, an empty list or an error."""
