"""Where a new store's page stands, so that no folder holds a thousand siblings."""

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from wagtail.models import Page

from stores.choices import STATES
from stores.store.models.store import RegionPage, StoresPage

FOLDER_SIZE = 100
"""Stores that may stand in the stores' own folder; beyond that, new ones stand in their state's region."""


class Regions:
    """The folders of new stores: a state's region where there is one, else the stores' folder while it is small."""

    def __init__(self, new: int) -> None:
        folder = StoresPage.objects.first()
        if folder is None:
            raise ValidationError("The network has no folder of stores: run 'manage.py found_network' first.")
        self.folder: StoresPage = folder
        self.by_slug: dict[str, Page] = {page.slug: page for page in RegionPage.objects.child_of(folder)}
        self.is_small = folder.numchild - len(self.by_slug) + new <= FOLDER_SIZE

    def parent_for(self, state: str) -> Page:
        name = STATES[state]
        slug = slugify(name)
        if slug not in self.by_slug and self.is_small:
            return self.folder
        if slug not in self.by_slug:
            self.by_slug[slug] = self.folder.add_child(instance=RegionPage(title=name, slug=slug))
        return self.by_slug[slug]
