"""Mail of development: a file that holds it, and a line that leads there."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.mail import send_mail

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
