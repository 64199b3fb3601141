"""The shape of the code: sizes, names, imports, documented settings, and tests that stand where their subject does."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "cms", "frontend_templates", "stores", "benchmarks")

MODULE_LINES = 400
TEST_MODULE_LINES = 600
FUNCTION_LINES = 40
SHARED_NAMES = {"Command", "main"}
"""What Django, or Python, looks for by this very name."""
EMPTY_NAMES = {"utils", "util", "helpers", "common", "misc", "services"}

LEAVES = ("cms/users", "cms/tasks", "cms/media", "cms/outgoing")
"""Packages that import nothing of ours but themselves and one another."""

PURE = ("stores/hours/engine/schedule.py",)
"""Modules that import nothing but the standard library, and modules of ours that do the same."""

READS_ENVIRONMENT = {
    "manage.py",
    "api/management/commands/live.py",
    "cms/env.py",
    "cms/wsgi.py",
    "cms/management/commands/demo.py",
    "frontend_templates/management/commands/starter.py",
    "cms/management/commands/run_scheduler.py",
    "cms/management/commands/run_worker.py",
    "cms/management/commands/serve.py",
    "benchmarks/__main__.py",
    "benchmarks/admin_report.py",
    "benchmarks/bare.py",
    "benchmarks/comparing.py",
    "benchmarks/servers.py",
}
DOCUMENTS = (Path("README.md"), *sorted(path.relative_to(ROOT) for path in (ROOT / "docs").rglob("*.md")))
OURS_IN_WORDS = "|".join((*PACKAGES, "tests"))
PATH_IN_WORDS = re.compile(rf"(?P<path>(?:{OURS_IN_WORDS}|docs)/[\w./-]*)(?:::(?P<name>\w+))?")
"""`stores/hours/`, `stores/hours/today.py`, `stores/hours/today.py::change_today`."""
DOTTED_IN_WORDS = re.compile(rf"(?:{OURS_IN_WORDS})(?:\.\w+)+")
DOTTED_BUT_NO_CODE = re.compile(r"\w+\.(?:add|change|delete|view)_\w+|.+\.example\.com")
"""Permissions and hosts."""

ENVIRONMENT_DOCUMENTS = ((".env.example",), ("docs/operations.md", "README.md"))


def modules_of(*folders: str) -> list[Path]:
    """Python modules below folders of the repository, without migrations, relative to it."""
    found = (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


OURS = [Path("manage.py"), *modules_of(*PACKAGES)]
TESTS = modules_of("tests")


def parsed(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), filename=str(path))


def functions_longer_than(limit: int, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            lines = node.end_lineno - node.lineno + 1
            if lines > limit:
                yield f"{node.name} has {lines} lines"


def imported_by(tree: ast.Module) -> set[str]:
    """Dotted names that a module imports; `from cms import env` gives `cms.env`."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def module_of(name: str) -> Path:
    """The file that holds a dotted name of ours: `stores.tokens.syntax.fill` is in stores/tokens/syntax.py."""
    path = Path(*name.split("."))
    places = (
        path.with_suffix(".py"),
        path / "__init__.py",
        path.parent.with_suffix(".py"),
        path.parent / "__init__.py",
    )
    return next(place for place in places if (ROOT / place).exists())


def names_defined_in(tree: ast.Module) -> set[str]:
    """Functions and classes, methods too, and variables that are assigned anywhere."""
    defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, defined)} | {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def code_named_in(document: Path) -> Iterator[str]:
    """What stands in backticks, code blocks left out."""
    text = re.sub(r"^```.*?^```", "", (ROOT / document).read_text(), flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", text)


def is_lost(code: str) -> bool:
    """Whether it is written as a path or a dotted name of ours, and leads nowhere."""
    if found := PATH_IN_WORDS.fullmatch(code):
        path, name = Path(found["path"]), found["name"]
        return not (ROOT / path).exists() or bool(name and name not in names_defined_in(parsed(path)))
    if not DOTTED_IN_WORDS.fullmatch(code) or DOTTED_BUT_NO_CODE.fullmatch(code):
        return False
    path = Path(*code.split("."))
    if (ROOT / path).is_dir() or (ROOT / path.with_suffix(".py")).exists():
        return False
    holders = [
        each for each in (path.parent.with_suffix(".py"), path.parent / "__init__.py") if (ROOT / each).exists()
    ]
    return not any(path.name in names_defined_in(parsed(holder)) for holder in holders)


def variables_read_by(tree: ast.Module) -> set[str]:
    """Environment variables that a settings module reads: the first argument of `env.text("NAME")` and its kin."""
    return {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def touches_environment(tree: ast.Module) -> bool:
    return any(name in {"os.environ", "os.getenv", "environ"} for name in imported_by(tree)) or any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
        and node.attr in {"environ", "getenv"}
        for node in ast.walk(tree)
    )


def subjects_of(test: Path) -> list[Path]:
    """Where the module that a test is named after may be; empty for tests that are not named after one."""
    folders, name = test.parts[1:-1], test.stem.removeprefix("test_")
    if not folders or folders[0] not in PACKAGES:
        return []
    package = Path(*folders)
    places = (package, package / "models", package / "management" / "commands")
    tags = package / "templatetags" / f"{name.removesuffix('_tags')}.py"
    # test_<resource>_<action>.py asks an endpoint; test_<module>_<side>.py looks at one side of a module.
    words = name.split("_")
    names = words[:1] if folders[0] == "api" else ["_".join(words[:end]) for end in range(1, len(words) + 1)]
    return [package / name / "__init__.py", tags, *(place / f"{each}.py" for place in places for each in names)]


def test_modules_stay_within_their_length() -> None:
    limits = [(path, MODULE_LINES) for path in OURS] + [(path, TEST_MODULE_LINES) for path in TESTS]
    lengths = [(path, limit, len((ROOT / path).read_text().splitlines())) for path, limit in limits]
    assert [f"{path} has {lines} lines" for path, limit, lines in lengths if lines > limit] == []


def test_functions_stay_within_their_length() -> None:
    found = [f"{path}: {text}" for path in OURS for text in functions_longer_than(FUNCTION_LINES, parsed(path))]
    assert found == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in OURS + TESTS if not EMPTY_NAMES.isdisjoint({path.stem, *path.parts})] == []


def test_one_name_means_one_thing() -> None:
    """Classes and functions that a module defines for others, and not two modules by the same name."""
    places: dict[str, list[str]] = {}
    for path in OURS:
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path))
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in SHARED_NAMES} == {}


@pytest.mark.parametrize("leaf", LEAVES)
def test_leaf_imports_nothing_else_of_ours(leaf: str) -> None:
    leaves = tuple(each.replace("/", ".") + "." for each in LEAVES)
    assert modules_of(leaf), f"{leaf} is empty"
    foreign = [
        f"{path} imports {name}"
        for path in modules_of(leaf)
        for name in imported_by(parsed(path))
        if name.split(".")[0] in PACKAGES and not f"{name}.".startswith(leaves)
    ]
    assert foreign == []


@pytest.mark.parametrize("pure", PURE)
def test_pure_module_reaches_only_the_standard_library(pure: str) -> None:
    reached, waiting, impure = set[Path](), {Path(pure)}, []
    while waiting:
        path = waiting.pop()
        reached.add(path)
        for name in imported_by(parsed(path)):
            if name.split(".")[0] in PACKAGES:
                waiting |= {module_of(name)} - reached
            elif name.split(".")[0] not in sys.stdlib_module_names:
                impure.append(f"{path} imports {name}")
    assert impure == []


def test_only_settings_and_entry_points_read_the_environment() -> None:
    readers = {path.as_posix() for path in OURS if touches_environment(parsed(path))}
    assert readers - READS_ENVIRONMENT == set()


@pytest.mark.parametrize("documents", ENVIRONMENT_DOCUMENTS, ids=" or ".join)
def test_every_setting_of_the_environment_is_documented(documents: tuple[str, ...]) -> None:
    names = {name for path in modules_of("cms/settings") for name in variables_read_by(parsed(path))}
    assert names, "no settings module reads a variable through cms.env"
    text = "\n".join((ROOT / document).read_text() for document in documents if (ROOT / document).exists())
    assert names - set(re.findall(r"[A-Z][A-Z0-9_]+", text)) == set()


def test_every_test_is_named_after_a_module_that_exists() -> None:
    lost = [
        str(test)
        for test in TESTS
        if test.name.startswith("test_")
        and (subjects := subjects_of(test))
        and not any((ROOT / subject).exists() for subject in subjects)
    ]
    assert lost == []


def test_no_document_keeps_both_sides_of_a_merge() -> None:
    halves = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
    assert [str(document) for document in DOCUMENTS if halves.search((ROOT / document).read_text())] == []


def test_documents_name_only_what_exists() -> None:
    lost = [f"{document}: `{code}`" for document in DOCUMENTS for code in code_named_in(document) if is_lost(code)]
    assert lost == [], "\n".join(lost)


def test_every_template_is_one() -> None:
    """Each loads the filters and tags that it names: an include is read only where it is shown."""
    folders = [path for package in PACKAGES for path in (ROOT / package).rglob("templates") if path.is_dir()]
    names = [str(path.relative_to(folder)) for folder in folders for path in sorted(folder.rglob("*.html"))]
    broken = []
    for name in names:
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            broken.append(f"{name}: {error}")
    assert broken == []
    assert names


def test_links_of_documents_lead_somewhere() -> None:
    links = [
        (document, link)
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#:]+)", (ROOT / document).read_text())
    ]
    dead = [f"{document}: {link}" for document, link in links if not (ROOT / document.parent / link).exists()]
    assert dead == [], "\n".join(dead)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
