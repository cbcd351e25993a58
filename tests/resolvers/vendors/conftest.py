"""Each vendor of the registry in turn, over its own stand-in."""

import pytest

from resolvers.vendors import VENDORS
from tests.conftest import Connect
from tests.resolvers.vendors.shop import Open, Shop, far_end_of


@pytest.fixture(params=sorted(VENDORS))
def vendor_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def open_shop(vendor_name: str, connect: Connect) -> Open:
    """open_shop(**configuration): the vendor over a far end of its own."""

    async def opened(**config: object) -> Shop:
        far_end = far_end_of(vendor_name)
        return Shop(await connect(VENDORS[vendor_name], far_end, **config), far_end)

    return opened


@pytest.fixture
async def shop(open_shop: Open) -> Shop:
    return await open_shop()
