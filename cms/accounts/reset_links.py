"""Links to a new password: asked for in a request, looked up and mailed by the worker.

The request does the same for somebody who is known and for nobody, so its time tells nothing; and what was asked for
is a row, so no process that is killed forgets it.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import PasswordResetForm
from django.core.mail import EmailMultiAlternatives
from django.template import loader
from django_tasks import task

from cms.tasks.rows import BACKEND


class _Mailing(PasswordResetForm):
    """Django's would log that a mail failed, and forget it."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = "".join(loader.render_to_string(subject_template_name, context).splitlines())
        body = loader.render_to_string(email_template_name, context)
        EmailMultiAlternatives(subject, body, from_email, [to_email]).send()


@task(backend=BACKEND)
def mail_reset_link(*, email: str, is_secure: bool, subject_template_name: str, email_template_name: str) -> None:
    """A link for each account of this address; twice is the same link twice."""
    form = _Mailing({"email": email})
    if form.is_valid():
        form.save(
            domain_override=settings.NETWORK_HOST,
            use_https=is_secure,
            extra_email_context={"site_name": settings.WAGTAIL_SITE_NAME},
            subject_template_name=subject_template_name,
            email_template_name=email_template_name,
        )
