"""What is leaned on in libraries though it is private: all of it is named, and is still what was read."""

import ast
import hashlib
import importlib
import inspect
import sys
import textwrap
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from stores.upstream import allauth, django, modelcluster, modelsearch, openpyxl, rest_framework, wagtail

ROOT = Path(__file__).parents[2]
PACKAGES = ("stores", "cms", "api", "frontend_templates")
LIBRARIES = {
    "Django": django,
    "wagtail": wagtail,
    "modelsearch": modelsearch,
    "django-modelcluster": modelcluster,
    "django-allauth": allauth,
    "openpyxl": openpyxl,
    "djangorestframework": rest_framework,
}
LEANED_ON = {name for library in LIBRARIES.values() for name in library.LEANED_ON}
WATCHED = ("wagtail", "modelsearch", "treebeard", "allauth")
"""Libraries whose methods are overridden here, so that a change of one may be a change of ours."""

DOCUMENTED = {"_base_manager", "_default_manager", "_exit", "_meta", "_replace", "_request"}
"""Begin with an underscore, and are public all the same: of Django, Python and REST framework."""


def ours() -> Iterator[tuple[Path, ModuleType | None]]:
    """Every module of the project but migrations and settings, imported."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if not {"migrations", "settings"}.intersection(parts) and parts[-1] != "wsgi":
                yield path, importlib.import_module(".".join(parts).removesuffix(".__init__"))


def source_of(name: str) -> str:
    """Twelve digits of the hash of a dotted name's source."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        owner = found
        for part in parts[end:-1]:
            owner = inspect.getattr_static(owner, part)
        found = inspect.getattr_static(owner, parts[-1])
        found = getattr(found, "__func__", getattr(found, "fget", found))
        is_ours = str(getattr(found, "__module__", "")).partition(".")[0] in PACKAGES
        source = written_in(owner, parts[-1]) if is_ours else inspect.getsource(found)
        return hashlib.sha256(source.encode()).hexdigest()[:12]
    raise LookupError(name)


def written_in(owner: Any, name: str) -> str:
    """The lines of a library's class that define a method, of which ours may have taken the place by now."""
    lines = inspect.getsource(owner).splitlines(keepends=True)
    (of_class,) = ast.parse(textwrap.dedent("".join(lines))).body
    assert isinstance(of_class, ast.ClassDef)
    (node,) = [each for each in of_class.body if isinstance(each, ast.FunctionDef) and each.name == name]
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return "".join(lines[first - 1 : node.end_lineno])


def overridden() -> set[str]:
    """Dotted names of the libraries' methods that a class of ours defines anew."""
    found = set()
    for module in [module for _path, module in ours() if module is not None]:
        for each in vars(module).values():
            if not inspect.isclass(each) or each.__module__ != module.__name__:
                continue
            for name, value in vars(each).items():
                if name.startswith("__") or not (inspect.isroutine(value) or isinstance(value, property)):
                    continue
                base = next((base for base in each.__mro__[1:] if name in vars(base)), object)
                above = vars(base).get(name)
                above = getattr(above, "__func__", getattr(above, "fget", above))
                places = {base.__module__.split(".")[0], str(getattr(above, "__module__", "")).split(".")[0]}
                if places <= set(WATCHED) and inspect.isfunction(above) and above.__name__ == name:
                    found.add(f"{base.__module__}.{base.__qualname__}.{name}")
    return found


@pytest.mark.parametrize("library", LIBRARIES)
def test_release_is_the_one_that_was_read(library: str) -> None:
    assert f"{version(library)}.".startswith(f"{LIBRARIES[library].READ_IN}.")


def test_sources_of_what_is_leaned_on_are_those_that_were_read(json_snapshot: SnapshotAssertion) -> None:
    """A name that fails here has a new source: read it, mend what leans on it, then write the snapshot anew."""
    assert {name: source_of(name) for name in sorted(LEANED_ON)} == json_snapshot


def test_sources_of_overridden_methods_are_those_that_were_read(json_snapshot: SnapshotAssertion) -> None:
    """Methods of a library's class that a class of ours overrides, public ones, too."""
    names = overridden()
    assert names, "nothing of ours was found"
    assert {name: source_of(name) for name in sorted(names)} == json_snapshot


def test_overridden_private_methods_are_named() -> None:
    assert {name for name in overridden() if name.rpartition(".")[2].startswith("_")} - LEANED_ON == set()


def test_internal_modules_of_libraries_are_imported_in_one_place() -> None:
    found = set()
    for path, _module in ours():
        for node in ast.walk(ast.parse(path.read_text())):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            for name in named:
                is_private = any(part == "internal" or part.startswith("_") for part in name.split("."))
                if is_private and name.split(".")[0] not in {*sys.stdlib_module_names, *PACKAGES}:
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == {"stores/upstream/allauth.py"}


def test_private_attributes_of_others_are_used_in_one_place() -> None:
    found = []
    for path, _module in ours():
        if path.parent.name == "upstream":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Attribute) or not node.attr.startswith("_") or node.attr.startswith("__"):
                continue
            owner = ast.unparse(node.value)
            if owner.split(".")[0] not in {"self", "cls", "super()"} and node.attr not in DOCUMENTED:
                found.append(f"{path.relative_to(ROOT)}: {owner}.{node.attr}")
    assert found == []
