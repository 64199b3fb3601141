"""Style sheets ask nothing of browsers that phones of 2021 have not."""

import re

import pytest

from frontend_templates.theming import theme_css
from stores.models import StorePage
from tests.harness.production import ROOT

STYLES = ROOT / "frontend_templates" / "static" / "frontend_templates"
SHEETS = [*STYLES.glob("*.css"), *(ROOT / "frontend_templates" / "starter" / "src").rglob("*.css")]
NEWER = re.compile(
    r":has\(|:is\(|:where\(|@layer|@container|(?<![\w-])(?:color-mix|oklch|oklab|lab|lch|light-dark|color)\("
    r"|^\s*&|\d(?:dvh|svh|lvh|cqw)\b",
    re.MULTILINE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@pytest.mark.django_db
@pytest.mark.parametrize("accent", ["#0b6e4f", "#ffe100", "#111111"])
def test_what_is_made_of_an_accent_is_written_as_plain_colors(accent: str) -> None:
    css = theme_css(StorePage(accent=accent))
    assert NEWER.search(css) is None
    colors = [line.rpartition(":")[2] for line in re.findall(r"--[\w-]+:[^;}]+", css)]
    assert len(colors) == 12
    assert [each for each in colors if not re.fullmatch(r"#[0-9a-f]{6}", each)] == []


def test_style_sheets_use_nothing_newer() -> None:
    assert len(SHEETS) >= 3
    found = {sheet.name: NEWER.findall(COMMENT.sub("", sheet.read_text())) for sheet in SHEETS}
    assert found == {sheet.name: [] for sheet in SHEETS}
