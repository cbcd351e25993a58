"""What every page keeps to: its links lead somewhere, the files it names exist, and its lines fit."""

import re
from pathlib import Path

import pytest

PAGES = (Path("README.md"), Path("CHANGELOG.md"), *sorted(Path("docs").rglob("*.md")))
LINK = re.compile(r"\]\((?!http)([^)\s]+)\)|^\[[^\]]+\]: (?!http)(\S+)$", re.MULTILINE)
FILE = re.compile(r"`((?:app|resolvers|schema|tests|bench|explorer|standing|edge|graph)/[\w./*]+|test_\w+\.py)`")

every_page = pytest.mark.parametrize("page", PAGES, ids=str)


def anchors(page: Path) -> set[str]:
    """As they are made from headings: lower case, words joined by hyphens, without punctuation."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def leads_somewhere(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def exists(path: str) -> bool:
    """From the root, or, of tests, from their folder."""
    return any(Path().glob(path)) or any(Path("tests").rglob(path))


@every_page
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [path or reference for path, reference in LINK.findall(page.read_text())]

    assert [link for link in links if not leads_somewhere(page, link)] == []


@every_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = [path for path in FILE.findall(page.read_text()) if "acme" not in path]

    assert [path for path in named if not exists(path)] == []


@every_page
def test_no_line_is_longer_than_120_columns(page: Path) -> None:
    assert [line for line in page.read_text().splitlines() if len(line) > 120] == []
