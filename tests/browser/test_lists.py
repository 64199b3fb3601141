"""Lists of the admin on a phone."""

from tests.browser.conftest import Network, PageAt, enter
from tests.factories.network import make_editor
from tests.factories.stores import make_store

# Only a browser breaks a name into lines: of three words at most three.
LINES = "links => links.map(link => [link.innerText.trim().split(/\\s+/).length, link.getClientRects().length])"


def test_names_on_the_board_are_broken_between_words_alone(page_at: PageAt, network: Network) -> None:
    """They were broken into letters."""
    make_store("pitman", title="Compounding Apothecary Pitman")
    make_editor()
    page = enter(page_at(390), network, "editor")
    page.goto(network.url(None, "/admin/network/board/"))
    ((words, lines),) = page.locator("td.title a").evaluate_all(LINES)
    assert words == 3
    assert lines <= words
