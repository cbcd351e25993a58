"""Why connecting failed, in words that clients may see: without address, host name and port."""

import errno
import socket
import ssl
from collections.abc import Iterator

CERTIFICATE = {
    **dict.fromkeys((7, 18, 19, 20, 21), "its certificate's issuer is not trusted"),
    **dict.fromkeys((62, 64), "its certificate is for another name"),
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
}
"""By OpenSSL's X509_V_ERR code. 7, a bad signature: the issuer only has the same name as a trusted one."""
NO_WAY = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN})


def why(error: BaseException) -> str:
    """By the error's causes: httpx itself says only that it could not connect."""
    found = (_words(each) for each in _causes(error))
    return next((words for words in found if words), "the connection failed")


def _words(cause: BaseException) -> str | None:
    match cause:
        case ssl.SSLCertVerificationError():
            return CERTIFICATE.get(cause.verify_code, "its certificate is not valid")
        case ssl.SSLError():
            return "the TLS handshake failed"
        case socket.gaierror():
            return "its name can't be resolved"
        case ConnectionRefusedError():
            return "the connection was refused"
        case ConnectionResetError() | BrokenPipeError():
            return "it closed the connection at once"
        case OSError() if cause.errno in NO_WAY:
            return "there is no route to it"
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all its causes; if several addresses were tried, those of each attempt."""
    yield error
    within = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in (*within, error.__cause__ or error.__context__):
        if cause is not None:
            yield from _causes(cause)
