"""Rich text as a tree and as Markdown: nothing lost, nothing that was text read as markup."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from api.serializers.markup import markdown_of, tree_of
from cms.articles.clean_html import clean_html

TO = {"type": "article", "id": 41, "slug": "lupus", "path": "/health/lupus/"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def words_of(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return "".join(reader.words)


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def test_link_says_what_it_leads_to() -> None:
    html = '<p>See <a href="/health/lupus/">it</a> and <a href="https://a.example/">that</a></p>'
    assert tree_of(html, {"/health/lupus/": TO}) == [
        {
            "type": "p",
            "children": [
                text("See "),
                {"type": "a", "href": "/health/lupus/", "to": TO, "children": [text("it")]},
                text(" and "),
                {"type": "a", "href": "https://a.example/", "to": None, "children": [text("that")]},
            ],
        }
    ]


def test_attributes_are_members_and_what_ends_unopened_is_no_node() -> None:
    html = '<ol start="3"><li>A<br>B</li></ol></b>\n<hr><td colspan="x">C'
    assert tree_of(html) == [
        {"type": "ol", "start": 3, "children": [{"type": "li", "children": [text("A"), {"type": "br"}, text("B")]}]},
        {"type": "hr"},
        {"type": "td", "colspan": "x", "children": [text("C")]},
    ]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<h3>Head</h3><p>A <b>bold</b> and <i> spaced </i>word</p>", "### Head\n\nA **bold** and  *spaced* word"),
        ("<ul><li>A</li><li>B<ul><li>C</li></ul></li></ul>", "- A\n- B\n\n  - C"),
        ('<ol start="3"><li><p>A</p></li><li>B</li></ol>', "3. A\n4. B"),
        ('<p><a href="/a (b)/">x [y]</a></p>', "[x \\[y\\]](</a%20(b)/>)"),
        ("<p>2 &lt; 3 &amp;amp; *not* _this_</p>", "2 \\< 3 \\&amp; \\*not\\* \\_this\\_"),
        ("<p>1. no list</p><p># no heading</p><p>- no item</p>", "1\\. no list\n\n\\# no heading\n\n\\- no item"),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        ("<blockquote><p>A</p><p>B</p></blockquote><hr>", "> A\n>\n> B\n\n---"),
        ("<p>A<br>B</p>", "A\\\nB"),
        ("bare <b>line</b><p>P</p>", "bare **line**\n\nP"),
        ("<table><tr><td>A &lt; B</td></tr></table>", "<table><tr><td>A &lt; B</td></tr></table>"),
        ('<p><img src="/x.png" alt="A *b*"></p>', "![A \\*b\\*](/x.png)"),
        ("", ""),
    ],
)
def test_markdown_says_the_same(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown
    assert words_of(MarkdownIt().enable("table").render(markdown)) == words_of(html)


@given(st.text(alphabet="ab *_`~[]()<>#+-=.!&;|\\\n0123456789{}:\"'", max_size=60))
def test_no_text_is_read_as_markup(words: str) -> None:
    html = clean_html(f"<p>{words.replace('&', '&amp;').replace('<', '&lt;')}</p>")
    rendered = MarkdownIt().render(markdown_of(html))
    assert words_of(rendered) == words_of(html)
    assert set(re.findall(r"</?\w+", rendered)) <= {"<p", "</p"}
