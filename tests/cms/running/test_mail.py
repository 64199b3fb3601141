"""Mail waits until the mail server takes it; in development it is a file, and a line leads there."""

from contextlib import suppress
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from traceback import format_exception
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import send_mail
from django.core.mail.backends.locmem import EmailBackend as LocMem
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from cms.tasks.rows import BACKEND

LINK = "http://localhost:8000/admin/invitations/a-key-that-is-as-long-as-those-of-invitations-are-in-real-life-0123456789/"


@pytest.fixture
def sent(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> str:
    """What the terminal showed."""
    settings.EMAIL_BACKEND = "cms.running.mail.MailToFiles"
    settings.EMAIL_FILE_PATH = tmp_path / "var" / "mail"
    monkeypatch.chdir(tmp_path)
    send_mail("Come to Pitman", f"Dear Ada Müller,\n\n{LINK}\n", None, ["ada@example.com"])
    return capsys.readouterr().out


def test_one_line_says_to_whom_a_mail_went_and_where_it_lies(sent: str, tmp_path: Path) -> None:
    (file,) = (tmp_path / "var" / "mail").iterdir()
    assert sent == f"mail to ada@example.com: Come to Pitman → var/mail/{file.name}\n"


@pytest.mark.usefixtures("sent")
def test_link_of_a_mail_stands_whole_in_its_file(tmp_path: Path) -> None:
    (file,) = (tmp_path / "var" / "mail").iterdir()
    assert LINK in file.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def queued(settings: LazySettings, db: None) -> None:
    """Mail of production, with Django's box of tests as its mail server."""
    settings.EMAIL_BACKEND = "cms.running.mail.QueuedMail"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.TASKS = {**settings.TASKS, BACKEND: {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def carry() -> Any:
    """What a worker does with the one message that waits."""
    row = DBTaskResult.objects.get()
    row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
    return mail.outbox[-1]


@pytest.mark.usefixtures("queued")
def test_mail_waits_and_leaves_as_it_was_written() -> None:
    message = mail.EmailMultiAlternatives(
        "Come to Pitman", "Dear Ada", "news@example.com", ["ada@example.com"], headers={"Auto-Submitted": "yes"}
    )
    message.attach_alternative("<p>Dear Ada</p>", "text/html")
    assert message.send() == 1
    assert mail.outbox == []
    sent, again = carry(), carry()
    assert (sent.subject, sent.body, sent.from_email, sent.to) == (
        "Come to Pitman",
        "Dear Ada",
        "news@example.com",
        ["ada@example.com"],
    )
    assert [tuple(part) for part in sent.alternatives] == [("<p>Dear Ada</p>", "text/html")]
    assert sent.extra_headers["Auto-Submitted"] == "yes"
    assert sent.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


@pytest.mark.usefixtures("queued")
def test_mail_of_what_was_rolled_back_is_never_sent() -> None:
    with suppress(RuntimeError), transaction.atomic():
        mail.send_mail("Come to Pitman", "Dear Ada", None, ["ada@example.com"])
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


@pytest.mark.usefixtures("queued")
def test_mail_with_a_file_is_refused() -> None:
    message = mail.EmailMessage("Come to Pitman", "Dear Ada", None, ["ada@example.com"])
    message.attach("hours.txt", "9-5")
    with pytest.raises(ValueError, match="attachments"):
        message.send()


@pytest.mark.usefixtures("queued")
def test_recipient_whom_the_mail_server_refuses_is_named_in_no_log(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any) -> None:
        raise SMTPRecipientsRefused({"ada@example.com": (550, b"no such user ada@example.com")})

    mail.send_mail("Come to Pitman", "Dear Ada", None, ["ada@example.com"])
    monkeypatch.setattr(LocMem, "send_messages", refuse)
    with pytest.raises(OSError, match=r"550") as raised:
        carry()
    assert "ada" not in "".join(format_exception(raised.value))
