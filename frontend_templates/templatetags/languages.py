"""Which language a part of a page is in: its words, and its `lang`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from api.site.languages import speaking
from cms.articles.languages import tag_of
from stores.choices import Language
from stores.languages import own_language
from stores.store.own_words import SERVICE_TEXTS, welcome_of
from stores.wording import _, phrase

LANGUAGE_NAMES = {value: str(label) for value, label in Language.choices}

register = template.Library()


@register.filter("spoken")
def in_page_language(text: str | None) -> str:
    """A text from one of our closed lists in the language of the page; any other as it is."""
    return phrase(text or "")


@register.filter
def language_tag(code: str | None) -> str:
    """`en` as "en-US": what HTML calls the language of a page."""
    return tag_of(code or own_language())


@register.simple_tag(takes_context=True)
def lang_of(context: Context, code: str | None) -> SafeString:
    """The `lang` attribute of a part that is in another language than the page's words; "own": the network's own."""
    around = (context.get("metadata") or {}).get("language") or own_language()
    code = own_language() if code == "own" else code
    return format_html(' lang="{}"', tag_of(code)) if code and code != around else mark_safe("")


@register.simple_tag(takes_context=True)
def lang_of_own(context: Context, text: str | None, usual: str) -> SafeString:
    """The same of what a store may have written itself; `usual`: what stands there otherwise, and is ours."""
    return mark_safe("") if text == usual else lang_of(context, "own")


@register.simple_tag(takes_context=True)
def lang_of_label(context: Context, label: str | None) -> SafeString:
    """The same of the name of a day, unless it is one that every calendar has."""
    return lang_of(context, "own") if phrase(label or "") == label else mark_safe("")


@register.filter
def usual_service(slug: str) -> str:
    """What is said of a service where the store says nothing."""
    return phrase(SERVICE_TEXTS.get(slug, ""))


@register.filter
def usual_welcome(store: Mapping[str, Any]) -> str:
    """The welcome of a store that has written none."""
    return welcome_of("", store["name"], store["address"]["city"])


@register.tag
def speak(parser: Any, token: Any) -> "SpeakNode":
    """`{% speak page.language %}…{% endspeak %}`: words, dates and numbers of a part in the language of its text."""
    _name, code = token.split_contents()
    nodes = parser.parse(("endspeak",))
    parser.delete_first_token()
    return SpeakNode(parser.compile_filter(code), nodes)


class SpeakNode(template.Node):
    """A part of a page, whose words are in a language of its own."""

    def __init__(self, code: Any, nodelist: template.NodeList) -> None:
        self.code, self.nodelist = code, nodelist

    def render(self, context: Context) -> SafeString:
        with speaking(self.code.resolve(context) or own_language()):
            return self.nodelist.render(context)


@register.filter
def language_name(code: str) -> str:
    """The full name in the language of the page: `es` is "Spanish"; an unknown code stays as it is."""
    return phrase(LANGUAGE_NAMES.get(code, code))


@register.filter
def languages_in_words(codes: Iterable[str]) -> str:
    """`English, Spanish and Vietnamese`, within a sentence; in Spanish `inglés, español y vietnamita`."""
    names = [language_name(code) for code in codes]
    if get_language() == "es":
        names = [name[:1].lower() + name[1:] for name in names]
        if len(names) > 1 and names[-1].startswith(("i", "hi")):
            return f"{', '.join(names[:-1])} e {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return phrase(_("{names} and {last}"), names=", ".join(names[:-1]), last=names[-1])
