"""Reminders of medical reviews: once before the day, once after it, to whoever is responsible."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.text import slugify

from cms.models import ArticlePage, ReviewReminder
from cms.reviews.mail import remind_due
from cms.users.models import User
from stores.models import StorePage
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_editor, make_user
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 18)
DAY = timedelta(days=1)


def days_before(days: int) -> datetime:
    return datetime(2026, 12, 18, 17, 0, tzinfo=UTC) - days * DAY


def sent() -> dict[str, str]:
    found = {message.to[0]: f"{message.subject}\n{message.body}" for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    mail.outbox.clear()
    return found


def due(slug: str, owner: User | None = None, on: date = DUE, **fields: Any) -> ArticlePage:
    return make_article(slugify(slug), title=slug, owner=owner, review_due_on=on, **fields)


def test_one_mail_before_the_day_and_one_after_it_and_again_for_another_day() -> None:
    ann = make_editor("ann")
    article = due("Flu", ann)
    due("Draft", ann, live=False)
    remind_due(days_before(31))
    assert sent() == {}
    for _again in range(2):
        remind_due(days_before(30))
    text = sent()[ann.email]
    assert text.startswith("Medical review of “Flu”: in 30 days\n")
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in text
    remind_due(days_before(0))
    assert sent() == {}
    for _again in range(2):
        remind_due(days_before(-1))
    assert "1 day overdue" in sent()[ann.email]
    ArticlePage.objects.filter(pk=article.pk).update(review_due_on=DUE + 20 * DAY)
    remind_due(days_before(-2))
    assert "in 18 days" in sent()[ann.email]
    assert ReviewReminder.objects.filter(article=article).count() == 3


def test_creator_is_told_and_every_editor_where_there_is_none_who_wants_it() -> None:
    ann, bob = make_editor("ann"), make_editor("bob")
    left, owner = make_user("left"), make_user("no-mail", email="")
    due("Of Ann", ann)
    due("Of nobody", on=DUE - 90 * DAY)
    due("Of one who left", left)
    due("Of one without an address", owner)
    assert remind_due(days_before(10)) == 2
    found = sent()
    assert set(found) == {ann.email, bob.email}
    assert found[ann.email].startswith("Medical reviews: 4 articles are due or overdue\n")
    assert "Of Ann" not in found[bob.email]
    User.objects.filter(pk__in=[ann.pk, bob.pk]).update(has_review_reminders=False)
    due("Of Ann too", ann)
    assert remind_due(days_before(10)) == 0
    # Nobody was told, so nothing is noted: the first who wants it hears of it.
    User.objects.filter(pk=bob.pk).update(has_review_reminders=True)
    assert remind_due(days_before(10)) == 1
    assert "Of Ann too" in sent()[bob.email]


def test_what_can_not_be_sent_is_sent_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    ann = make_editor("ann")
    due("Flu", ann)
    with monkeypatch.context() as broken:
        broken.setattr("cms.reviews.mail.get_connection", lambda: (_ for _ in ()).throw(OSError("full")))
        with pytest.raises(OSError, match="full"):
            remind_due(days_before(5))
    assert not ReviewReminder.objects.exists()
    assert remind_due(days_before(5)) == 1


def test_people_of_the_newsroom_turn_it_off_and_others_are_not_asked(pitman: StorePage, client_of: ClientOf) -> None:
    account = reverse("wagtailadmin_account")
    assert "review_reminders" not in client_of("owner").get(account).content.decode()
    editor = make_editor()
    client = logged_in(editor)
    assert "review_reminders" in client.get(account).content.decode()
    name = {"name_email-first_name": "Ed", "name_email-last_name": "Itor", "name_email-email": editor.email}
    client.post(account, {**name, "theme-theme": "system", "theme-contrast": "system", "theme-density": "default"})
    editor.refresh_from_db()
    assert not editor.has_review_reminders
