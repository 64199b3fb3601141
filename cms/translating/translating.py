"""Writes of languages and translations: live at once, since neither is part of a draft."""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from cms.articles.collisions import refusal, twin_of
from cms.articles.edit_lock import locking_provider
from cms.articles.models.articles import ArticlePage
from cms.articles.models.pages import StandardPage
from cms.users.models import User
from stores.languages import language_names, name_of_language

TRANSLATED = (ArticlePage, StandardPage)
"""What is in a language."""
ACTION = "cms.language"


def translations_of(page: Any) -> QuerySet[Any]:
    """What says the same in other languages, drafts too; by language."""
    others = type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return others.select_related("locale").order_by("locale__language_code")


def missing_languages(page: Any) -> dict[str, str]:
    """Code -> name of each language that nobody has begun a translation into."""
    there = {page.language, *(other.language for other in translations_of(page))}
    return {code: name for code, name in language_names().items() if code not in there}


def _locale_of(code: str) -> Locale:
    if code not in language_names():
        raise ValidationError({"language": f"'{code}' is none of {', '.join(language_names())}."})
    locale, _made = Locale.all_objects.get_or_create(language_code=code)
    return locale


def _locked(page: Any) -> Any:
    """The page as it is now; whoever else would change its group waits."""
    Page.objects.select_for_update().get(pk=page.pk)
    return type(page).objects.get(pk=page.pk)


def _write(page: Any, by: User | None, words: str, **values: Any) -> None:
    Page.objects.filter(pk=page.pk).update(**values)
    log(instance=page, action=ACTION, user=by, data={"words": words})


def _check_free(page: Any, key: Any, code: str) -> None:
    others = type(page).objects.filter(translation_key=key, locale__language_code=code).exclude(pk=page.pk)
    other = others.first()
    if other is not None:
        raise ValidationError({"language": f"'{other.title}' is the one in {name_of_language(code)} already."})


@transaction.atomic
def set_language(*, page: Any, language: str, by: User | None) -> None:
    """Say which language the text of a page is in. ValidationError: its translation is in that one."""
    page = _locked(page)
    locale = _locale_of(language)
    if page.locale_id == locale.pk:
        return
    _check_free(page, page.translation_key, language)
    _write(
        page,
        by,
        f"Language: {name_of_language(page.language)} → {name_of_language(language)}",
        locale=locale,
    )


@transaction.atomic
def join(*, page: Any, original: Any, by: User | None) -> None:
    """Say that the page is a translation of another, and of all that the other belongs with.

    ValidationError: both are in one language, or the group has one in the page's language.
    """
    if page.pk == original.pk:
        raise ValidationError({"original": "That is this page itself."})
    for pk in sorted((page.pk, original.pk)):
        Page.objects.select_for_update().get(pk=pk)
    page, original = type(page).objects.get(pk=page.pk), type(page).objects.get(pk=original.pk)
    if page.translation_key == original.translation_key:
        return
    if translations_of(page).exists():
        raise ValidationError({"original": "It has translations of its own: take it from them first."})
    try:
        _check_free(page, original.translation_key, page.language)
    except ValidationError as error:
        raise ValidationError({"original": error.message_dict["language"]}) from error
    _write(page, by, f"Translation of “{original.title}”", translation_key=original.translation_key)


@transaction.atomic
def part(*, page: Any, by: User | None) -> None:
    """Say that the page is no translation of anything."""
    page = _locked(page)
    if translations_of(page).exists():
        _write(page, by, "No translation any more", translation_key=uuid4())


@transaction.atomic
def start_translation(*, page: Any, language: str, by: User | None) -> Any:
    """A draft of the page's own text, to be translated: for the same stores, and joined with it from the start.

    ValidationError: there is one, its address is taken, or the provider keeps its texts as delivered.
    """
    page = _locked(page)
    locale = _locale_of(language)
    _check_free(page, page.translation_key, language)
    provider = locking_provider(page) if isinstance(page, ArticlePage) else None
    if provider is not None:
        raise ValidationError(
            {"language": f"{provider.name} keeps its articles as delivered: they are not translated."}
        )
    slug = f"{page.slug}-{language}"
    twin = twin_of(type(page), slug, page.get_parent(), None)
    if twin is not None:
        raise ValidationError({"language": refusal(twin)})
    made = page.copy(
        update_attrs={"slug": slug, "locale": locale, "translation_key": page.translation_key},
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        user=by,
    )
    log(
        instance=made,
        action=ACTION,
        user=by,
        data={"words": f"Begun as {name_of_language(language)} of “{page.title}”"},
    )
    return made
