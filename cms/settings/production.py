"""Production: PostgreSQL, HTTPS, every secret from the environment. Refuses to start on a bad value."""

from pathlib import Path

from cms import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import BASE_DIR, STORAGES
from cms.settings.network import settings_for

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
# Earlier keys: sessions, links and second factors that were made with them stay good.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

if env.host("NETWORK_HOST").partition(":")[2] not in {"", "443"}:
    raise env.BadEnvironment(
        "NETWORK_HOST", "has a port", "Production answers HTTPS on port 443: write the host alone."
    )
MEDIA_HOST = env.host("MEDIA_HOST") if env.text("MEDIA_HOST", default="") else ""
globals().update(settings_for(env.host("NETWORK_HOST").partition(":")[0], scheme="https", media_host=MEDIA_HOST))

DATABASES = {"default": env.database("DATABASE_URL", only="postgresql")}
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    # What the URL asks for, such as `?sslmode=verify-full`.
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {
        "min_size": 1,
        "max_size": env.number("DATABASE_POOL_SIZE", default=8, lowest=1, highest=100),
        "timeout": 5,
    },
}

MEDIA_ROOT = Path(env.text("MEDIA_ROOT", mend="Name the directory that holds uploaded images and documents."))
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

# What editors type and read in the admin is in this zone, unless they choose another on their account page.
NETWORK_TIME_ZONE = env.zone("NETWORK_TIME_ZONE", default="America/New_York")

DEMO_ALLOWED = False
SERVE_MEDIA = False

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", default=31_536_000, lowest=3_600, highest=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=True)
if env.flag("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # As many as stand in front: the address that failed logins are counted by is the last one that they know.
    ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=1, lowest=0, highest=9)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers take these from this host alone, over HTTPS, and no other host can plant them.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"

# Shared by all workers: failed logins and used codes are counted there.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "users_sharedcache",
        # What is over the limit goes by its key, not by its age: so many that nobody can push counts out.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
ANSWER_MAX_AGE = env.number("ANSWER_MAX_AGE", default=0, lowest=0, highest=86_400)
ANSWER_SHARED_MAX_AGE = env.number("ANSWER_SHARED_MAX_AGE", default=0, lowest=0, highest=86_400)
SERVER_THREADS = env.number("SERVER_THREADS", default=4, lowest=1, highest=64)
SECOND_FACTOR_FOR = env.choice("SECOND_FACTOR_FOR", default="newsroom", among=("newsroom", "everybody", "nobody"))

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", mend="Write the sender of the network's e-mail.")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25, lowest=1, highest=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
