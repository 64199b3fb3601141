"""How mail leaves: in production as tasks, which wait in the database until the mail server has taken them."""

import os.path
import sys
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.filebased import EmailBackend
from django.core.mail.message import make_msgid
from django_tasks import task

from cms.tasks.rows import BACKEND

FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to", "extra_headers")


class QueuedMail(BaseEmailBackend):
    """Takes a message in the transaction that sends it: what is rolled back is never sent, what is committed is
    never forgotten. `MAIL_TRANSPORT` carries it, from a worker.
    """

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        for message in email_messages:
            deliver.enqueue(**_as_stored(message))
        return len(email_messages)


def _as_stored(message: Any) -> dict[str, Any]:
    """What is needed to make the message again. ValueError for one with a file: nothing here sends any."""
    if message.attachments:
        raise ValueError("Mail with attachments can't wait in the database.")
    stored = {name: getattr(message, name) for name in FIELDS}
    # One that is sent twice, since a worker was killed in between, is told by its name.
    stored["extra_headers"] = {"Message-ID": make_msgid(), **message.extra_headers}
    alternatives = [[part.content, part.mimetype] for part in getattr(message, "alternatives", [])]
    return {**stored, "alternatives": alternatives}


@task(backend=BACKEND)
def deliver(*, alternatives: list[list[str]], extra_headers: dict[str, str], **fields: Any) -> None:
    """Hand a message to the mail server; raises what that answers, and names nobody: it ends in the log."""
    connection = get_connection(settings.MAIL_TRANSPORT)
    message = EmailMultiAlternatives(**fields, headers=extra_headers, connection=connection)
    for content, mimetype in alternatives:
        message.attach_alternative(content, mimetype)
    try:
        message.send()
    except SMTPRecipientsRefused as refused:
        codes = sorted({str(code) for code, _ in refused.recipients.values()})
        raise OSError(f"The mail server takes nothing for this address ({', '.join(codes)}).") from None


class MailToFiles(EmailBackend):
    """Django's backend for files, in `EMAIL_FILE_PATH`; it tells of each message."""

    def write_message(self, message: Any) -> None:
        super().write_message(message)
        where = os.path.relpath(self.stream.name)
        sys.stdout.write(f"mail to {', '.join(message.recipients())}: {message.subject} → {where}\n")
        sys.stdout.flush()
