"""What a change is about, as people filter it."""

from django.db.models import TextChoices

from stores.store.differences import Change


class Kind(TextChoices):
    """The closed list. `NETWORK` is the newsroom's own: rows that are no single store's."""

    HOURS = "hours", "Regular hours"
    DATES = "dates", "Today and dates ahead"
    BANNERS = "lines", "Promo lines"
    DETAILS = "details", "Name, contact, own words, look"
    ARTICLES = "articles", "Health news"
    PAGES = "pages", "Local articles and pages"
    FILES = "files", "Pictures and documents"
    REGISTRATION = "registration", "Registration and host"
    PEOPLE = "people", "People and rights"
    NETWORK = "network", "The network's own"


def kinds_of(changes: list[Change]) -> list[str]:
    """The kinds that differences of a store page are about, each once."""
    names = {
        "opening_hours": Kind.HOURS,
        "counters": Kind.HOURS,
        "own_doors": Kind.HOURS,
        "line": Kind.BANNERS,
        "line_order": Kind.BANNERS,
    }
    found = {names.get(change["name"], Kind.DETAILS).value for change in changes}
    return sorted(found)
