"""What every vendor makes of a far end that fails, refuses, or answers what can't be read."""

import pytest

from resolvers.errors import BackendFault, BadResponse, RateLimited, Unauthenticated, Unavailable
from resolvers.vendors.stand_in import Faults
from tests.conftest import Connect
from tests.resolvers.vendors.shop import Open, Shop, agree, record_in
from tests.resolvers.vendors.watch import another_type

pytestmark = pytest.mark.anyio

MISREAD = {
    "null": "null",
    "a number": "5",
    "a text": '"text"',
    "a page": "<!doctype html><title>Log in</title>",
    "nothing": "",
    "an object broken off": "{",
    "an array broken off": "[{",
    "another object": '{"message": "no"}',
    "a control character": "\x00",
    "a text broken off": '"text',
    "depth": "[" * 100_000,
    "depth of objects": '{"data":' * 100_000,
}


async def test_a_refused_credential_is_unauthenticated(shop: Shop) -> None:
    await _all_raise(shop, Faults(status=401), Unauthenticated)


async def test_a_wrong_secret_is_unauthenticated_and_is_not_told(shop: Shop, connect: Connect) -> None:
    vendor_id = (await shop.ids())[0]
    stranger = await connect(type(shop.vendor), shop.far_end, secret="not-the-one")

    with pytest.raises(Unauthenticated) as caught:
        await stranger.order(vendor_id)

    assert "not-the-one" not in f"{caught.value!r} {caught.value.extensions}"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_vendor_that_fails_is_unavailable(shop: Shop, status: int) -> None:
    faults = await _all_raise(shop, Faults(status=status), Unavailable)

    assert {fault.http_status for fault in faults} == {status}


async def test_too_many_calls_are_a_rate_limit_with_its_wait(open_shop: Open) -> None:
    """Each asked of a backend of its own, for what it waits for grows shorter while the others are asked."""
    for name in await (await open_shop()).questions():
        shop = await open_shop()
        question = (await shop.questions())[name]
        shop.far_end.faults = Faults(status=429, retry_after=7)
        with pytest.raises(RateLimited) as caught:
            await question()

        assert caught.value.retry_after == 7, name


@pytest.mark.parametrize("status", [302, 400, 405, 418])
async def test_an_answer_that_no_document_knows_is_a_bad_response(shop: Shop, status: int) -> None:
    await _all_raise(shop, Faults(status=status), BadResponse)


async def test_an_answer_that_breaks_off_is_a_bad_response(shop: Shop) -> None:
    await _all_raise(shop, Faults(cut=True), BadResponse)


@pytest.mark.parametrize("body", MISREAD.values(), ids=MISREAD.keys())
async def test_what_is_not_the_documented_json_is_a_bad_response(shop: Shop, body: str) -> None:
    await _all_raise(shop, Faults(body=body), BadResponse)


async def test_a_field_of_another_type_costs_that_field_alone(shop: Shop) -> None:
    """What is said in the wrong type is worth as much as what is not said."""
    vendor_id = (await shop.ids())[-1]
    path, answer = await shop.retold(lambda: shop.vendor.order(vendor_id))
    said = dict(record_in(answer))

    for key in said.keys() - {"id"}:
        record = record_in(answer)
        record[key] = another_type(said[key])
        odd = await shop.told(lambda: shop.vendor.order(vendor_id), path, answer)
        del record[key]
        without = await shop.told(lambda: shop.vendor.order(vendor_id), path, answer)
        record[key] = said[key]

        assert agree(odd, without, strictly=True), key


async def _all_raise(shop: Shop, faults: Faults, kind: type[BackendFault]) -> list[BackendFault]:
    raised = []
    for name, question in (await shop.questions()).items():
        shop.far_end.faults = faults
        with pytest.raises(kind) as caught:
            await question()
        assert caught.value.backend == shop.vendor.id, name
        shop.far_end.faults = Faults()
        raised.append(caught.value)
    return raised
