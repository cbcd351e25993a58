"""docs/adding-a-vendor.md is true of every vendor in the registry."""

from importlib import import_module
from pathlib import Path

import pytest

from resolvers.vendors import VENDORS
from resolvers.vendors.stand_in import StandIn
from schema.backend import Vendor as VendorName

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "adding-a-vendor.md").read_text()
SECTIONS = (ROOT / "docs" / "vendors.md").read_text()

every_vendor = pytest.mark.parametrize("name", sorted(VENDORS))


def test_the_registry_holds_each_vendor_that_clients_can_be_shown() -> None:
    assert sorted(VENDORS) == sorted(vendor.name.lower() for vendor in VendorName)


@every_vendor
def test_a_folder_holds_the_files_that_the_page_names(name: str) -> None:
    files = {path.name for path in (ROOT / "resolvers" / "vendors" / name).glob("*.py")}

    assert files >= {"__init__.py", "client.py", "parse.py", "sandbox.py"}
    assert all(f"`{file}`" in PAGE for file in ("__init__.py", "client.py", "parse.py", "write.py", "sandbox.py"))


@every_vendor
def test_a_class_says_whose_it_is_and_its_folder_has_a_stand_in(name: str) -> None:
    assert VENDORS[name].vendor.name.lower() == name
    assert isinstance(import_module(f"resolvers.vendors.{name}.sandbox").stand_in(), StandIn)


@every_vendor
def test_a_vendors_assumptions_are_said_where_it_is_said_who_they_are(name: str) -> None:
    told = import_module(f"resolvers.vendors.{name}").__doc__ or ""

    assert any(word in told for word in ("assume", "taken to be so"))


@every_vendor
def test_a_tests_folder_has_the_vendors_own_answers(name: str) -> None:
    assert list((ROOT / "tests" / "resolvers" / "vendors" / name / "answers").iterdir())


@every_vendor
def test_a_vendor_has_its_section_in_the_vendors_page(name: str) -> None:
    section = SECTIONS.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]

    assert all(f"**{what}" in section for what in ("Reached", "Filled", "Never filled", "Assumed", "Costs"))


def test_every_path_that_the_page_names_is_there() -> None:
    words = (word.strip("`").removesuffix("/") for word in PAGE.replace(",", " ").split() if "/" in word)
    paths = [word for word in words if "acme" not in word and word.startswith(("schema/", "resolvers/", "tests/"))]

    assert paths
    assert all(list(ROOT.glob(path.rstrip("`:.;"))) for path in paths)
