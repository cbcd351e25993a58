"""A certificate authority of one's own, whose certificates a backend may show."""

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Authority:
    """`certificates`: those in the file at `path` when it was read, in PEM, and nothing else that stands there."""

    path: str
    certificates: str


def read(given: Any) -> Authority | None:
    """From the path of its file; "" is none. Raises ValueError, so that it is told with all that is wrong."""
    if given in (None, ""):
        return None
    if not isinstance(given, str):
        raise ValueError("expected the path of a file")
    return _read(given)


def _read(path: str) -> Authority:
    authority = Authority(path, "\n".join(CERTIFICATE.findall(_text(path))))
    if not authority.certificates or not _are_read(authority.certificates):
        raise ValueError("expected a file of CA certificates in PEM format")
    return authority


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="latin-1")  # Comments may be in any encoding.
    except OSError as error:
        raise ValueError(f"expected a file that can be read: {error.strerror}") from None


def _are_read(certificates: str) -> bool:
    try:
        ssl.create_default_context(cadata=certificates)
    except (ssl.SSLError, TypeError):  # The latter for what is not ASCII.
        return False
    return True
