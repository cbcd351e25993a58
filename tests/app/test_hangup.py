"""SIGHUP: a real gateway that reads its configuration again."""

import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.settings import load
from app.settings_errors import ConfigurationError
from resolvers.vendors import VENDORS
from resolvers.vendors.wimpel.sandbox import stand_in
from tests.app.running import configured, running
from tests.app.serving import serving

pytestmark = pytest.mark.anyio

SCOPES = 'anonymous_scopes = ["orders:read"]'
CLIENT = f'[[clients]]\nname = "erp"\nkey_sha256 = "{"0" * 64}"'


@pytest.fixture
async def config(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Path]:
    async with serving(stand_in()) as url:
        yield configured(tmp_path, url, more=CLIENT)


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_wrong_file_is_told_of_and_a_right_one_is_taken(config: Path, workers: int) -> None:
    async with running(config, workers) as gateway:
        gateway.now(SCOPES, 'anonymous_scopes = ["orders:rea"]')
        gateway.told(signal.SIGHUP)
        refused = json.loads(await gateway.says("configuration_refused"))
        with_the_wrong = (await gateway.ask()).status_code
        checked = check(config)
        gateway.now('["orders:rea"]', "[]")
        gateway.told(signal.SIGHUP)
        taken = json.loads(await gateway.says("configuration_taken", times=workers))
        with_the_right = (await gateway.ask()).status_code

    assert (refused["level"], refused["faults"]) == ("error", checked)
    assert taken["changed"] == ["server.anonymous_scopes"]
    assert (with_the_wrong, with_the_right) == (200, 401)


async def test_a_worker_that_dies_is_replaced_though_the_file_is_wrong_by_now(config: Path) -> None:
    async with running(config, workers=2) as gateway:
        gateway.now("[server]", "[sever]")
        os.kill(gateway.served_by()[0], signal.SIGKILL)
        await gateway.says("Application startup complete")
        gateway.told(signal.SIGTERM)
        code = await gateway.ended()

    assert code == 0
    assert gateway.log.count("Finished server process") == 2


def check(config: Path) -> list[str]:
    """What `order-gateway check` complains of."""
    with pytest.raises(ConfigurationError) as raised:
        load(config, vendors=VENDORS)
    return str(raised.value).splitlines()
