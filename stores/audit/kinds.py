"""What a change is about, as people filter it."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """The closed list. `NETWORK` is the newsroom's own: rows that are no single store's."""

    HOURS = "hours", "Regular hours"
    DATES = "dates", "Today and dates ahead"
    BANNERS = "lines", "Promo lines"
    DETAILS = "details", "Name, address, contact, look"
    ARTICLES = "articles", "Health news"
    PAGES = "pages", "Local articles and pages"
    REGISTRATION = "registration", "Registration and host"
    PEOPLE = "people", "People and rights"
    NETWORK = "network", "The network's own"
