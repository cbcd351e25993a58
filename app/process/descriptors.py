"""File descriptors: each connection is one, of a client and to a backend."""

import resource
from contextlib import suppress


def allow_all() -> None:
    """Raises the soft limit to the hard one. The usual soft limit, 1024, is for programs that call select()."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):  # Where the hard limit is infinite, some systems refuse as many.
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
