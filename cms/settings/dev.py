"""Demo and development: SQLite, one machine, nothing secret."""

from ipaddress import ip_network

from cms import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import BASE_DIR
from cms.settings.network import settings_for

DEBUG = env.flag("DEBUG", default=False)

# Protects nothing: production refuses to start with a key that begins like this.
SECRET_KEY = "django-insecure-development-and-demo-only"  # noqa: S105

PORT = env.number("PORT", default=8000, lowest=1, highest=65535)
globals().update(settings_for(env.host("NETWORK_HOST", default=f"localhost:{PORT}"), scheme="http"))

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'demo.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }

# The logins that the demo prints work as they are; who has set up a factor is asked for it all the same.
SECOND_FACTOR_FOR = env.choice("SECOND_FACTOR_FOR", default="nobody", among=("newsroom", "everybody", "nobody"))

# What editors type and read in the admin is in this zone, unless they choose another on their account page.
WAGTAIL_SITE_NAME = env.text("NETWORK_NAME", default="Mortar")
NETWORK_LOGO = env.text("NETWORK_LOGO", default="")
NETWORK_TIME_ZONE = env.zone("NETWORK_TIME_ZONE", default="America/New_York")
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")

# A receiver, and a feed, on the same machine may be called.
FEEDS_MAY_REACH = WEBHOOKS_MAY_REACH = [ip_network("127.0.0.0/8"), ip_network("::1/128")]

DEMO_ALLOWED = True
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = True
MAIL_TRANSPORT = EMAIL_BACKEND = "cms.running.mail.MailToFiles"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mail"
