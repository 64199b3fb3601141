"""Every mail goes through Django's mail backend, which in production is the outbox: nothing opens a way of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
import wagtail

from tests.harness.production import ROOT

OUTBOX = "cms/running/mail.py"
CONNECTIONS = {"SMTP", "SMTP_SSL", "LMTP"}
CHECKED = "cms/watching/network_checks.py"
"""Asks the mail server whether it is there, and sends nothing."""


def ways_of_its_own(source: str) -> Iterator[str]:
    """Statements that choose how a mail leaves, instead of leaving it to EMAIL_BACKEND."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names) if any(name.name == "smtplib" for name in names):
                yield "import smtplib"
            case ast.ImportFrom(module="smtplib", names=names) if {name.name for name in names} & CONNECTIONS:
                yield "from smtplib"
            case ast.ImportFrom(module=str(module)) if module.startswith("django.core.mail.backends"):
                yield f"from {module}"
            case ast.Call(func=ast.Name(id="get_connection") | ast.Attribute(attr="get_connection")):
                if node.args or any(keyword.arg == "backend" for keyword in node.keywords):
                    yield "a connection by name"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name.startswith("after_answer"):
                yield "work that nothing keeps"


def modules(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text()
        if "mail" in text and not {"test", "tests", "migrations"} & set(path.relative_to(folder).parts):
            yield str(path.relative_to(folder.parent)), text


@pytest.mark.parametrize("package", ["api", "cms", "frontend_templates", "stores"])
def test_no_module_of_ours_sends_past_the_outbox(package: str) -> None:
    found = {name: ways for name, text in modules(ROOT / package) if (ways := list(ways_of_its_own(text)))}
    assert found.keys() - {OUTBOX, CHECKED} == set()


@pytest.mark.parametrize(
    "folder", [Path(wagtail.__file__).parent / "admin", Path(allauth.__file__).parent / "account"]
)
def test_no_library_does(folder: Path) -> None:
    # Wagtail's send_mail names a backend only if its caller does, and none does.
    found = {name: ways for name, text in modules(folder) if (ways := list(ways_of_its_own(text)))}
    assert found.keys() <= {"admin/mail.py"}


@pytest.mark.parametrize(
    "source",
    [
        "import smtplib",
        "from smtplib import SMTP",
        "from django.core.mail.backends.smtp import EmailBackend",
        "mail.get_connection('django.core.mail.backends.smtp.EmailBackend').send_messages(mails)",
        "get_connection(backend=SMTP)",
        "after_answer(lambda: send_mail('Look', 'here', None, ['ada@example.com']))",
    ],
)
def test_a_new_door_is_found(source: str) -> None:
    assert list(ways_of_its_own(source))
