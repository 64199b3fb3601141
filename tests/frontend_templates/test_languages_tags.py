"""The Spanish of a store's site: no word of its own is left in English, and none loses what it names."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation import gettext, ngettext, override

from api.site.languages import language_in, speaking
from frontend_templates.templatetags.languages import language_name, languages_in_words
from frontend_templates.templatetags.storefront import long_date, moment_words, weekday_date
from stores.choices import Counter
from stores.wording import phrase

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "frontend_templates" / "templates" / "frontend_templates"
SAME_IN_BOTH = frozenset({"no", "Fax", "EBT", "Hindi"})
TRANSLATE = re.compile(r'translate "([^"]+)"')


def in_python() -> Iterator[str]:
    """What is marked with `_(…)` in code that uses `stores.wording`."""
    for package in ("stores", "api", "frontend_templates"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text()
            if "from stores.wording import _" in text:
                calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
                for call in calls:
                    if isinstance(call.func, ast.Name) and call.func.id == "_":
                        assert isinstance(call.args[0], ast.Constant), f"{path}: {ast.unparse(call)}"
                        yield str(call.args[0].value)


def in_templates() -> Iterator[str]:
    """What stands in `{% translate %}`, and between `{% blocktranslate %}` and its end."""
    for path in TEMPLATES.rglob("*.html"):
        parts: list[str] | None = None
        for token in Lexer(path.read_text()).tokenize():
            name = token.contents.split()[0] if token.token_type is TokenType.BLOCK else ""
            if name == "translate":
                yield from TRANSLATE.findall(token.contents)
            elif name == "blocktranslate":
                parts = []
            elif parts is not None and name in {"plural", "endblocktranslate"}:
                yield "".join(parts).strip()
                parts = [] if name == "plural" else None
            elif parts is not None:
                parts.append(f"%({token.contents})s" if token.token_type is TokenType.VAR else token.contents)


def named(text: str) -> set[str]:
    fields = {field for _text, field, _spec, _conversion in string.Formatter().parse(text) if field}
    return fields | set(re.findall(r"%\((\w+)\)s", text))


def in_spanish(text: str) -> str:
    with override("es"):
        once = gettext(text)
        return once if once != text else ngettext(text, text, 1)


def test_every_word_of_the_site_is_spanish() -> None:
    words = {*in_python(), *in_templates()}
    assert len(words) > 200
    plurals = {
        text for text in words if text.startswith(("%(minutes)s minutes", "%(number)s results", "About the experts"))
    }
    left = {text for text in words - SAME_IN_BOTH - plurals if in_spanish(text) == text}
    assert left == set()
    assert {text for text in words - plurals if named(text) != named(in_spanish(text))} == set()


def test_dates_and_hours_are_said_as_in_spanish() -> None:
    with speaking("es"):
        assert long_date("2025-08-08") == "8 de agosto de 2025"
        assert weekday_date("2026-12-24") == "jue 24 de dic"
        assert moment_words("2026-12-24T18:05:00-05:00") == "jueves 24 de diciembre de 2026, 6:05\u00a0p.\u00a0m."
        assert phrase(str(Counter.PHARMACY.label)) == "Farmacia"
        assert phrase("") == ""
    assert long_date("2025-08-08") == "August 8, 2025"
    assert phrase(str(Counter.PHARMACY.label)) == "Pharmacy"


def test_languages_have_full_names_in_that_of_the_page() -> None:
    codes = ["en", "es", "ase", "xx-unknown"]
    assert [language_name(code) for code in codes] == ["English", "Spanish", "American Sign Language", "xx-unknown"]
    with speaking("es"):
        assert [language_name(code) for code in codes[:2]] == ["Inglés", "Español"]


def test_languages_are_one_sentence() -> None:
    several: list[list[str]] = [[], ["es"], ["en", "es"], ["en", "es", "vi"]]
    assert [languages_in_words(each) for each in several] == [
        *("", "Spanish", "English and Spanish", "English, Spanish and Vietnamese")
    ]
    with speaking("es"):
        assert languages_in_words(["en", "es"]) == "inglés y español"
        assert languages_in_words(["es", "en"]) == "español e inglés"


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/es/health/", ("es", "/health/")),
        ("/es/", ("es", "/")),
        ("/es", ("es", "/")),
        ("/", ("en", "/")),
        ("/en/health/", ("en", "/en/health/")),
        ("/especial/", ("en", "/especial/")),
        ("es/", ("en", "es/")),
        ("", ("en", "")),
    ],
)
def test_language_of_a_path(path: str, found: tuple[str, str]) -> None:
    assert language_in(path) == found
