"""Tags: one whatever its case, each with a slug. The database holds the first (`tag_once_whatever_its_case`)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.signals import pre_save
from django.dispatch import receiver
from taggit.models import Tag
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet


def tags_called(*values: str) -> list[int]:
    """For each value the id of the tag with this slug, else of the one with this name in any case; one query."""
    called = Q(slug__in=values)
    for value in values:
        called |= Q(name__iexact=value)
    rows = list(Tag.objects.filter(called).values_list("pk", "slug", "name"))
    found = []
    for value in values:
        fits = [(slug != value, pk) for pk, slug, name in rows if slug == value or name.casefold() == value.casefold()]
        found += [pk for _is_name, pk in sorted(fits)[:1]]
    return found


@receiver(pre_save, sender=Tag)
def give_slug(*, instance: Tag, raw: bool, **kwargs: Any) -> None:
    """A name such as `+++` has no letter for a slug."""
    if raw or instance.slug:
        return
    taken = set(Tag.objects.filter(slug__startswith="tag-").values_list("slug", flat=True))
    number = next(number for number in range(1, len(taken) + 2) if f"tag-{number}" not in taken)
    instance.slug = f"tag-{number}"


class TagForm(WagtailAdminModelForm):
    """Refuses another spelling of a tag that is there."""

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        twin = Tag.objects.filter(Q(name__iexact=name)).exclude(pk=self.instance.pk).first()
        if twin is not None:
            raise ValidationError(f"There is the tag “{twin}”. Delete one of them, and its articles get the other.")
        return name


class TagViewSet(SnippetViewSet):
    """Tags: renamed, and merged by deleting one of two."""

    model = Tag
    icon = "tag"
    add_to_admin_menu = True
    menu_label = "Tags"
    menu_order = 270
    list_display = ["name", "slug"]
    search_fields = ["name"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("slug")], base_form_class=TagForm)
