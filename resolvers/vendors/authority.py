"""A private certificate authority (CA) that a backend's certificate may come from."""

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CERTIFICATE = re.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Authority:
    """`certificates`: the PEM blocks that the file at `path` held when it was read, without the text around them."""

    path: str
    certificates: str


def read(given: Any) -> Authority | None:
    """Reads the CA file at a path; None if no path is given. Raises ValueError, which pydantic reports."""
    if given in (None, ""):
        return None
    if not isinstance(given, str):
        raise ValueError("expected the path of a file")
    return _read(given)


def _read(path: str) -> Authority:
    authority = Authority(path, "\n".join(CERTIFICATE.findall(_text(path))))
    if not authority.certificates or not _are_valid(authority.certificates):
        raise ValueError("expected a file of CA certificates in PEM format")
    return authority


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="latin-1")  # Comments may be in any encoding.
    except OSError as error:
        raise ValueError(f"expected a file that can be read: {error.strerror}") from None


def _are_valid(certificates: str) -> bool:
    try:
        ssl.create_default_context(cadata=certificates)
    except (ssl.SSLError, TypeError):  # TypeError if it is not ASCII.
        return False
    return True
