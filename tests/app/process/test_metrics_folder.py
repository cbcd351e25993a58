"""The folder that workers write their metrics into, and those that nobody writes into any more."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.process.metrics_folder import MINUTE, PREFIX, held, made

LEFT_BEHIND = """
import os, signal, sys
from pathlib import Path
from app.process import metrics_folder
with metrics_folder.made(Path(sys.argv[1])) as folder:
    (folder / "counter_1.db").touch()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def grown_old(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    long_ago = time.time() - 2 * MINUTE
    os.utime(folder, (long_ago, long_ago))
    return folder


def made_anew(within: Path) -> None:
    with made(within):
        pass


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What a supervisor left behind that was killed."""
    subprocess.run([sys.executable, "-c", LEFT_BEHIND, str(tmp_path)], check=False)
    (folder,) = tmp_path.glob(f"{PREFIX}*")
    assert list(folder.iterdir())
    return folder


def test_it_goes_as_its_supervisor_ends(tmp_path: Path) -> None:
    with made(tmp_path) as folder:
        (folder / "counter_1.db").touch()

    assert list(tmp_path.iterdir()) == []


def test_one_whose_supervisor_was_killed_goes_as_the_next_one_starts(left: Path, tmp_path: Path) -> None:
    grown_old(left)

    made_anew(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_one_that_may_not_be_held_yet_stays(left: Path, tmp_path: Path) -> None:
    made_anew(tmp_path)

    assert left.exists()


def test_one_stays_as_long_as_a_worker_writes_into_it(left: Path, tmp_path: Path) -> None:
    with held(left):
        grown_old(left)
        made_anew(tmp_path)
        is_there = left.exists()
    made_anew(tmp_path)

    assert is_there
    assert not left.exists()


def test_two_supervisors_leave_each_other_s_alone(tmp_path: Path) -> None:
    with made(tmp_path) as one:
        grown_old(one)
        with made(tmp_path) as other:
            assert one.is_dir()
            assert one != other


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    elsewhere = grown_old(tmp_path / "elsewhere")
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    (tmp_path / f"{PREFIX}file").touch()
    os.utime(tmp_path / f"{PREFIX}file", (0, 0))

    made_anew(tmp_path)

    assert elsewhere.is_dir()
    assert (tmp_path / f"{PREFIX}link").is_symlink()
    assert (tmp_path / f"{PREFIX}file").is_file()
