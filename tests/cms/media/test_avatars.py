"""Pictures that people upload of themselves."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.media.avatars import clean_avatars
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin
from tests.factories.photos import SECRET, jpeg, png_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


def change(client: Client, data: bytes) -> Any:
    fields = {
        "avatar-avatar": SimpleUploadedFile("me.jpg" if data.startswith(b"\xff") else "me.png", data),
        "name_email-first_name": "Ada",
        "name_email-last_name": "Network",
        "name_email-email": "ada@example.com",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "locale-current_time_zone": "UTC",
    }
    return client.post(reverse("wagtailadmin_account"), fields)


def test_picture_of_a_person_loses_its_words() -> None:
    user = make_admin()
    change(logged_in(user), jpeg(6))
    profile = UserProfile.objects.get(user=user)
    assert profile.avatar
    assert SECRET.encode() not in profile.avatar.read()


def test_large_one_is_refused_in_words() -> None:
    user = make_admin()
    answer = change(logged_in(user), png_head(20, 17_000))
    assert not UserProfile.objects.filter(user=user).exclude(avatar="").exists()
    assert answer.status_code == 200


def test_earlier_ones_are_cleaned_once() -> None:
    profile = UserProfile.get_for_user(make_admin())
    name = default_storage.save("avatar_images/me.jpg", ContentFile(jpeg(6)))
    UserProfile.objects.filter(pk=profile.pk).update(avatar=name)
    assert (clean_avatars(), clean_avatars()) == (1, 0)
    profile.refresh_from_db()
    assert SECRET.encode() not in profile.avatar.read()
    assert not default_storage.exists(name)


def test_lost_one_holds_up_nobody() -> None:
    profile = UserProfile.get_for_user(make_admin())
    UserProfile.objects.filter(pk=profile.pk).update(avatar="avatar_images/gone.png")
    assert clean_avatars() == 0
