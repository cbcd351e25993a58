"""How the process ends."""

import signal

import pytest
import uvicorn

from app.shutdown import Server


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_a_first_signal_lets_what_is_under_way_end_and_a_second_does_not(sig: signal.Signals) -> None:
    server = Server(uvicorn.Config(lambda: None, log_config=None))

    server.handle_exit(sig, None)
    assert (server.should_exit, server.force_exit) == (True, False)
    server.handle_exit(sig, None)
    assert server.force_exit
