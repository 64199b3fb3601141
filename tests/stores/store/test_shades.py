"""Every accent that a store may have gives a site that can be read, on light screens and on dark ones."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stores.store.look import READABLE, contrast, nearest_readable
from stores.store.shades import GROUNDS, dark_shades, least_contrast, light_shades

CSS = Path("frontend_templates/static/frontend_templates/storefront.css").read_text()
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", rule)) for rule in CSS.split(":root {")[1:3])
WORDS = ("ink", "ink-soft", "warn", "open", "closed")
"""Colors of words that are the same in every store."""

accents = st.integers(0, 0xFFFFFF).map(lambda number: nearest_readable(f"#{number:06x}"))


@given(accents)
def test_words_links_and_the_sign_can_be_read_in_every_accent(accent: str) -> None:
    for shades, fixed in ((light_shades(accent), LIGHT), (dark_shades(accent), DARK)):
        assert least_contrast(shades) >= READABLE
        for word in WORDS:
            for ground in GROUNDS:
                assert contrast(fixed[word], shades[ground]) >= READABLE, (word, ground)


def test_what_stands_in_the_style_sheet_is_the_usual_accents() -> None:
    light, dark = light_shades("#0b6e4f"), dark_shades("#0b6e4f")
    del light["paper"]  # written as #fff
    assert light.items() <= LIGHT.items()
    assert dark.items() <= DARK.items()
