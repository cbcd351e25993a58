"""The build of the explorer page: what stands in app/explorer is whole, and an installation never fails for it."""

import gzip
import shutil
from pathlib import Path

import pytest

from explorer import build

SOURCES = Path(build.__file__).parent


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout whose npm stops at once: it may ask no registry, and has no lock to install from."""
    shutil.copytree(SOURCES, tmp_path / "explorer", ignore=shutil.ignore_patterns(*build.IGNORED))
    (tmp_path / "explorer" / ".npmrc").write_text("offline=true")
    (tmp_path / "explorer" / "package-lock.json").unlink()
    (tmp_path / "app").mkdir()
    return tmp_path


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("new")
    return tmp_path / "dist"


def test_build_that_fails_says_so_in_one_line_and_leaves_nothing(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    build.ensure(root)

    said = capfd.readouterr().err
    assert said.startswith("explorer not built, the gateway works without it: code E")
    assert said.count("\n") == 1
    assert list((root / "app").iterdir()) == []


def test_build_that_fails_leaves_the_page_of_before(root: Path) -> None:
    before = root / "app" / "explorer" / "index.html"
    before.parent.mkdir()
    before.write_text("before")

    build.ensure(root)

    assert before.read_text() == "before"


def test_page_of_these_sources_is_not_built_again(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    record = root / "app" / "explorer" / "built-from"
    record.parent.mkdir()
    record.write_text(build.fingerprint(root / "explorer"))

    build.ensure(root)

    assert capfd.readouterr().err == ""


def test_any_source_that_changes_asks_for_a_new_page(root: Path) -> None:
    before = build.fingerprint(root / "explorer")
    (root / "explorer" / "src" / "first-query.graphql").write_text("{ backends { id } }")

    assert build.fingerprint(root / "explorer") != before


def test_time_of_a_file_and_what_npm_leaves_ask_for_none(root: Path) -> None:
    before = build.fingerprint(root / "explorer")
    (root / "explorer" / "index.html").touch()
    (root / "explorer" / "node_modules").mkdir()
    (root / "explorer" / "node_modules" / "left.js").write_text("")

    assert build.fingerprint(root / "explorer") == before


def test_new_page_replaces_the_old_one_whole(tmp_path: Path, built: Path) -> None:
    target = tmp_path / "app" / "explorer"
    target.mkdir(parents=True)
    (target / "old.js").write_text("old")

    build.put(built, target)

    assert [(file.name, file.read_text()) for file in target.iterdir()] == [("index.html", "new")]
    assert list(target.parent.iterdir()) == [target]


def test_no_source_names_a_registry() -> None:
    lock = (SOURCES / "package-lock.json").read_text()

    assert '"resolved"' not in lock
    assert '"integrity"' in lock


def test_what_gains_by_it_has_a_smaller_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text("let a = 1;" * 100)
    (tmp_path / "tiny.js").write_text("1")

    build.compress(tmp_path)

    assert sorted(file.name for file in tmp_path.iterdir()) == ["main.js", "main.js.gz", "tiny.js"]
    assert gzip.decompress((tmp_path / "main.js.gz").read_bytes()) == (tmp_path / "main.js").read_bytes()
