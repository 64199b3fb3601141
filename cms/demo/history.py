"""What people did at one store of the demo in the last days, and what somebody of its staff asks the owner for now.

What was changed was changed back, so that the store stands as its file says.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.articles.models.articles import ArticlePage
from cms.articles.models.pages import StandardPage
from cms.carrying.placing import Placed, place
from stores.choices import Counter, Weekday
from stores.hours.today import change_today
from stores.models import StorePage
from stores.people.appointing import appoint_staff

STORE_WITH_HISTORY = "pitman"
STAFF = f"staff-{STORE_WITH_HISTORY}"
ARTICLE = "new-treatments-for-lupus"


def live_through_days(store: StorePage, password: str) -> None:
    """Appoint staff, change and change back, and leave one submission of theirs for the owner."""
    users = get_user_model().objects
    owner = users.get(username=f"owner-{STORE_WITH_HISTORY}")
    staff = users.create_user(STAFF, f"{STAFF}@mortar.example", password, first_name="Sam", last_name="Rivera")
    admin = users.get(username="admin")
    _days_ago(20, lambda: appoint_staff(by=admin, user=staff, store=store))
    fax = str(store.fax)
    _days_ago(12, lambda: _publish_changes(store, owner, fax="+18565895260"))
    _days_ago(11, lambda: _publish_changes(store, owner, fax=fax))
    _days_ago(9, lambda: _close_on_saturdays(store, owner, time(17)))
    _days_ago(2, lambda: _close_on_saturdays(store, owner, time(16)))
    on = store.today(timezone.now()) - timedelta(days=6)
    _days_ago(6, lambda: change_today(by=owner, store=store, on=on, closes_at=time(15)))
    article = ArticlePage.objects.get(slug=ARTICLE)
    for days, placed in ((5, Placed(pinned_as=1)), (1, Placed())):
        _days_ago(days, partial(_place_article, owner, store, article, placed))
    _submit(StandardPage.objects.get(path__startswith=store.path, slug="about-us"), staff)


def _days_ago(days: int, act: Callable[[], Any]) -> None:
    """Call `act`, and date what it logs back by so many days."""
    last = PageLogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    act()
    at: datetime = timezone.now() - timedelta(days=days, hours=2)
    PageLogEntry.objects.filter(pk__gt=last).update(timestamp=at)


def _publish_changes(store: StorePage, by: Any, **fields: Any) -> None:
    page = StorePage.objects.get(pk=store.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=by).publish(user=by)


def _close_on_saturdays(store: StorePage, by: Any, at: time) -> None:
    page = StorePage.objects.get(pk=store.pk)
    rows = list(page.opening_hours.all())
    for row in rows:
        if (row.counter, row.weekday) == (Counter.PHARMACY, Weekday.SATURDAY):
            row.closes_at = at
    page.opening_hours = rows
    page.save_revision(user=by).publish(user=by)


def _place_article(by: Any, store: StorePage, article: ArticlePage, placed: Placed) -> None:
    place(by=by, store=store, article=article, placed=placed, at=timezone.now())


def _submit(page: Page, by: Any) -> None:
    page.title = "About us and our team"
    page.save_revision(user=by, log_action=True)
    draft = page.specific_class.objects.get(pk=page.pk) if page.specific_class else page
    workflow = draft.get_workflow()
    if workflow is not None:
        workflow.start(draft, by)
