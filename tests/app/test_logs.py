"""Lines on stderr: one JSON object each, without what a frame or an address would give away."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog
import uvicorn

from app import logs
from tests.logged import Log, as_before


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    with as_before():
        yield


def fail_with(secret: str) -> None:
    raise RuntimeError("the reason")


def test_an_event_is_one_json_line_with_its_level_logger_and_time(log: Log) -> None:
    structlog.get_logger("app.edge").info("operation", cost=3, name="a\nb")

    [line] = log.lines()
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "operation", "cost": 3, "name": "a\nb", "level": "info", "logger": "app.edge"}


def test_what_is_bound_to_the_context_is_in_every_line(log: Log) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger("app").info("one")
        logging.getLogger("uvicorn.error").info("two %s", 2)

    assert [(line["event"], line["request_id"]) for line in log.lines()] == [("one", "r1"), ("two 2", "r1")]


def test_uvicorn_keeps_its_hands_off_and_logs_like_us(log: Log) -> None:
    uvicorn.Config(lambda: None, **logs.UVICORN)
    logging.getLogger("uvicorn.error").warning("started %s", "here", extra={"color_message": "\x1b[1m"})
    logging.getLogger("uvicorn.access").warning("GET /customers?email=anna@example.nl")

    [line] = log.lines()
    assert (line["event"], line["level"], line["logger"]) == ("started here", "warning", "uvicorn.error")
    assert "color_message" not in line


def test_httpx_does_not_write_the_addresses_it_asks(log: Log) -> None:
    logging.getLogger("httpx").info("HTTP Request: GET https://shop.test/customer?email=anna@example.nl")

    assert log.getvalue() == ""


def test_below_info_nothing_is_written(log: Log) -> None:
    structlog.get_logger("app").debug("noise")

    assert log.getvalue() == ""


@pytest.mark.parametrize("pretty", [False, True])
def test_a_traceback_names_the_places_and_not_the_values(pretty: bool) -> None:
    stream = Terminal()
    logs.configure(pretty, stream)
    try:
        fail_with("canary" + "-7f3a")
    except RuntimeError:
        structlog.get_logger("app").exception("failed")
        logging.getLogger("uvicorn.error").exception("failed too")

    assert stream.getvalue().count("RuntimeError: the reason") == 2
    assert "fail_with" in stream.getvalue()
    assert "canary-7f3a" not in stream.getvalue()


def test_for_a_persons_eyes_a_line_is_no_json_and_colourful_on_a_terminal_only() -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        logs.configure(pretty=True, stream=stream)
        structlog.get_logger("app").info("listening", port=8000)

    assert "listening" in file.getvalue()
    assert "port=8000" in file.getvalue()
    assert "\x1b[" not in file.getvalue()
    assert "\x1b[" in terminal.getvalue()
