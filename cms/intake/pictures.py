"""Pictures of an item, taken into our images with their credit and rights; refused as an upload would be."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms.intake.formats.raw import RawPicture
from cms.media.cleaning import cleaned
from cms.media.limits import check_size
from cms.media.models import NetworkImage
from cms.outgoing.getting import NotGot
from stores.people.roles import LIBRARY_COLLECTION

MOST_PICTURES = 12
"""Of one item."""

Fetch = Callable[[str], bytes]


def most_bytes() -> int:
    """As large as an upload may be."""
    return int(getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", 10 * 1024 * 1024))


@dataclass
class Fetched:
    """What came of an item's pictures before anything is written: address -> bytes, or why there are none."""

    files: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def fetch_all(hrefs: Iterable[str], fetch: Fetch) -> Fetched:
    """Every picture of an item, each looked at."""
    got = Fetched()
    for number, href in enumerate(dict.fromkeys(hrefs)):
        if number >= MOST_PICTURES:
            got.refused[href] = f"an item may have {MOST_PICTURES} pictures"
            continue
        try:
            data = fetch(href)
            if len(data) > most_bytes():
                raise NotGot(f"It is larger than {most_bytes() // 2**20} MB.")
            check_size(ContentFile(data))
            got.files[href] = cleaned(data)
        except NotGot as error:
            got.refused[href] = str(error)
        except ValidationError as error:
            got.refused[href] = " ".join(error.messages)
    return got


@dataclass
class Album:
    """Pictures of one item as images of ours. Files of one that is not saved after all are deleted by `or_nothing`."""

    got: Fetched
    known: Mapping[str, RawPicture]
    stored: list[Any] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def image(self, href: str, alt: str) -> NetworkImage | None:
        """The image of ours for an address: made, or the one that is there already; None where it was refused."""
        data = self.got.files.get(href)
        if data is None:
            why = self.got.refused.get(href, "it was not fetched")
            self.notes.append(f"Without the picture {href[:120]}: {why}")
            return None
        collection = Collection.objects.get(name=LIBRARY_COLLECTION)
        digest = sha1(data, usedforsecurity=False).hexdigest()
        same = NetworkImage.objects.filter(file_hash=digest, collection=collection).first()
        return same or self._make(href, alt, data, collection)

    def _make(self, href: str, alt: str, data: bytes, collection: Collection) -> NetworkImage | None:
        said = self.known.get(href, RawPicture(href))
        name = PurePosixPath(urlsplit(href).path).name[-80:] or "picture"
        image = NetworkImage(
            title=(said.alt or alt or name)[:255],
            description=(alt or said.alt)[:255],
            credit=said.credit[:255],
            rights=said.rights[:500],
            collection=collection,
        )
        try:
            image.file.save(name, ContentFile(data), save=False)
            self.stored.append(image.file)
            image.save()
        except ValidationError as error:
            self.notes.append(f"Without the picture {href[:120]}: {' '.join(error.messages)}")
            return None
        return image

    @contextmanager
    def or_nothing(self) -> Iterator[None]:
        """Files of pictures go again where the item that they belong to is not saved."""
        try:
            yield
        except BaseException:
            for file in self.stored:
                file.storage.delete(file.name)
            raise
