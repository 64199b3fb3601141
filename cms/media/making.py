"""Makes all sizes of an image: by one process at a time, again without harm, and never in a public request.

Whoever begins takes the image for a while (`Making.busy_until`), in a write of its own rather than a lock: no
transaction is open while a picture is decoded. Whoever finds it taken may leave, since the one who has it looks again,
after giving it back, whether anything has changed meanwhile.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from wagtail.images.models import Filter, SourceImageIOError

from cms.media.cleaning import cleaned
from cms.media.ladder import LOGO_SPECS, SPECS, VERSION, specs_for
from cms.media.limits import PictureRefused, too_large
from cms.media.logos import is_logo
from cms.media.models import FOCAL_POINT, SOURCE, Making, NetworkImage, Rendition

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""So long an image is taken at most; its sizes take seconds."""
ATTEMPTS = 3
"""Times that a process may end in the midst of one image before nobody tries it again."""
GAVE_UP = f"Making its sizes was cut off {ATTEMPTS} times: it may take more memory than there is."
MISSING = "Its file is missing from the storage."


class Replaced(Exception):
    """The image has another file by now."""


def due() -> QuerySet[NetworkImage]:
    """Images whose sizes were not made yet, or by another ladder. One that failed was made: nothing will change."""
    return NetworkImage.objects.exclude(making__made_by=VERSION).order_by("pk")


def failed() -> QuerySet[NetworkImage]:
    """Images of which something can't be made, the newest first."""
    return NetworkImage.objects.filter(making__failure__gt="").select_related("making").order_by("-created_at", "-pk")


def make(image_id: int) -> bool:
    """Make what is missing of an image, and note what can't be made; False if another process has it."""
    while due().filter(pk=image_id).exists():
        if not _take(image_id):
            return False
        image = NetworkImage.objects.get(pk=image_id)
        try:
            failure = _make(image)
        except Replaced:
            _give_back(image_id)
        except BaseException:
            # Such as a storage that is full: due it stays, and is tried again.
            _give_back(image_id, has_ended=False)
            raise
        else:
            _give_back(image_id)
            _note_result(image, failure)
    return True


def free_at(image_id: int) -> datetime | None:
    """When an image that another process has will be free at the latest."""
    return Making.objects.filter(image=image_id).values_list("busy_until", flat=True).first()


def _take(image_id: int) -> bool:
    # In bulk, since that sends no signal: an image without a row is from before there were any.
    Making.objects.bulk_create([Making(image_id=image_id)], ignore_conflicts=True)
    now = timezone.now()
    row = Making.objects.filter(Q(busy_until=None) | ~Q(busy_until__range=(now, now + 2 * LEASE)), image=image_id)
    if row.filter(attempts__gte=ATTEMPTS).update(busy_until=None, attempts=0, made_by=VERSION, failure=GAVE_UP):
        logger.error("Image %s: %s", image_id, GAVE_UP)
        return False
    return bool(row.update(busy_until=now + LEASE, attempts=F("attempts") + 1))


def _give_back(image_id: int, *, has_ended: bool = True) -> None:
    Making.objects.filter(image=image_id).update(busy_until=None, **({"attempts": 0} if has_ended else {}))


def _note_result(image: NetworkImage, failure: str) -> None:
    """Unless the image was changed meanwhile: then it is due still."""
    same = {"file": image.file.name, **{name: getattr(image, name) for name in FOCAL_POINT}}
    with transaction.atomic():
        if NetworkImage.objects.select_for_update().filter(pk=image.pk, **same).values_list("pk").first():
            Making.objects.filter(image=image.pk).update(made_by=VERSION, failure=failure)


def _make(image: NetworkImage) -> str:
    """Why some sizes could not be made; "" if all are there."""
    try:
        _clean(image)
    except PictureRefused as error:
        return _noted(image, " ".join(error.messages))
    except OSError:
        return _noted(image, MISSING)
    words = too_large(image.width, image.height)
    if words:
        return _noted(image, words)
    made = {spec: _made(image, spec) for spec in _missing(image)}
    failures = [each for each in made.values() if isinstance(each, str)]
    files = {spec: each for spec, each in made.items() if not isinstance(each, str)}
    try:
        _store(image, files)
    finally:
        # Those that were not stored, since the image has another file by now.
        for each in files.values():
            each.close()
    if not failures:
        return ""
    reasons = "; ".join(dict.fromkeys(failures))
    return _noted(image, f"{len(failures)} of its {len(_wanted(image))} sizes can't be made: {reasons}")


def _noted(image: NetworkImage, failure: str) -> str:
    logger.warning("Image %s (%s): %s", image.pk, image.title, failure)
    return failure


def _clean(image: NetworkImage) -> None:
    """Bring an original from before these rules to them; a new name, so that no cache keeps what it held."""
    with image.open_file() as file:
        data = file.read()
    clean = cleaned(data)
    old: Any = image.file
    size = (image.width, image.height)
    if clean == data and size == old.get_image_dimensions():
        return
    with transaction.atomic():
        _check_file(image)
        image.file = ContentFile(clean, name=image.filename)
        image.file.save(image.filename, image.file.file, save=False)
        _move_focal_point(image, size)
        image.save(update_fields=["width", "height", "file_size", "file_hash", *SOURCE])
        transaction.on_commit(lambda: old.storage.delete(old.name))


def _check_file(image: NetworkImage) -> None:
    """Replaced unless the image still has this file, and has it until the transaction ends."""
    rows = NetworkImage.objects.select_for_update().filter(pk=image.pk, file=image.file.name)
    if rows.values_list("pk").first() is None:
        raise Replaced


def _move_focal_point(image: NetworkImage, size: tuple[int, int]) -> None:
    """The point was set on the upright picture, counted in the width and height of the one that lay on its side."""
    for name, new, old in (("x", image.width, size[0]), ("y", image.height, size[1])):
        for each in (f"focal_point_{name}", f"focal_point_{'width' if name == 'x' else 'height'}"):
            value = getattr(image, each)
            setattr(image, each, None if value is None else round(value * new / old))


def _wanted(image: NetworkImage) -> tuple[str, ...]:
    return (*specs_for(image.width), *(LOGO_SPECS if is_logo(image.pk) else ()))


def _missing(image: NetworkImage) -> Iterable[str]:
    wanted = _wanted(image)
    rows = Rendition.objects.filter(image=image, filter_spec__in=wanted).values_list("filter_spec", "focal_point_key")
    there = set(rows)
    return [spec for spec in wanted if (spec, Filter(spec).get_cache_key(image)) not in there]


def _made(image: NetworkImage, spec: str) -> File | str:
    """One size, or why it could not be made."""
    try:
        return image.generate_rendition_file(Filter(spec))
    except SourceImageIOError as error:
        logger.info("Image %s: no %s", image.pk, spec, exc_info=True)
        return str(error)


def _store(image: NetworkImage, made: Mapping[str, File]) -> None:
    """All at once, so that what is kept of answers grows old once. Replaced if the image has another file by now."""
    with transaction.atomic():
        _check_file(image)
        # What a screen of the admin has made meanwhile is there.
        due_still = set(_missing(image))
        for spec, content in made.items():
            if spec not in due_still:
                continue
            key = Filter(spec).get_cache_key(image)
            Rendition.objects.create(image=image, filter_spec=spec, focal_point_key=key, file=content)
        _drop_old_crops(image)


def _drop_old_crops(image: NetworkImage) -> None:
    """Of an earlier focal point: they were shown until the new ones are there."""
    rows = Rendition.objects.filter(image=image, filter_spec__in=SPECS)
    keys = {spec: Filter(spec).get_cache_key(image) for spec in specs_for(image.width)}
    old = [row.pk for row in rows if row.focal_point_key != keys.get(row.filter_spec, row.focal_point_key)]
    Rendition.objects.filter(pk__in=old).delete()
