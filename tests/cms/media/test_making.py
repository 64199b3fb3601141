"""Making all sizes of an image, once and by one."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from cms.media import making
from cms.media.ladder import VERSION, specs_for
from cms.media.limits import PictureRefused
from cms.media.making import GAVE_UP, MISSING, due, failed, free_at, make
from cms.media.models import Making, NetworkImage, Rendition
from tests.factories.media import make_image, stored_image
from tests.factories.photos import SECRET, STILL, drawn, exif, jpeg, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def specs_of(image: NetworkImage) -> set[str]:
    return set(image.renditions.values_list("filter_spec", flat=True))


def test_all_sizes_are_made_and_a_second_time_nothing() -> None:
    image = make_image("wide.png", size=(1300, 4), is_ready=False)
    assert list(due()) == [image]
    assert make(image.pk)
    assert specs_of(image) == set(specs_for(1300))
    widths = dict(image.renditions.values_list("filter_spec", "width"))
    assert [widths[f"width-{step}"] for step in (400, 800, 1200, 1600)] == [400, 800, 1200, 1300]
    assert not due().exists()
    rows = set(Rendition.objects.values_list("pk", "file"))
    Making.objects.update(made_by="")
    assert make(image.pk)
    assert set(Rendition.objects.values_list("pk", "file")) == rows


@pytest.mark.parametrize("kind", STILL)
def test_every_kind_of_file_gives_every_size(kind: str) -> None:
    endings = {"cmyk": "jpg", "gray": "jpg", "jpeg": "jpg"}
    image = make_image("other.png", is_ready=False)
    image.file = ContentFile(STILL[kind](6), name=f"photo.{endings.get(kind, kind)}")
    image.save()
    assert make(image.pk)
    assert (Making.objects.get().failure, specs_of(image)) == ("", set(specs_for(8)))
    assert (image.width, image.height) == (8, 12)
    for row in image.renditions.all():
        assert SECRET.encode() not in row.file.read()


def test_one_that_another_process_has_is_left_alone_until_its_time_is_over() -> None:
    image = make_image("clinic.png", is_ready=False)
    later = timezone.now() + timedelta(minutes=1)
    Making.objects.update(busy_until=later)
    assert (make(image.pk), free_at(image.pk), image.renditions.count()) == (False, later, 0)
    Making.objects.update(busy_until=timezone.now() - timedelta(seconds=1))
    assert (make(image.pk), free_at(image.pk), image.renditions.count()) == (True, None, len(specs_for(8)))


def test_new_file_while_the_old_one_is_made_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made of the old file is not stored, and what is stored is of the new one."""
    image = make_image("clinic.png", colour="#000000", is_ready=False)
    generate, calls = NetworkImage.generate_rendition_file, []
    files: list[Any] = []

    def replaced_meanwhile(self: NetworkImage, *args: Any, **kwargs: Any) -> Any:
        made = generate(self, *args, **kwargs)
        calls.append(1)
        files.append(made)
        if len(calls) == 2:
            other = NetworkImage.objects.get(pk=self.pk)
            other.file = ContentFile(written(Image.new("RGB", (20, 9), "#ffffff"), "PNG"), name="white.png")
            other.save()
        return made

    monkeypatch.setattr(NetworkImage, "generate_rendition_file", replaced_meanwhile)
    assert make(image.pk)
    image.refresh_from_db()
    assert specs_of(image) == set(specs_for(20))
    for row in image.renditions.all():
        pixel: Any = Image.open(BytesIO(row.file.read())).convert("RGB").getpixel((1, 1))
        assert min(pixel) > 250
    assert not due().exists()
    assert all(each.file.closed for each in files)


def test_focal_point_that_moved_makes_the_cut_anew_and_keeps_the_rest() -> None:
    image = make_image("tall.png", size=(40, 80))
    before = dict(image.renditions.values_list("filter_spec", "pk"))
    image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = 20, 70, 4, 4
    image.save()
    assert list(due()) == [image]
    assert make(image.pk)
    after = dict(image.renditions.values_list("filter_spec", "pk"))
    assert {spec for spec in after if after[spec] != before[spec]} == {
        spec for spec in specs_for(40) if "fill-" in spec
    }
    assert len(after) == image.renditions.count()


def test_title_that_changed_makes_nothing_due() -> None:
    image = make_image("clinic.png")
    image.title = "The clinic"
    image.save()
    assert not due().exists()


def test_other_ladder_makes_all_due(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png")
    assert not due().exists()
    monkeypatch.setattr(making, "VERSION", "other")
    assert list(due()) == [image]


def test_file_that_was_cut_off_is_refused_when_it_is_stored_and_noted_when_it_was() -> None:
    cut = written(drawn(size=(400, 300)), "PNG")[:200]
    image = make_image("clinic.png")
    image.file = ContentFile(cut, name="cut.png")
    with pytest.raises(PictureRefused, match="damaged"):
        image.save()
    image = stored_image("broken.png", cut)
    assert make(image.pk)
    assert [(each.pk, "damaged" in each.making.failure) for each in failed()] == [(image.pk, True)]
    assert not due().filter(pk=image.pk).exists()


def test_picture_that_is_damaged_inside_is_noted() -> None:
    noise = b"".join(sha256(bytes((number,))).digest() for number in range(128))
    data = written(Image.frombytes("L", (64, 64), noise), "PNG")
    image = make_image("clinic.png", is_ready=False)
    image.file = ContentFile(data[:60] + bytes(2000) + data[2060:], name="noise.png")
    image.save()
    assert make(image.pk)
    assert Making.objects.get().failure.startswith("10 of its 10 sizes can't be made: ")


def test_format_that_fails_is_noted_and_the_others_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png", is_ready=False)
    save = Image.Image.save

    def no_webp(self: Image.Image, fp: Any, format: str | None = None, **options: Any) -> None:
        if format == "WEBP":
            raise ValueError("encoding error 5")
        save(self, fp, format, **options)

    monkeypatch.setattr(Image.Image, "save", no_webp)
    assert make(image.pk)
    assert Making.objects.get().failure == "3 of its 10 sizes can't be made: encoding error 5"
    assert specs_of(image) == {spec for spec in specs_for(16) if "webp" not in spec}


def test_file_that_is_missing_is_noted() -> None:
    image = make_image("lost.png", is_ready=False)
    default_storage.delete(str(image.file.name))
    assert make(image.pk)
    assert Making.objects.get().failure == MISSING


@pytest.mark.parametrize("size", [(20, 17_000), (11_000, 11_000)])
def test_picture_from_before_the_limits_is_not_opened(size: tuple[int, int]) -> None:
    image = stored_image("large.png", written(Image.new("1", size), "PNG"), width=size[0], height=size[1])
    assert make(image.pk)
    assert f"{size[0]:,} × {size[1]:,} pixels" in Making.objects.get().failure
    assert not image.renditions.exists()


def test_photo_from_before_the_rules_is_cleaned_turned_and_made_anew() -> None:
    fields = {"width": 12, "height": 8, "focal_point_x": 9, "focal_point_y": 2}
    image = stored_image("phone.jpg", jpeg(6), **fields, focal_point_width=6, focal_point_height=4)
    Rendition.objects.create(image=image, filter_spec="width-400", file=ContentFile(jpeg(), name="old.jpg"))
    old = image.file.name
    assert make(image.pk)
    image = NetworkImage.objects.get(pk=image.pk)
    assert image.file.name != old
    assert SECRET.encode() not in image.file.read()
    assert (image.width, image.height, image.file_size) == (8, 12, image.file.size)
    # The same place of the picture as it is shown: three quarters to the right, a quarter down.
    assert (image.focal_point_x, image.focal_point_y) == (6, 3)
    assert (image.focal_point_width, image.focal_point_height) == (4, 6)
    assert specs_of(image) == set(specs_for(8))
    for row in image.renditions.all():
        assert SECRET.encode() not in row.file.read()


def test_old_picture_without_words_keeps_its_file_and_sizes() -> None:
    image = make_image("clinic.png")
    rows = set(image.renditions.values_list("pk", "file"))
    Making.objects.all().delete()
    assert make(image.pk)
    assert set(image.renditions.values_list("pk", "file")) == rows
    assert NetworkImage.objects.get().file.name == image.file.name


def test_picture_that_ends_its_process_thrice_is_given_up() -> None:
    image = make_image("clinic.png", is_ready=False)
    Making.objects.update(attempts=3)
    assert make(image.pk) is False
    assert (Making.objects.get().failure, Making.objects.get().made_by) == (GAVE_UP, VERSION)


def test_error_that_is_not_the_pictures_leaves_it_due(monkeypatch: pytest.MonkeyPatch) -> None:
    image = make_image("clinic.png", is_ready=False)

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Rendition, "save", full)
    with pytest.raises(OSError, match="No space"):
        make(image.pk)
    row = Making.objects.get()
    assert (row.made_by, row.busy_until, row.attempts) == ("", None, 1)
    assert list(due()) == [image]


def test_file_that_is_replaced_takes_its_sizes_along() -> None:
    image = make_image("clinic.png")
    image.file = ContentFile(written(drawn(), "PNG", exif=exif()), name="new.png")
    image.save()
    assert not image.renditions.exists()
    assert SECRET.encode() not in image.file.read()
