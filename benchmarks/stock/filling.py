"""Fills the stock project: `python -m benchmarks.stock.filling 500`, with its settings."""

import sys
from datetime import date, timedelta
from typing import Any

import django


def fill_stock(number: int) -> None:
    """The same texts, a picture, an expert and three tags for each of the articles."""
    from django.core.management import call_command  # noqa: PLC0415  (after django.setup)
    from wagtail.images.models import Image  # noqa: PLC0415
    from wagtail.models import Page  # noqa: PLC0415

    from benchmarks.prose import WORDS, prose  # noqa: PLC0415
    from benchmarks.stock.app.models import Person, Piece  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    home = Page.objects.get(depth=2)
    manager: Any = Person._default_manager
    people = [manager.create(name=f"Dr. {word.title()}", credentials="MD") for word in WORDS[:20]]
    pictures = [_picture(Image, place) for place in range(10)]
    for place in range(number):
        words = [f"{WORDS[place * step % len(WORDS)]} {place * step % 60}" for step in (1, 7, 31)]
        piece = Piece(
            title=f"{WORDS[place % len(WORDS)].title()} and you {place}",
            slug=f"piece-{place}",
            teaser=prose(place % 10, 18),
            body="".join(f"<p>{prose(place % 10 + part, 150)}</p>" for part in range(4)),
            published_on=date(2026, 11, 1) - timedelta(place // 15),
            person=people[place % 20],
            hero=pictures[place % 10],
        )
        piece.tags.add(*words)
        home.add_child(instance=piece)


def _picture(model: Any, place: int) -> Any:
    """A picture's row and that of its thumbnail; nobody asks for the files."""
    image = model(title=f"Picture {place}", file=f"original_images/{place}.jpg", width=2400, height=1600)
    model.objects.bulk_create([image])
    image.renditions.create(filter_spec="fill-80x60", file=f"images/{place}.jpg", width=80, height=60)
    return image


if __name__ == "__main__":
    django.setup()
    fill_stock(int(sys.argv[1]))
