"""A document's text, which finds the line of a position without reading it from the start."""

import re
from bisect import bisect_left
from functools import cached_property

from graphql import Source, SourceLocation

NEWLINE = re.compile(r"\r\n|[\n\r]")


class IndexedSource(Source):
    """Each error has a location, and an operation can have thousands of errors."""

    @cached_property
    def _newlines(self) -> list[tuple[int, int]]:
        """Where each begins and ends."""
        return [found.span() for found in NEWLINE.finditer(self.body)]

    def get_location(self, position: int) -> SourceLocation:
        before = bisect_left(self._newlines, (position, 0))
        line_start = self._newlines[before - 1][1] if before else 0
        return SourceLocation(before + 1, position + 1 - line_start)
