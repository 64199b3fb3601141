"""HTML of providers becomes our blocks, and nothing is lost without a note."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.articles.blocks import BodyBlock
from cms.articles.refused_html import problem_in
from cms.intake.cleaning.blocks import PICTURE, blocks_of, words_in_blocks
from cms.intake.cleaning.html import flat_text, lost_words, soup_of

WHOLE = """
<div class="story"><h1>Lupus, explained</h1><p>Hello <strong>you</strong>, H<sub>2</sub>O &amp; <a href="https://a.example/?b=1&amp;c=2">link</a>
<a href="/relative">away</a></p>loose words<h2>Key points</h2><ul><li>One</li><li>Two</li></ul>
<h2>What is lupus?</h2><p>An illness.</p><ol><li>a</li></ol><h3>More detail</h3>
<blockquote><p>It is rare.</p><cite>&mdash; Dr. Ruiz</cite></blockquote>
<table><caption>Doses</caption><tr><th>Age</th><th>Dose</th></tr><tr><td>8</td><td>5 mg</td></tr></table>
<figure><img src="https://p.example/a.jpg" alt="A hand"><figcaption>A hand.</figcaption></figure>
<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe><iframe src="https://ads.example/"></iframe>
<dl><dt>Why?</dt><dd>Because.</dd></dl><script>alert(1)</script><p onclick="x()">Call {{ store.phone }}</p>
<h2>More information</h2><p>See <a href="https://b.example/">b</a>.</p>
<h2>Sources</h2><ul><li><a href="https://s.example/1">S one</a></li></ul></div>
"""


def kinds(html: str) -> list[str]:
    return [block["type"] for block in blocks_of(html).blocks]


def test_each_element_becomes_the_block_that_it_is() -> None:
    made = blocks_of(WHOLE)
    assert [block["type"] for block in made.blocks] == [
        *("heading", "paragraph", "paragraph", "key_points", "question", "heading", "quote", "table", PICTURE),
        *("video", "question", "paragraph", "callout", "references"),
    ]
    values: dict[str, Any] = {block["type"]: block["value"] for block in made.blocks}
    assert values["quote"] == {"text": "It is rare.", "attribution": "Dr. Ruiz"}
    assert values["table"]["rows"] == [{"values": ["8", "5 mg"]}]
    assert values["callout"]["text"].startswith("<p><b>More information</b></p><p>See <a href=")
    assert made.blocks[4]["value"] == {"question": "What is lupus?", "answer": "<p>An illness.</p><ol><li>a</li></ol>"}
    assert made.blocks[1]["value"].startswith("<p>Hello <b>you</b>, H<sub>2</sub>O &amp; <a href=")


def test_what_is_left_out_is_told() -> None:
    notes = blocks_of(WHOLE).notes
    assert notes == [
        "Left out: <script>.",
        "Left out: a program in an attribute.",
        "The link “away” leads to '/relative', which is no whole address: it is text now.",
        "Left out: a frame that shows https://ads.example/.",
    ]


def test_what_is_made_can_be_saved() -> None:
    blocks = [block for block in blocks_of(WHOLE).blocks if block["type"] != PICTURE]
    body = BodyBlock()
    value = body.to_python(json.loads(json.dumps(blocks)))
    cleaned = body.clean(value)
    assert len(cleaned) == len(blocks)
    assert "{{" not in json.dumps(blocks)


def test_text_without_markup_is_paragraphs() -> None:
    assert [block["value"] for block in blocks_of("One & two.\n\nThree < four.").blocks] == [
        "<p>One &amp; two.</p>",
        "<p>Three &lt; four.</p>",
    ]


def test_tables_that_span_are_rows_of_text() -> None:
    made = blocks_of("<table><tr><td colspan=2>All</td></tr><tr><td>a</td><td>b</td></tr></table>")
    assert [block["value"] for block in made.blocks] == ["<ul><li>All</li><li>a | b</li></ul>"]
    assert "rows of text now" in made.notes[0]


def test_a_table_in_a_cell_is_words_of_that_cell_once() -> None:
    made = blocks_of("<table><tr><td>a<table><tr><td>in</td></tr></table></td><td>b</td></tr></table>")
    assert [block["value"] for block in made.blocks] == ["<ul><li>a in | b</li></ul>"]


def test_words_of_elements_that_are_none_of_ours_keep_apart() -> None:
    html = "<details><summary>More</summary>on it</details><center>Middle</center><form><label>Name</label>x</form>"
    assert [block["value"] for block in blocks_of(html).blocks] == [
        *("<p>More</p>", "<p>on it</p>", "<p>Middle</p>", "<p>Name</p>", "<p>x</p>"),
    ]


def test_addresses_that_may_not_be_are_told() -> None:
    made = blocks_of(
        "<p><a href='javascript:x'>a</a> <a href='data:text/html,x'>b</a> <a name='c'>c</a></p>"
        "<img src='data:image/png;base64,A' alt='A hand'><figure><img><figcaption>Words</figcaption></figure>"
    )
    assert [block["value"] for block in made.blocks] == ["<p>a b c</p>", "<p>Words</p>"]
    assert made.notes == [
        "Left out: an address that no link may have, 2 times.",
        "Left out: a picture “A hand” without an address that can be called.",
        "Left out: a picture without an address that can be called.",
    ]


def test_headings_that_look_like_markup_lose_no_word() -> None:
    made = blocks_of("<h2>&lt;b&gt; &amp;amp; more</h2>")
    assert [block["value"]["text"] for block in made.blocks] == ["<b> &amp; more"]
    assert made.notes == []


TAGS = "p div h2 h3 ul ol li blockquote table tr td b i a dl dt dd figure figcaption span"
PARTS = st.recursive(
    st.text("abc <>&{}\"'é\n", min_size=1, max_size=12).map(
        lambda text: text.replace("<", "&lt;").replace(">", "&gt;")
    ),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS.split()),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(PARTS, max_size=4).map("".join))
def test_no_word_is_lost_without_a_note(html: str) -> None:
    made = blocks_of(html)
    is_told = any(note.startswith("Not in any block") for note in made.notes)
    lost = lost_words(flat_text(str(soup_of(html))), " ".join([*words_in_blocks(made.blocks), *made.understood]))
    assert bool(lost) == is_told
    assert not lost or any(f"<{tag}>" in html for tag in ("table", "tr", "figure", "dl")), html
    assert not any(problem_in(json.dumps(block["value"])) for block in made.blocks)


@pytest.mark.parametrize(
    "html",
    [
        "<p><script>x",
        "<svg><p>a</p><script>b</script></svg>",
        "<math><mi>x</mi></math><p>y",
        "<a href=javascript:x>z</a>",
    ],
)
def test_what_would_run_is_gone(html: str) -> None:
    assert "script" not in json.dumps(blocks_of(html).blocks)
