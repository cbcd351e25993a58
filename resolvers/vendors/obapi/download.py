"""What the headers of an order's PDF say of it. Pure."""

from collections.abc import Mapping
from email.message import Message

PDF = "application/pdf"


def file_name(disposition: str, otherwise: str) -> str:
    """The header's own, without any path, else `otherwise`; always a plain file name that ends in .pdf."""
    header = Message()
    header["Content-Disposition"] = disposition or "attachment"
    return plain(header.get_filename() or "") or plain(otherwise) or "order.pdf"


def plain(name: str) -> str:
    """The last part of a path, without what no file name holds; "" where nothing is left."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*').strip(" .")
    return kept if not kept or kept.lower().endswith(".pdf") else f"{kept}.pdf"


def length(headers: Mapping[str, str]) -> int | None:
    """In bytes; None where it is not said, or said of the compressed form."""
    said = headers.get("content-length", "")
    return int(said) if said.isdecimal() and "content-encoding" not in headers else None
