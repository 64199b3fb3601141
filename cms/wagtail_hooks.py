"""The newsroom in Wagtail's admin: a table of contents. What each room registers stands in its `hooks.py`."""

from cms import installed  # noqa: F401
from cms.accessible import hooks as accessible  # noqa: F401
from cms.accounts import hooks as accounts  # noqa: F401
from cms.article_templates import hooks as article_templates  # noqa: F401
from cms.articles import hooks as articles  # noqa: F401
from cms.board import hooks as board  # noqa: F401
from cms.carrying import hooks as carrying  # noqa: F401
from cms.checklists import hooks as checklists  # noqa: F401
from cms.intake import hooks as intake  # noqa: F401
from cms.media import filters  # noqa: F401
from cms.newsroom import hooks as newsroom  # noqa: F401
from cms.offering import hooks as offering  # noqa: F401
from cms.pictures import hooks as pictures  # noqa: F401
from cms.plain_words import hooks as plain_words  # noqa: F401
from cms.recalls import hooks as recalls  # noqa: F401
from cms.releases import hooks as releases  # noqa: F401
from cms.reviews import hooks as reviews  # noqa: F401
from cms.translating import hooks as translating  # noqa: F401
from cms.watching import hooks as watching  # noqa: F401
