"""An event loop whose time only waiting moves on: it never stands still, and never hurries."""

from collections.abc import AsyncGenerator
from typing import Any

import async_solipsism


class EventLoop(async_solipsism.EventLoop):
    def _asyncgen_finalizer_hook(self, left: AsyncGenerator[Any, Any]) -> None:
        """Garbage is collected at any moment: also between two runs of the loop, or in a thread that it waits for."""
        self._asyncgens.discard(left)
        if not self.is_closed():
            self.call_soon(self.create_task, left.aclose())
