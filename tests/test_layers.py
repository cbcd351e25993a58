"""The house's rules, read off the syntax trees: who imports whom, and what may stand where."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from resolvers.vendors import VENDORS

ROOMS = {"app": ("app", "resolvers", "schema"), "resolvers": ("resolvers", "schema"), "schema": ("schema",)}
OURS = frozenset(ROOMS)
FILES = [path for room in ROOMS for path in sorted(Path(room).rglob("*.py")) if "explorer" not in path.parts]
LAYERS = (
    "settings",
    "refusal",
    "logs",
    "ending",
    "metrics",
    "auth",
    "graphql",
    "operations",
    "edge",
    "resources",
    "main",
    "process",
    "sandbox",
    "check",
    "writes",
    "capability_table",
    "cli",
    "__main__",
)
"""The folders and modules of app, lowest first: operations know nothing of HTTP requests, authentication nothing of
operations, an application nothing of the process that serves it. The settings modules are one layer."""
APP = Path("app/__init__.py")
VENDOR_ROOT = Path("resolvers/vendors")
KNOWS_ALL_VENDORS = {VENDOR_ROOT / "__init__.py", Path("schema/vendor_fields.py")}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def identifiers(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.name.rsplit(".", 1)[-1]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_room_imports_only_what_stands_to_its_right(path: Path) -> None:
    roots = {name.split(".")[0] for name in imported(path)} & OURS

    assert roots <= set(ROOMS[path.parts[0]])


def layer(parts: Sequence[str]) -> int:
    """Of a module of app, by its path."""
    name = parts[1].removesuffix(".py")
    return LAYERS.index("settings" if name.startswith("settings_") else name)


@pytest.mark.parametrize("path", [path for path in FILES if path.parts[0] == "app" and path != APP], ids=str)
def test_a_layer_of_the_app_imports_only_itself_and_lower_ones(path: Path) -> None:
    used = {name for name in imported(path) if name.startswith("app.")}

    assert not [name for name in used if layer(name.split(".")) > layer(path.parts)]


def files_of(module: str) -> set[Path]:
    """Those that are loaded where it is imported by name: its own, and its packages'."""
    parts = module.split(".")
    folders = [Path(*parts[:depth]) for depth in range(1, len(parts) + 1)]
    return {Path(*parts).with_suffix(".py"), *(folder / "__init__.py" for folder in folders)} & set(FILES)


def loaded_with(path: Path) -> set[Path]:
    """All modules of ours that are loaded with it, itself among them."""
    found, ahead = {path}, {path}
    while ahead:
        beside = {file for name in imported(ahead.pop()) for file in files_of(name)} - found
        found |= beside
        ahead |= beside
    return found


def test_what_serves_the_gateway_does_not_load_what_makes_up_the_sandbox_s_data() -> None:
    served = loaded_with(Path("app/cli.py"))

    assert Path("app/sandbox.py") in served
    assert Path("resolvers/vendors/dataset.py") not in served
    assert not [path for path in served if "faker" in imported(path)]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_nothing_is_imported_for_the_type_checker_alone(path: Path) -> None:
    assert "TYPE_CHECKING" not in set(identifiers(path))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_httpx_is_imported_only_by_vendors_and_the_app(path: Path) -> None:
    allowed = path.is_relative_to(VENDOR_ROOT) or path.parts[0] == "app"

    assert allowed or "httpx" not in {name.split(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_environment_and_the_configuration_file_are_read_only_in_settings(path: Path) -> None:
    found = {"environ", "getenv", "tomllib"} & {*identifiers(path), *imported(path)}

    assert path.stem.startswith("settings") or not found


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_vendor_s_name_is_an_identifier_only_at_home(path: Path) -> None:
    vendors = {name.replace("_", "") for name in VENDORS}
    home = {part for part in path.parts if part in VENDORS}
    found = {name for name in identifiers(path) if name.replace("_", "").lower() in vendors}

    assert home or path in KNOWS_ALL_VENDORS | {Path("schema/backend.py")} or not found


@pytest.mark.parametrize("name", VENDORS)
def test_no_vendor_imports_another(name: str) -> None:
    others = {f"resolvers.vendors.{other}" for other in VENDORS if other != name}
    files = (VENDOR_ROOT / name).rglob("*.py")

    assert not [
        path for path in files for module in imported(path) if any(module.startswith(other) for other in others)
    ]


@pytest.mark.parametrize("path", [*VENDOR_ROOT.glob("*/parse.py"), *VENDOR_ROOT.glob("*/write.py")], ids=str)
def test_reading_and_writing_words_awaits_nothing(path: Path) -> None:
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, (ast.Await, ast.AsyncFunctionDef))]


@pytest.mark.parametrize("path", sorted(Path("schema").rglob("*.py")), ids=str)
def test_the_schema_awaits_nothing_itself(path: Path) -> None:
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.Await)]


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_is_one_thought(path: Path) -> None:
    text = path.read_text()

    assert len(text.splitlines()) <= 300
    assert ast.get_docstring(tree(path)), f"{path} does not say what lives in it"
