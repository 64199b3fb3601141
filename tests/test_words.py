"""One word for one thing, in American English: what fields say on screens. Code keeps its own names."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import Field
from django.urls import get_resolver

OTHERWISE = {
    r"counters?": "department",
    r"licences?": "license",
    r"colours?": "color",
    r"e-mails?": "email",
    r"specialit\w+": "specialty",
    r"hero('s)?": "main image",
    r"mend(ed)?": "fix",
    r"wanted": "expected",
    r"takes? (it|them) away": "remove",
}
"""Words that no American pharmacist or editor uses for it, and the one that they do."""
READ_ODDLY = {
    r"in our own way": "interpreted",
    r"before .* (is|are) (mended|fixed)": "Fix …, then upload the file again",
    r"(is|are) wanted": "Give …, Use …",
    r"has said what holds": "Already on the calendar",
    r"it always shows|by a line of its own": "not change it; replace it with their own",
    r"until somebody takes": "until you remove it",
    r"(?<!drug )recall(s|ed|ing)?\b(?! of)": "withdraw",
    r"recall of": "drug recalls",
    r"stands on the receipt": "Shown on the receipt",
    r"can.t be exchanged|all else may": "You can’t change; You can still change",
    r"in its words|stale words|lines (ending|over)\b(?! soon)": "custom wording, wording to review",
    r"answers? that (it|they) (is|are) gone": "show a page that says it is no longer available",
    r"loses? (a|every) right|no right left": "access",
    r"opens nothing": "keeps your account safe",
    r"works? at .* now": "now has access to",
    r"the date that patients read": "shown to patients",
    r"says so now": "Your site now says",
    r"not after the opening|runs past midnight": "If it closes after midnight",
    r"are not those of an account": "We couldn’t find an account",
    r"\blook again\b": "review",
    r"network banners?|holiday closures?": "promo line, holiday",
}
"""What was found on screens, and what an American editor or pharmacist says for it."""
ODD = re.compile(rf"({'|'.join(READ_ODDLY)})", re.IGNORECASE)
WORDS = re.compile(rf"\b({'|'.join(OTHERWISE)})\b", re.IGNORECASE)
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<(style|script).*?</\1>|<[^>]*>", re.DOTALL)
HEADINGS = re.compile(r'heading="([^"]*)"')
OUR_APPS = ("stores", "cms", "users", "media")


def models_of(app: str) -> Iterator[Any]:
    yield from apps.get_app_config(app).get_models()


def words_of_models() -> Iterator[tuple[str, str]]:
    for app in OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.get_fields():
                if isinstance(field, Field):
                    choices = [str(label) for _value, label in field.flatchoices]
                    for text in (str(field.verbose_name), str(field.help_text), *choices):
                        yield f"{model.__name__}.{field.name}", text
            for rule in model._meta.constraints:
                yield f"{model.__name__}: {rule.name}", str(rule.violation_error_message)


def words_of_forms() -> Iterator[tuple[str, str]]:
    # All forms are known once all views are.
    assert get_resolver().url_patterns
    for form in forms_below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            for text in (field.label or "", field.help_text, *field.error_messages.values()):
                yield f"{form.__name__}.{name}", str(text)


def words_of_templates() -> Iterator[tuple[str, str]]:
    """What stands between tags of screens, and the headings of their panels."""
    for app in OUR_APPS:
        for file in Path(apps.get_app_config(app).path).glob("templates/**/*.html"):
            html = file.read_text()
            yield file.name, TAGS.sub(" ", html)
            for heading in HEADINGS.findall(html):
                yield file.name, heading


def words_of_code() -> Iterator[tuple[str, str]]:
    """Sentences in our modules: no docstrings, and nothing that is one word."""
    for app in OUR_APPS:
        for file in Path(apps.get_app_config(app).path).glob("**/*.py"):
            if not {"migrations", "demo", "commands"} & set(file.parts) and file.name != "verdicts.py":
                tree = ast.parse(file.read_text())
                prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
                for node in ast.walk(tree):
                    text = node.value if isinstance(node, ast.Constant) and id(node) not in prose else ""
                    if isinstance(text, str) and " " in text.strip():
                        yield file.name, text


def forms_below(form: type[Any]) -> Iterator[type[Any]]:
    for each in form.__subclasses__():
        if each.__module__.startswith(OUR_APPS):
            yield each
        yield from forms_below(each)


def test_no_field_says_another_word_for_the_same_thing() -> None:
    said = [*words_of_models(), *words_of_forms(), *words_of_code()]
    assert len(said) > 2000
    assert sorted({f"{where}: {text}" for where, text in said if WORDS.search(text)}) == []


def test_no_field_lists_tokens_as_they_are_written() -> None:
    """A button inserts them."""
    assert (
        sorted({f"{where}: {text}" for where, text in [*words_of_models(), *words_of_forms()] if "{{" in text}) == []
    )


def test_no_screen_says_another_word_for_the_same_thing() -> None:
    said = [*words_of_templates()]
    assert len(said) > 100
    assert sorted({f"{where}: {found[0]}" for where, text in said if (found := WORDS.search(text))}) == []


def test_nothing_reads_oddly() -> None:
    names = [(model.__name__, str(model._meta.verbose_name)) for app in OUR_APPS for model in models_of(app)]
    said = [*names, *words_of_models(), *words_of_forms(), *words_of_templates(), *words_of_code()]
    assert len(said) > 2000
    assert sorted({f"{where}: {found[0]}" for where, text in said if (found := ODD.search(text))}) == []
