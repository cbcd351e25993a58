"""Which step comes next for a key, and how long each thing may take."""

from datetime import datetime, timedelta

import pytest

from resolvers.state.record import Record, Slot, Stage
from resolvers.writing.fate import Fate
from resolvers.writing.steps import MOMENT, Step, next_step, times
from tests.resolvers.writing.far_shop import START

UNTIL = START + timedelta(seconds=60)
AFTER = UNTIL + timedelta(seconds=1)
TIMES = times(lease=60, ttl=3600, timeout=10)


def known(stage: Stage, fingerprint: str = "same") -> Record:
    return Record(Slot("anonymous", "shop", "k"), fingerprint, stage, START, START, UNTIL)


@pytest.mark.parametrize(
    ("stage", "now", "expected"),
    [
        (Stage.IN_FLIGHT, START, Step.CONCURRENT),
        (Stage.IN_FLIGHT, UNTIL, Step.LOOK_UP),
        (Stage.UNKNOWN, START, Step.LOOK_UP),
        (Stage.UNKNOWN, AFTER, Step.LOOK_UP),
        (Stage.DONE, START, Step.REPLAY),
        (Stage.REFUSED, START, Step.REPLAY),
        (Stage.DONE, UNTIL, Step.BEGIN),
        (Stage.REFUSED, UNTIL, Step.BEGIN),
    ],
)
def test_the_step_follows_from_the_stage_and_the_time(stage: Stage, now: datetime, expected: Step) -> None:
    assert next_step(known(stage), "same", now) is expected


def test_a_key_without_a_record_begins() -> None:
    assert next_step(None, "any", START) is Step.BEGIN


@pytest.mark.parametrize("stage", Stage)
def test_another_input_is_refused_whatever_the_stage(stage: Stage) -> None:
    assert next_step(known(stage), "another", START) is Step.MISMATCH


@pytest.mark.parametrize("stage", [Stage.IN_FLIGHT, Stage.UNKNOWN])
def test_another_input_is_refused_for_as_long_as_the_outcome_is_unknown(stage: Stage) -> None:
    assert next_step(known(stage), "another", AFTER) is Step.MISMATCH


def test_every_change_of_a_record_has_a_version_of_its_own() -> None:
    before = known(Stage.UNKNOWN)
    versions = {before.version, before.held(AFTER).version, before.held(AFTER).version}

    assert len(versions) == 3


def test_the_gateway_gives_up_after_half_a_lease() -> None:
    assert TIMES.give_up(START) == START + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (Fate.ANSWERED, START + timedelta(seconds=20)),
        (Fate.CUT_OFF, START + timedelta(seconds=20) + MOMENT),
        (Fate.SILENT, START + timedelta(seconds=60)),
    ],
)
def test_how_long_a_vendor_may_go_on_depends_on_how_the_call_ended(fate: Fate, expected: datetime) -> None:
    assert TIMES.settled(fate, START, START + timedelta(seconds=20)) == expected


def test_a_call_within_its_timeout_ends_in_the_first_half_of_its_lease() -> None:
    assert TIMES.lease == timedelta(seconds=60)
    assert times(lease=60, ttl=3600, timeout=40).lease == timedelta(seconds=120)
