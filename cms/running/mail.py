"""In development mail is sent to files, and one line of the terminal says which."""

import os.path
import sys
from typing import Any

from django.core.mail.backends.filebased import EmailBackend


class MailToFiles(EmailBackend):
    """Django's backend for files, in `EMAIL_FILE_PATH`; it tells of each message."""

    def write_message(self, message: Any) -> None:
        super().write_message(message)
        where = os.path.relpath(self.stream.name)
        sys.stdout.write(f"mail to {', '.join(message.recipients())}: {message.subject} → {where}\n")
        sys.stdout.flush()
