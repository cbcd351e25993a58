"""What VDH Solar says, as our types: the document's own JSON, and what it leaves open."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolvers.errors import BadResponse
from resolvers.vendors import capabilities
from resolvers.vendors.base import Vendor
from resolvers.vendors.reading import Reading
from resolvers.vendors.vdh_solar import VdhSolar, parse
from schema.address import Address
from schema.backend import Backend, Health, HealthStatus
from schema.backend import Vendor as VendorName
from schema.line import OrderLine
from schema.link import Ref
from schema.money import Money, TaxBasis, TaxedMoney
from schema.order import Order
from schema.payment import Payment
from schema.product import Product
from schema.raw import RawJson
from schema.shipment import Shipment, ShipmentStatus, ShippingKind
from schema.status import OrderStatus, PaymentStatus, Progress
from schema.user import User
from schema.vendor_fields import VdhSolarOrderFields

DOCUMENTED = (Path(__file__).parent / "answers" / "order.json").read_bytes()
BACKEND = Backend(
    id="solar",
    vendor=VendorName.VDH_SOLAR,
    name="Solar",
    capabilities=capabilities.read(VdhSolar, Vendor, VdhSolar.status_words),
    health_source=lambda: Health(status=HealthStatus.UP),
)
READING = Reading(BACKEND, "EUR", ZoneInfo("Europe/Amsterdam"), TaxBasis.UNKNOWN, VdhSolar.status_words)


def parsed(**said: Any) -> Order:
    """An order that says this alone."""
    return parse.order(msgspec.json.encode({"data": {"id": 7} | said}), READING)


def euros(amount: str) -> Money:
    return Money(amount=Decimal(amount), currency_code="EUR")


def taxed(net: str, gross: str, tax: str, *, derived: bool = False) -> TaxedMoney:
    return TaxedMoney(
        stated=euros(net),
        tax_basis=TaxBasis.NET,
        net=euros(net),
        gross=euros(gross),
        tax=euros(tax),
        is_derived=derived,
    )


def test_the_documented_order_is_read_whole() -> None:
    raw = RawJson(bytes(msgspec.json.decode(DOCUMENTED, type=dict[str, msgspec.Raw])["data"]))
    at = datetime(1987, 8, 14, 9, 25, 27, tzinfo=UTC)

    assert parse.order(DOCUMENTED, READING) == Order(
        id="gid://solar/Order/1",
        backend=BACKEND,
        vendor_id="1",
        reference="VDH Test Order",
        status=OrderStatus.PENDING,
        vendor_status="pending",
        payment_status=PaymentStatus.UNPAID,
        order_date=date(1987, 8, 14),
        ordered_at=at,
        requested_delivery_date=date(2024, 12, 31),
        created_at=at,
        updated_at=at,
        currency_code="EUR",
        total=taxed("100.00", "121.00", "21.00"),
        note="This is a test order",
        shipping_method="delivery",
        lines=[
            OrderLine(
                id="gid://solar/OrderLine/1/1",
                position=1,
                product=Product(code="12345"),
                quantity=Decimal(1),
                unit_price=taxed("100.00", "121.00", "21.00"),
                total=taxed("100.00", "121.00", "21.00"),
            )
        ],
        line_count=1,
        user_link=User(id="gid://solar/User/1", backend=BACKEND, vendor_id="1"),
        shipments_link=[
            Shipment(
                id="gid://solar/Shipment/1/1",
                backend=BACKEND,
                order_link=Ref(Order, "solar", "1"),
                status=ShipmentStatus.PENDING,
                kind=ShippingKind.DELIVERY,
                method="delivery",
                requested_date=date(2024, 12, 31),
                shipped_date=date(2024, 12, 31),
                delivered_date=date(2024, 12, 31),
                tracking_url="https:://track-and-trace.com/123456",
                raw_source=raw.at("shipment"),
            )
        ],
        payments=[
            Payment(status=PaymentStatus.UNPAID, vendor_status="pending", pay_url="https://vdh-solar.nl/pay/order/1")
        ],
        vendor_fields=VdhSolarOrderFields(user_vendor_id="1", order_placed_by_vendor_id="30001"),
        raw_source=raw,
    )


def test_raw_is_the_order_without_its_envelope_to_the_byte() -> None:
    order = parse.order(b'{"data": {"id": 1,  "vat_amount": 2100.0, "later": [1]} }', READING)

    assert order.raw_source == RawJson(b'{"id": 1,  "vat_amount": 2100.0, "later": [1]}')


def test_trap_1_cents_are_hundredths() -> None:
    order = parsed(total_price_excl_vat=5, total_price_incl_vat=6)

    assert order.total == taxed("0.05", "0.06", "0.01")


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_net_and_tax_always_make_gross_to_the_cent(net: int, gross: int) -> None:
    total = parsed(total_price_excl_vat=net, total_price_incl_vat=gross).total

    assert total is not None
    assert total.net is not None
    assert total.gross is not None
    assert total.tax is not None
    assert total.net.amount + total.tax.amount == total.gross.amount
    assert (total.net.amount * 100, total.gross.amount * 100) == (net, gross)


def test_trap_4_the_currency_is_the_backends() -> None:
    dollars = Reading(BACKEND, "USD", READING.zone, READING.prices, READING.statuses)

    order = parse.order(DOCUMENTED, dollars)

    assert order.currency_code == "USD"
    assert order.total is not None
    assert order.total.stated == Money(amount=Decimal("100.00"), currency_code="USD")


def test_trap_6_unit_prices_at_order_level_are_no_price_of_anything() -> None:
    order = parsed(unit_price_excl_vat=999, unit_price_incl_vat=1209)

    assert order.total is None


def test_trap_7_tax_that_is_not_said_is_what_lies_between_net_and_gross() -> None:
    order = parsed(total_price_excl_vat=10000, total_price_incl_vat=12100)

    assert order.total == taxed("100.00", "121.00", "21.00")


def test_trap_7_tax_that_is_said_fills_in_a_gross_that_is_not() -> None:
    order = parsed(total_price_excl_vat=10000, vat_amount=2100)

    assert order.total == taxed("100.00", "121.00", "21.00")


def test_a_lines_tax_is_its_totals_even_where_vat_amount_is_of_one_piece() -> None:
    item = {"quantity": 3, "total_price_excl_vat": 30000, "total_price_incl_vat": 36300, "vat_amount": 2100}

    order = parsed(items=[item])

    assert order.lines is not None
    assert order.lines[0].total == taxed("300.00", "363.00", "63.00")


def test_a_total_that_is_not_said_is_summed_over_the_lines_and_marked() -> None:
    item = {"total_price_excl_vat": 10000, "total_price_incl_vat": 12100}

    order = parsed(items=[item, item])

    assert order.total == taxed("200.00", "242.00", "42.00", derived=True)


def test_where_a_line_has_no_price_there_is_no_summed_total() -> None:
    order = parsed(items=[{"total_price_excl_vat": 10000}, {"product_id": 12345}])

    assert order.total is None


def test_trap_15_epoch_seconds_in_a_string_are_an_instant() -> None:
    order = parsed(created_at="555931527", updated_at="1774353600")

    assert order.created_at == order.ordered_at == datetime(1987, 8, 14, 9, 25, 27, tzinfo=UTC)
    assert order.updated_at == datetime(2026, 3, 24, 12, tzinfo=UTC)


def test_trap_16_the_day_to_print_is_the_backends_own_day() -> None:
    late = int(datetime(2026, 3, 23, 23, 30, tzinfo=UTC).timestamp())

    order = parsed(created_at=str(late))

    assert order.order_date == date(2026, 3, 24)


def test_trap_16_shipment_dates_are_days_without_an_instant() -> None:
    shipment = _shipment(shipped_date="2026-03-24", delivered_date="2026-03-25")

    assert (shipment.shipped_date, shipment.shipped_at) == (date(2026, 3, 24), None)
    assert (shipment.delivered_date, shipment.delivered_at) == (date(2026, 3, 25), None)


def test_trap_19_ids_are_strings_of_their_backend_whatever_they_came_as() -> None:
    number, text = parse.order(b'{"data": {"id": 350}}', READING), parse.order(b'{"data": {"id": "350"}}', READING)

    assert number.id == text.id == "gid://solar/Order/350"
    assert number.vendor_id == text.vendor_id == "350"


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_trap_33_an_empty_text_is_nothing_said(blank: str | None) -> None:
    order = parsed(reference=blank, note=blank, shipment_style=blank)

    assert (order.reference, order.note, order.shipping_method) == (None, None, None)


@pytest.mark.parametrize("empty", [[], {}])
def test_trap_34_an_empty_array_is_an_empty_object(empty: object) -> None:
    order = parsed(shipping_address=empty, invoice_address=empty, shipment=empty, payment=empty)

    assert (order.shipping_address_link, order.billing_address_link) == (None, None)
    assert (order.shipments_link, order.payments) == ([], [])


def test_shipment_and_payment_that_are_not_said_are_not_known_rather_than_none() -> None:
    order = parsed()

    assert (order.shipments_link, order.payments, order.payment_status) == (None, None, None)


def test_trap_41_a_malformed_tracking_url_stays_as_it_is() -> None:
    shipment = _shipment(track_and_trace="https:://track-and-trace.com/123456")

    assert shipment.tracking_url == "https:://track-and-trace.com/123456"


def test_an_address_has_a_place_for_each_of_its_lines_and_no_country() -> None:
    said = {
        "first_name": "Sanne",
        "last_name": "van der Berg",
        "company": "Zonnehoek Installaties",
        "address_line_1": "Dorpsstraat",
        "address_line_2": 12,
        "address_line_3": "bis",
        "postal_code": "7951 SM",
        "city": "Staphorst",
        "email": "sanne@example.nl",
        "phone_number": "0522-123456",
        "vat_number": "NL001234567B01",
    }

    order = parsed(shipping_address=said)

    assert order.raw_source is not None
    assert order.shipping_address_link == Address(
        name="Zonnehoek Installaties",
        company_name="Zonnehoek Installaties",
        first_name="Sanne",
        last_name="van der Berg",
        street="Dorpsstraat",
        house_number="12",
        house_number_addition="bis",
        postal_code="7951 SM",
        city="Staphorst",
        email="sanne@example.nl",
        phone="0522-123456",
        vat_number="NL001234567B01",
        formatted=["Zonnehoek Installaties", "Sanne van der Berg", "Dorpsstraat 12 bis", "7951 SM  Staphorst"],
        raw_source=order.raw_source.at("shipping_address"),
    )


@pytest.mark.parametrize("number", [12, "12"])
def test_a_house_number_may_be_a_number_or_a_text(number: object) -> None:
    order = parsed(invoice_address={"address_line_2": number})

    assert isinstance(order.billing_address_link, Address)
    assert order.billing_address_link.house_number == "12"


def test_a_shipment_goes_to_the_shipping_address() -> None:
    order = parsed(shipping_address={"city": "Staphorst"}, shipment={"style": "delivery"})

    assert isinstance(order.shipments_link, list)
    assert order.shipments_link[0].address_link == order.shipping_address_link


@pytest.mark.parametrize(
    ("style", "kind"),
    [
        ("delivery", ShippingKind.DELIVERY),
        ("pick_up", ShippingKind.PICK_UP),
        ("by_drone", ShippingKind.OTHER),
        (None, None),
    ],
)
def test_a_style_says_how_the_goods_change_hands(style: str | None, kind: ShippingKind | None) -> None:
    shipment = _shipment(style=style, requested_date="2026-03-24")

    assert (shipment.kind, shipment.method) == (kind, style)


def test_a_shipment_without_a_style_has_the_orders() -> None:
    order = parsed(shipment_style="pick_up", shipment={"requested_date": "2026-03-24"})

    assert isinstance(order.shipments_link, list)
    assert order.shipments_link[0].kind is ShippingKind.PICK_UP
    assert order.shipping_method == "pick_up"


def test_the_orders_style_is_its_shipping_method_where_there_is_no_shipment() -> None:
    order = parsed(shipment_style="pick_up", shipment=[])

    assert order.shipping_method == "pick_up"


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("pending", ShipmentStatus.PENDING),
        ("shipped", ShipmentStatus.SHIPPED),
        ("delivered", ShipmentStatus.DELIVERED),
        ("cancelled", ShipmentStatus.CANCELLED),
        ("processing", ShipmentStatus.UNKNOWN),
        ("completed", ShipmentStatus.UNKNOWN),
        ("in_transit", ShipmentStatus.UNKNOWN),
    ],
)
def test_a_shipments_status_follows_its_orders_word_and_never_its_dates(word: str, status: ShipmentStatus) -> None:
    order = parsed(status=word, shipment={"shipped_date": "2024-12-31", "delivered_date": "2024-12-31"})

    assert isinstance(order.shipments_link, list)
    assert (order.shipments_link[0].status, order.shipments_link[0].vendor_status) == (status, None)


@pytest.mark.parametrize(
    ("word", "status", "delivered"),
    [
        ("pending", OrderStatus.PENDING, None),
        ("Delivered", OrderStatus.DELIVERED, Progress.COMPLETE),
        ("in_transit", OrderStatus.UNKNOWN, None),
        ("unknown", OrderStatus.UNKNOWN, None),
    ],
)
def test_a_status_word_is_kept_beside_what_it_becomes(
    word: str, status: OrderStatus, delivered: Progress | None
) -> None:
    order = parsed(status=word)

    assert (order.vendor_status, order.status, order.delivery_status) == (word, status, delivered)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("paid", PaymentStatus.PAID),
        ("pending", PaymentStatus.UNPAID),
        ("refunded", PaymentStatus.UNKNOWN),
        (None, PaymentStatus.UNKNOWN),
    ],
)
def test_a_payments_word_is_kept_beside_what_it_becomes(word: str | None, status: PaymentStatus) -> None:
    order = parsed(payment={"status": word, "pay": "https://vdh-solar.nl/pay/order/7"})

    assert order.payments == [Payment(status=status, vendor_status=word, pay_url="https://vdh-solar.nl/pay/order/7")]
    assert order.payment_status is status


def test_lines_count_from_one_and_are_called_by_their_place() -> None:
    order = parsed(items=[{"product_id": 12345, "quantity": 2}, {"product_id": 12520, "quantity": 7}])

    assert order.lines == [
        OrderLine(id="gid://solar/OrderLine/7/1", position=1, product=Product(code="12345"), quantity=Decimal(2)),
        OrderLine(id="gid://solar/OrderLine/7/2", position=2, product=Product(code="12520"), quantity=Decimal(7)),
    ]
    assert order.line_count == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"status": 5},
        {"shipping_address": "Dorpsstraat 12"},
        {"items": "none"},
        {"payment": {"status": ["paid"]}},
        {"total_price_excl_vat": "a lot"},
        {"created_at": {"date": "2026-03-24"}},
        {"shipment": 3},
    ],
)
def test_a_field_of_another_type_costs_that_field_alone(odd: dict[str, Any]) -> None:
    order = parsed(reference="Dak 7", **odd)

    assert (order.vendor_id, order.reference) == ("7", "Dak 7")


@pytest.mark.parametrize("said", [{}, {"items": None}, {"items": "none"}, {"items": {}}, {"items": [1]}])
def test_items_that_are_not_said_are_an_error_there_and_not_none_at_all(said: dict[str, Any]) -> None:
    order = parse.order(msgspec.json.encode({"data": {"id": 7, "reference": "Dak 7"} | said}), READING)

    assert isinstance(order.lines, BadResponse)
    assert isinstance(order.line_count, BadResponse)
    assert (order.reference, order.total) == ("Dak 7", None)


@pytest.mark.parametrize("quantity", [None, "veel", {}])
def test_a_quantity_that_is_not_said_is_an_error_there_and_never_0(quantity: Any) -> None:
    (line,) = parsed(items=[{"product_id": 12345, "quantity": quantity}]).lines or ()

    assert isinstance(line.quantity, BadResponse)
    assert line.quantity.extensions["code"] == "BACKEND_BAD_RESPONSE"
    assert line.product == Product(code="12345")


@pytest.mark.parametrize(
    "answer", [b"", b"<html>", b"[]", b"{}", b'{"data": []}', b'{"data": {"user_id": 1}}', b'{"data": {"id": 1}']
)
def test_what_is_no_order_is_a_bad_response(answer: bytes) -> None:
    with pytest.raises(BadResponse):
        parse.order(answer, READING)


def _shipment(**said: Any) -> Shipment:
    held = parsed(shipment=said).shipments_link
    assert isinstance(held, list)
    return held[0]
