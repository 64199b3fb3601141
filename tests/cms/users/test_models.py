"""Sessions end when they should, and one address has one account."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from cms.users.models import User
from tests.cms.admin_forms import logged_in
from tests.factories.network import PASSWORD, make_editor, make_user

pytestmark = pytest.mark.django_db


def test_every_session_of_a_person_ends_by_one_write(django_assert_num_queries: object) -> None:
    editor = make_editor()
    browsers = [logged_in(editor) for _ in range(3)]
    others = logged_in(make_user("other", is_superuser=True))
    assert {browser.get("/admin/").status_code for browser in browsers} == {200}
    with django_assert_num_queries(2):  # type: ignore[operator]
        editor.end_sessions()
    assert {browser.get("/admin/").status_code for browser in browsers} == {302}
    assert others.get("/admin/").status_code == 200
    assert logged_in(editor).get("/admin/").status_code == 200


def test_session_outlives_a_new_secret_key_while_the_old_one_is_named(settings: object) -> None:
    browser = logged_in(make_editor())
    setattr(settings, "SECRET_KEY_FALLBACKS", [settings.SECRET_KEY])  # type: ignore[attr-defined]  # noqa: B010
    setattr(settings, "SECRET_KEY", "another-key-of-this-install-that-is-long-enough")  # noqa: B010
    assert browser.get("/admin/").status_code == 200


def test_new_password_on_the_account_page_ends_the_other_sessions() -> None:
    editor = make_editor()
    elsewhere, browser = logged_in(editor), logged_in(editor)
    new = {
        "password-old_password": PASSWORD,
        "password-new_password1": "quiet-river-42-stones",
        "password-new_password2": "quiet-river-42-stones",
        "name_email-first_name": "Ed",
        "name_email-last_name": "Newsroom",
        "theme-theme": "system",
        "theme-density": "default",
        "theme-contrast": "system",
        "locale-current_time_zone": "UTC",
    }
    assert browser.post(reverse("wagtailadmin_account"), new).status_code == 302
    assert User.objects.get(pk=editor.pk).check_password("quiet-river-42-stones")
    assert browser.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


def test_address_belongs_to_one_account_in_whatever_case_and_none_to_many() -> None:
    make_user("one", email="rosa@pitman.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("two", email="Rosa@Pitman.example")
    make_user("three", email="")
    make_user("four", email="")


def test_form_of_users_says_that_an_address_is_taken() -> None:
    make_user("one", email="rosa@pitman.example")
    two = make_user("two")
    admin = logged_in(make_user("boss", is_superuser=True))
    new = {"username": "two", "email": "Rosa@pitman.example", "first_name": "R", "last_name": "D"}
    answer = admin.post(reverse("wagtailusers_users:edit", args=[two.pk]), new)
    assert answer.status_code == 200
    assert "Somebody else has this email address." in answer.content.decode()


@pytest.mark.parametrize(
    "name", [("The", "Network"), ("the network", ""), ("Ｔｈｅ", "ｎｅｔｗｏｒｋ"), ("A", "Colleague")]
)
def test_nobody_is_called_what_screens_say_of_others(name: tuple[str, str]) -> None:
    eve = make_user("eve")
    eve.first_name, eve.last_name = name
    with pytest.raises(ValidationError, match="Choose another name"):
        eve.full_clean()
    sent = {"name_email-first_name": name[0], "name_email-last_name": name[1], "theme-theme": "system"}
    sent |= {"theme-contrast": "system", "theme-density": "default"}
    browser = logged_in(make_editor())
    assert browser.post(reverse("wagtailadmin_account"), sent).status_code == 200
    admin = logged_in(make_user("boss", is_superuser=True))
    new = {"username": "eve", "email": eve.email, "first_name": name[0], "last_name": name[1]}
    assert admin.post(reverse("wagtailusers_users:edit", args=[eve.pk]), new).status_code == 200
    assert User.objects.get(pk=eve.pk).get_full_name() not in {"The Network", "A Colleague"}


def test_name_that_only_begins_like_one_of_them_is_a_name() -> None:
    eve = make_user("eve", first_name="Theo", last_name="Network")
    eve.full_clean()
