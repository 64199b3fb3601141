"""What some patients can't use, read in content alone."""

import pytest

from stores.accessible import BarrierKind, file_behind, is_file_name, of_html, of_link, of_picture, of_table, of_video


@pytest.mark.parametrize("text", ["IMG_2041.jpg", "store front (2).PNG", "DSC 0001", "img-20", "a.webp", "Photo 3"])
def test_a_files_name_says_nothing(text: str) -> None:
    assert is_file_name(text)


@pytest.mark.parametrize(
    "text", ["", "Our front door", "A sign that says open.", "Photo of Ana", "Image 3 of the shop"]
)
def test_words_are_no_files_name(text: str) -> None:
    assert not is_file_name(text)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("https://a.example/menu.pdf", "a PDF"),
        ("https://a.example/Price%20List.PDF?x=1#top", "a PDF"),
        ("https://a.example/form.docx", "a file (.docx)"),
        ("https://a.example/pdf", ""),
        ("https://a.example/about.html", ""),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_address_tells_what_is_no_page(url: str, what: str) -> None:
    assert file_behind(url) == what
    assert [barrier.what for barrier in of_link("It", url)] == ([f"leads to {what}"] if what else [])


def test_sentence_names_place_and_mend() -> None:
    (barrier,) = of_picture("the picture in block 3 (Image)", " ")
    assert str(barrier) == (
        "The picture in block 3 (Image) has no alternative text. "
        "Say in a few words what it shows; only a decoration goes without."
    )
    (barrier,) = of_picture("the logo", "logo.png")
    assert barrier.words == "The logo has a file’s name for its alternative text, “logo.png”."
    assert not list(of_picture("the logo", "A mortar and pestle"))


def test_tables_and_videos() -> None:
    assert [barrier.what for barrier in of_table("T", ["", " "])] == ["has no headings"]
    assert [barrier.what for barrier in of_table("T", ["Dose", ""])] == ["has a column without a heading"]
    assert not list(of_table("T", ["Dose", "When"]))
    assert not list(of_table("T", []))
    assert [barrier.kind for barrier in of_video("V", has_captions=False)] == [BarrierKind.VIDEO]
    assert not list(of_video("V", has_captions=True))


def test_rich_text_is_read_for_files_tables_and_embeds() -> None:
    html = (
        '<p><a linktype="document" id="1">Our <b>list</b></a> <a href="https://a.example/x.pdf">here</a> '
        '<a href="https://a.example/">fine</a><a linktype="page" id="2">fine</a></p>'
        "<table><tr><td>1</td></tr></table><table><tr><th>1</th></tr></table>"
        '<embed embedtype="media" url="https://v.example/1"/><embed embedtype="image" id="1" alt=""/>'
    )
    assert [barrier.words for barrier in of_html("block 2 (Paragraph)", html)] == [
        "“Our list” in block 2 (Paragraph) leads to a file.",
        "“here” in block 2 (Paragraph) leads to a PDF.",
        "The table in block 2 (Paragraph) has no headings.",
        "The video in block 2 (Paragraph) has no captions that we know of.",
        "The picture in block 2 (Paragraph) has no alternative text.",
    ]
