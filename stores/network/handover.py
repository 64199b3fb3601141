"""One store as files, for whoever takes it over: what it published and wrote, its uploads, and who changed what.

What the network lends it stays: library articles, the network's promo lines, holidays and pictures.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from stores.audit.lines import csv_lines
from stores.audit.reading import Changes, Filters
from stores.importing.exporting import export_bytes
from stores.importing.store_values import store_values, with_all_rows
from stores.store.models.store import StorePage

README = """\
{name}, as it was at {at:%Y-%m-%d %H:%M %Z}.

store.json       name, address, hours, dates ahead, promo lines and links; `manage.py import_stores` reads it
home.json        the store's own page, also its draft, as Wagtail serializes it
pages/           the same of every page below it, under its path
pictures/        the store's own pictures; pictures.json says what each is called and which page's id stands for it
documents/       the same for its documents
history.csv      who changed what, and when

Articles of the library, and what else the network lends its stores, are not among them.
"""
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Handover:
    """How much was written."""

    pages: int
    pictures: int
    documents: int
    changes: int


def write_store(store: StorePage, archive: ZipFile, at: Any) -> Handover:
    """Put the store into an archive. FileNotFoundError if an upload's file is missing: nothing is left out unsaid."""
    own = with_all_rows(StorePage.objects.filter(pk=store.pk)).get()
    archive.writestr("README.txt", README.format(name=store.title, at=at.astimezone(store.zone)))
    archive.writestr("store.json", export_bytes([store_values(own)], ".json"))
    pages = Page.objects.filter(path__startswith=store.path).order_by("path").specific()
    return Handover(
        sum(_each(pages, lambda page: _write_page(archive, store, page))),
        _write_uploads(archive, "pictures", get_image_model(), store),
        _write_uploads(archive, "documents", get_document_model(), store),
        _write_history(archive, store),
    )


def _each(rows: Iterable[Any], write: Callable[[Any], None]) -> Iterable[int]:
    for row in rows:
        write(row)
        yield 1


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False) + "\n"


def _write_page(archive: ZipFile, store: StorePage, page: Any) -> None:
    """Its fields as they are live, and those of its draft where that is another."""
    path = page.url_path.removeprefix(store.url_path).strip("/")
    about = {"type": page._meta.label, "live": page.live, "live_fields": page.serializable_data()}
    if page.has_unpublished_changes:
        about["draft_fields"] = page.get_latest_revision_as_object().serializable_data()
    # A page may have any slug, also that of a home page.
    archive.writestr(f"pages/{path}.json" if path else "home.json", _json(about))


def _write_uploads(archive: ZipFile, folder: str, model: Any, store: StorePage) -> int:
    listed = []
    for row in model.objects.filter(collection=store.registration.collection).order_by("pk"):
        name = f"{folder}/{row.pk}-{row.filename}"
        with row.file.storage.open(row.file.name) as source, archive.open(name, "w") as target:
            while chunk := source.read(CHUNK):
                target.write(chunk)
        about = {"id": row.pk, "file": name, "title": row.title, "uploaded_at": row.created_at}
        listed.append({**about, "description": getattr(row, "description", "")})
    archive.writestr(f"{folder}.json", _json(listed))
    return len(listed)


def _write_history(archive: ZipFile, store: StorePage) -> int:
    changes, number = Changes(Filters(zone=store.zone, paths=(store.path,))), -1
    with archive.open("history.csv", "w") as target:
        for number, line in enumerate(csv_lines(changes)):  # noqa: B007  (the first line is the heading)
            target.write(line.encode())
    return number


def archive_at(path: Any) -> ZipFile:
    """A new archive; FileExistsError if something is there."""
    return ZipFile(path, "x", compression=ZIP_DEFLATED)
