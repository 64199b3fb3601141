"""Feeds of providers: how they do, and the form in which a mapping is tried on a sample before it is saved."""

from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from cms.articles.models.providers import Provider
from cms.intake.desk.shell import DecidersMixin
from cms.intake.desk.trying import Tried, try_sample
from cms.intake.formats.documents import decoded_text
from cms.intake.formats.raw import Unreadable
from cms.intake.mapping import MEMBERS
from cms.intake.models import FeedRun, ProviderFeed
from cms.intake.tasks import import_feed
from stores.access.who import actor_of

MOST_SAMPLE = 500_000


class FeedsView(DecidersMixin, generic.IndexView):
    """Every feed, with its last look and what waits of it."""

    model = ProviderFeed
    any_permission_required = None
    page_title = "Feeds"
    header_icon = "download"
    template_name = "cms/newsroom/listing.html"
    index_url_name = "cms_intake_feeds"
    index_results_url_name = "cms_intake_feeds_results"
    verbose_name_plural = "feeds"
    default_ordering = "provider__name"
    columns = [
        TitleColumn("provider", label="Provider", url_name="cms_intake_feed"),
        Column("format", label="Format", accessor="get_format_display"),
        Column("waits", label="To decide"),
        DateColumn("looked_at", label="Last look"),
        Column("last_problem", label="Problem", accessor=lambda feed: feed.last_problem or "None"),
        Column("next", label="Fetched", accessor=lambda feed: "By itself" if feed.is_on else "By hand"),
    ]

    def get_base_queryset(self) -> QuerySet[ProviderFeed]:
        last = FeedRun.objects.filter(feed=OuterRef("pk")).order_by("-began_at", "-pk")
        waits = Q(items__state__in=("waits", "failed")) | ~Q(items__problem="") | Q(items__is_unapplied=True)
        feeds = ProviderFeed.objects.select_related("provider").defer("sample")
        return feeds.annotate(
            waits=Count("items", filter=waits & Q(items__isnull=False)),
            looked_at=Subquery(last.values("began_at")[:1]),
            last_problem=Subquery(last.values("problem")[:1]),
        )

    @cached_property
    def header_buttons(self) -> list[Any]:
        if not self.may_decide:
            return []
        return [HeaderButton("Add a feed", url=reverse("cms_intake_feed_add"), icon_name="plus")]


class FeedForm(forms.ModelForm):
    """A feed. What the sample becomes is seen before anything is saved."""

    upload = forms.FileField(
        label="Another sample", required=False, help_text="A file of the provider's, up to 500 KB."
    )

    class Meta:
        model = ProviderFeed
        fields = [
            *("provider", "format", "address", "hosts", "is_on", "every_minutes", "mapping", "sample", "rule"),
            *("groups", "days_shown", "watch_words"),
        ]
        widgets = {
            "groups": forms.CheckboxSelectMultiple,
            "rule": forms.RadioSelect,
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in (("hosts", 3), ("mapping", 8), ("sample", 8), ("watch_words", 4))
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider: Any = self.fields["provider"]
        if self.instance.pk:
            provider.disabled = True
        else:
            provider.queryset = Provider.objects.filter(feed__isnull=True)
        self.fields["watch_words"].help_text = (
            "One on a line: a brand, a competitor, a dose. An item with one of them waits for the newsroom, however "
            "it is spelled. It is found where a word begins; “*statin” is found within words too; what has up to "
            "three letters is a whole word."
        )
        self.fields["mapping"].help_text = (
            "“ours = theirs | theirs”, one on a line; empty: as the format has it. Ours are "
            f"{', '.join(MEMBERS)}; “topic their-word = slug” and “status their-word = kill” say what words mean."
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        upload = data.get("upload")
        if upload is not None:
            if upload.size > MOST_SAMPLE:
                raise ValidationError({"upload": "A sample has 500 KB at most: a few items are enough."})
            try:
                text, _odd = decoded_text(upload.read())
            except Unreadable as error:
                raise ValidationError({"upload": str(error)}) from error
            data["sample"] = self.instance.sample = text.replace("\0", "")
        if data.get("rule") == "groups" and not data.get("groups"):
            raise ValidationError({"groups": "Choose the groups at whose stores it goes live."})
        if not data.get("sample"):
            raise ValidationError({"sample": "Give a sample: the mapping is tried on it before it is saved."})
        return data


class FeedView(DecidersMixin, FormView):
    """Adds a feed, or changes one: first what becomes of the sample is shown, then it is saved."""

    header_icon = "download"
    template_name = "cms/intake/feed.html"
    form_class = FeedForm

    @cached_property
    def feed(self) -> ProviderFeed:
        pk = self.kwargs.get("feed_id")
        if pk is None:
            return ProviderFeed()
        feed = ProviderFeed.objects.select_related("provider").filter(pk=pk).first()
        if feed is None:
            raise Http404
        return feed

    def get_page_title(self) -> str:
        return f"Feed of {self.feed.provider}" if self.feed.pk else "Add a feed"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        feeds = {"url": reverse("cms_intake_feeds"), "label": "Feeds"}
        return [*self.breadcrumbs_items, feeds, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.feed}

    def get_form(self, form_class: Any = None) -> FeedForm:
        form: FeedForm = super().get_form(form_class)
        for field in form.fields.values() if not self.may_decide else ():
            field.disabled = True
        return form

    def form_valid(self, form: FeedForm) -> HttpResponse:
        feed = form.instance
        tried = try_sample(feed)
        stamp = _stamp(feed)
        if "save" in self.request.POST and self.request.POST.get("tried") == stamp and tried.stories:
            is_new = feed.pk is None
            # What was tried in vain, or is read otherwise now, is fetched anew, and soon.
            feed.etag = feed.last_modified = ""
            feed.failures, feed.next_at = 0, None
            form.save()
            words = "wagtail.create" if is_new else "wagtail.edit"
            log(instance=feed, action=words, user=actor_of(self.request))
            messages.success(self.request, f"The feed of {feed.provider} is saved.")
            return redirect("cms_intake_feeds")
        # What was uploaded is the sample of the next try.
        again = FeedForm(
            {
                **{
                    name: self.request.POST.getlist(name) if name == "groups" else value
                    for name, value in self.request.POST.items()
                },
                "sample": feed.sample,
            },
            instance=feed,
        )
        return self.render_to_response(self.get_context_data(form=again, tried=tried, stamp=stamp))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tried: Tried | None = kwargs.pop("tried", None)
        runs = self.feed.runs.all()[:10] if self.kwargs.get("feed_id") else []
        return super().get_context_data(tried=tried, runs=runs, feed=self.feed, **kwargs)


def _stamp(feed: ProviderFeed) -> str:
    """The same for the same sample, read in the same way."""
    return sha256("\0".join((feed.format, feed.mapping, feed.sample)).encode()).hexdigest()[:32]


class FetchView(DecidersMixin, View):
    """POST: have the worker fetch a feed now."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        feed = ProviderFeed.objects.filter(pk=kwargs["feed_id"]).exclude(address="").first()
        if feed is None:
            raise Http404
        import_feed.enqueue(feed.pk)
        messages.success(request, "The worker fetches it: what came is on the intake desk in a moment.")
        return redirect("cms_intake_feed", feed.pk)
