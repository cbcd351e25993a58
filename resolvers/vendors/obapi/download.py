"""Name and length of an order's PDF, from the response headers. Pure."""

from collections.abc import Mapping
from email.message import Message

PDF = "application/pdf"


def file_name(disposition: str, otherwise: str) -> str:
    """From Content-Disposition, else `otherwise`; always without a path and ending in .pdf."""
    header = Message()
    header["Content-Disposition"] = disposition or "attachment"
    return plain(header.get_filename() or "") or plain(otherwise) or "order.pdf"


def plain(name: str) -> str:
    """The last part of a path, without characters that file names can't have, with .pdf; "" if nothing is left."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    cleaned = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*').strip(" .")
    return cleaned if not cleaned or cleaned.lower().endswith(".pdf") else f"{cleaned}.pdf"


def length(headers: Mapping[str, str]) -> int | None:
    """In bytes; None if it is missing, or is the length of the compressed file."""
    digits = headers.get("content-length", "")
    return int(digits) if digits.isdecimal() and "content-encoding" not in headers else None
