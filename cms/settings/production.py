"""Production: PostgreSQL, HTTPS, every secret from the environment. Refuses to start on a bad value."""

from cms import env
from cms.settings.base import *  # noqa: F403
from cms.settings.base import BASE_DIR, STORAGES
from cms.settings.extras import s3_storage, watch_errors
from cms.settings.network import settings_for
from cms.watching.logs import logging_as

# All that is wrong is said at once, by `env.refuse_what_is_bad()` below.
env.gather()

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
# Earlier keys: sessions, links and second factors that were made with them stay good.
SECRET_KEY_FALLBACKS = env.secrets("SECRET_KEY_FALLBACKS")

if env.host("NETWORK_HOST").partition(":")[2] not in {"", "443"}:
    mend = "Production answers HTTPS on port 443: write the host alone."
    env.refuse_value(env.BadEnvironment("NETWORK_HOST", "has a port", mend))
MEDIA_HOST = env.host("MEDIA_HOST") if env.text("MEDIA_HOST", default="") else ""
network = settings_for(env.host("NETWORK_HOST").partition(":")[0], scheme="https", media_host=MEDIA_HOST)
globals().update(network)

DATABASES = {"default": env.database("DATABASE_URL", only="postgresql")}
DATABASES["default"] |= {
    # A connection per thread, which is there again as soon as the database is: a pool waits ever longer between tries.
    "ENGINE": "cms.running.postgresql",
    "CONN_MAX_AGE": None,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 2,
        # A network that is gone is noticed, too.
        "tcp_user_timeout": 5_000,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        # On the server's side, for what a request has left behind; 0 where a pooler takes no such options.
        "statement_seconds": env.number("DATABASE_STATEMENT_SECONDS", default=30, lowest=0, highest=3_600),
        # What the URL asks for, such as `?sslmode=verify-full`.
        **DATABASES["default"].get("OPTIONS", {}),
    },
}

DATABASE_KEEPS_PLANS = env.flag("DATABASE_KEEPS_PLANS", default=True)

STATIC_ROOT = BASE_DIR / "var" / "static"
bucket = {
    "bucket_name": env.text("S3_BUCKET", default=""),
    "endpoint_url": env.text("S3_ENDPOINT_URL", default=""),
    "region_name": env.text("S3_REGION", default=""),
    "access_key": env.text("S3_ACCESS_KEY", default=""),
    "secret_key": env.text("S3_SECRET_KEY", default=""),
}
if bucket["bucket_name"]:
    STORAGES["default"] = s3_storage(bucket, url=network["MEDIA_URL"])
else:
    MEDIA_ROOT = env.directory(
        "MEDIA_ROOT", apart_from=STATIC_ROOT, mend="Name the directory that holds uploaded images and documents."
    )
STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}

# What editors type and read in the admin is in this zone, unless they choose another on their account page.
WAGTAIL_SITE_NAME = env.text("NETWORK_NAME", default="Mortar")
NETWORK_LOGO = env.text("NETWORK_LOGO", default="")
NETWORK_TIME_ZONE = env.zone("NETWORK_TIME_ZONE", default="America/New_York")
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")

DEMO_ALLOWED = False
SERVE_MEDIA = False

SECURE_SSL_REDIRECT = True
# A browser keeps what it is told for as long as it is told: careful, and for the one host that answered.
HSTS_SECONDS = env.number("HSTS_SECONDS", default=86_400, lowest=0, highest=63_072_000)
HSTS_HOSTS = env.seconds_by_host("HSTS_HOSTS", highest=63_072_000)
HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS", default=False)
HSTS_PRELOAD = env.flag("HSTS_PRELOAD", default=False)
# Django's own header is for all hosts alike: HstsMiddleware writes another.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W021"]
# As many as stand in front: the address that failed logins are counted by is the last one that they know.
PROXIES = env.number("TRUSTED_PROXIES", default=1, lowest=0, highest=9)
BEHIND_TLS_PROXY = env.flag("BEHIND_TLS_PROXY", default=False)
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
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

DEFAULT_FROM_EMAIL = env.sender(
    "DEFAULT_FROM_EMAIL", mend="Write the sender of the network's email: news@example.com."
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_BACKEND = "cms.running.mail.QueuedMail"
EMAIL_HOST = env.text("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.number("EMAIL_PORT", default=25, lowest=1, highest=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10

LOGGING = logging_as(env.choice("LOG_FORMAT", default="json", among=("json", "line")))
SLOW_REQUEST_MS = env.number("LOG_SLOW_REQUEST_MS", default=1_000, lowest=1, highest=600_000)
SLOW_QUERY_MS = env.number("LOG_SLOW_QUERY_MS", default=300, lowest=1, highest=600_000)
LONGEST_WAIT = env.number("LONGEST_WAIT", default=5, lowest=0, highest=60) if BEHIND_TLS_PROXY else 0
COSTLY_PER_SECOND = env.number("COSTLY_PER_SECOND", default=5, lowest=0, highest=10_000)
COSTLY_AT_ONCE = env.number("COSTLY_AT_ONCE", default=20, lowest=1, highest=10_000)
COSTLY_FREE_FOR = env.networks("COSTLY_FREE_FOR")
WEBHOOKS_MAY_REACH = env.networks("WEBHOOKS_MAY_REACH")
FEEDS_MAY_REACH = env.networks("FEEDS_MAY_REACH")
REVISIONS_KEPT_DAYS = env.number("REVISIONS_KEPT_DAYS", default=730, lowest=30, highest=36_500)
METRICS_TOKEN = env.text("METRICS_TOKEN", default="")

watch_errors(env.text("SENTRY_DSN", default=""))

env.refuse_what_is_bad()
