"""Mail about medical reviews: once before an article's due date, and once when it is over.

It goes to whoever created the article, as long as they are of the newsroom and want such mail; else to every editor
who does. One mail names all that a person is reminded of.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from cms.articles.models.articles import ArticlePage
from cms.reviews.due import due_text, reviews_due
from cms.reviews.models import ReviewReminder
from cms.users.models import User
from stores.access.who import NEWSROOM_GROUP, is_newsroom


@transaction.atomic
def remind_due(at: datetime) -> int:
    """Remind of what is due at the moment `at` and was not reminded of; how many mails.

    Mails and the notes of them are one transaction. Of what nobody could be told, nothing is noted: it is tried again.
    """
    today = timezone.localdate(at)
    reminded = ReviewReminder.objects.filter(article=OuterRef("pk"), due_on=OuterRef("review_due_on"))
    is_over = Q(review_due_on__lt=today)
    unsaid = (is_over & ~Exists(reminded.filter(is_overdue=True))) | (~is_over & ~Exists(reminded))
    # Locked, so that two workers do not remind at once.
    due = reviews_due(today).filter(unsaid).select_for_update(of=("self",))
    articles = list(due.select_related("owner", "reviewed_by"))
    mails = _by_person(articles)
    told = {article.pk: article for each in mails.values() for article in each}
    days: dict[int, Any] = {pk: each.review_due_on for pk, each in told.items()}
    ReviewReminder.objects.bulk_create(
        ReviewReminder(article_id=pk, due_on=day, is_overdue=day < today, sent_at=at) for pk, day in days.items()
    )
    if mails:
        get_connection().send_messages([_mail(person, each, at) for person, each in mails.items()])
    return len(mails)


def _by_person(articles: Iterable[ArticlePage]) -> dict[User, list[ArticlePage]]:
    """Whoever is responsible, and for which of the articles."""
    articles = list(articles)
    wanting = User.objects.filter(is_active=True, has_review_reminders=True).exclude(email="")
    editors = list(wanting.filter(groups__name=NEWSROOM_GROUP).order_by("pk")) if articles else []
    owners = {each.pk: each for each in wanting.filter(pk__in={each.owner_id for each in articles})}
    found: dict[User, list[ArticlePage]] = defaultdict(list)
    for article in articles:
        owner = owners.get(article.owner_id or 0)
        for person in [owner] if owner is not None and is_newsroom(owner) else editors:
            found[person].append(article)
    return found


def _mail(person: User, articles: list[ArticlePage], at: datetime) -> EmailMessage:
    today = timezone.localdate(at)
    named = [
        {
            "title": each.title,
            "when": due_text(each.review_due_on, today),
            "due_on": each.review_due_on,
            "reviewer": each.reviewed_by,
            "url": f"{settings.NETWORK_URL}{reverse('wagtailadmin_pages:edit', args=[each.pk])}",
        }
        for each in articles
    ]
    context = {
        "articles": named,
        "count": len(named),
        "report_url": f"{settings.NETWORK_URL}{reverse('cms_reviews')}",
        "account_url": f"{settings.NETWORK_URL}{reverse('wagtailadmin_account')}",
    }
    subject = " ".join(render_to_string("cms/reviews/reminder_subject.txt", context).split())
    body = render_to_string("cms/reviews/reminder.txt", context).strip() + "\n"
    return EmailMessage(subject, body, to=[person.email], headers={"Auto-Submitted": "auto-generated"})
