"""What of a store's own page some patients can't use: its photo, its logo's words, where its lines and tasks lead."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from stores.accessible import Barrier, is_file_name, of_link, of_picture
from stores.store.models.store import StorePage
from stores.store.tasks import task_name


def barriers_of_store(store: StorePage) -> list[Barrier]:
    """Of a version of the page, live or not. Where no words are given the logo and the pharmacist have a name."""
    found: list[Barrier] = []
    if store.shop_photo_id:
        found += of_picture("the photo of the shop", store.shop_photo_alt, "shop_photo_alt")
    if store.logo_id and is_file_name(store.logo_alt):
        found += of_picture("the logo", store.logo_alt, "logo_alt")
    found += of_tasks(store.tasks)
    found += of_lines(store.promo_banners.all())
    return found


def of_tasks(tasks: Iterable[Mapping[str, str]]) -> Iterator[Barrier]:
    """Of tasks as a store keeps them."""
    for task in tasks:
        yield from of_link(f"the task “{task_name(task)}”", task["web"], "tasks")


def of_lines(rows: Iterable[Any]) -> Iterator[Barrier]:
    """Of promo lines, a store's or the network's."""
    for row in rows:
        yield from of_link(f"the promo line “{row.text}”", row.link_url, "promo_banners")
