"""Whatever schemathesis makes of the schema, asked of the whole gateway: its answers keep the schema and the contract.

The same documents at every run: what is drawn hangs on the schema and on the stand-ins' data, which never change.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from tests.answer_check import faults, printed
from tests.edge import drawn
from tests.edge.door import codes
from tests.edge.outside import Gateway, asked

EXAMPLES = 30
PHASES = (Phase.generate, Phase.shrink)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with asked(drawn.asking()) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def sensible() -> Any:
    return drawn.api(sensible=True)


@pytest.fixture(scope="module")
def whatever() -> Any:
    return drawn.api(sensible=False)


def roots() -> list[tuple[str, str]]:
    kinds = (printed().query_type, printed().mutation_type)
    return [(kind.name, name) for kind in kinds if kind for name in kind.fields]


def same(examples: int) -> settings:
    """So many examples, the same at every run."""
    checks = list(HealthCheck)
    return settings(max_examples=examples, derandomize=True, deadline=None, phases=PHASES, suppress_health_check=checks)


def check(document: str, response: httpx.Response) -> None:
    assert response.status_code in (200, 400), document
    assert faults(document, response.json()) == [], document
    assert "INTERNAL" not in codes(response), document


@pytest.mark.parametrize(("kind", "field"), roots())
def test_whatever_fits_the_schema_is_answered_as_the_schema_says(
    sensible: Any, gateway: Gateway, kind: str, field: str
) -> None:
    @same(EXAMPLES)
    @given(sensible[kind][field].as_strategy(GenerationMode.POSITIVE))
    def is_answered(case: Any) -> None:
        check(case.body, gateway.ask(case.body))

    is_answered()


@pytest.mark.parametrize(("kind", "field"), roots())
def test_whatever_does_not_is_refused_with_a_code(whatever: Any, gateway: Gateway, kind: str, field: str) -> None:
    """A field without arguments, of which nothing has any, can't be asked for wrongly: it is asked for rightly then."""

    @same(EXAMPLES)
    @given(whatever[kind][field].as_strategy(GenerationMode.NEGATIVE))
    def is_refused(case: Any) -> None:
        response = gateway.ask(case.body)

        check(case.body, response)
        assert codes(response) or not case.meta.generation.mode.is_negative, case.body

    is_refused()
