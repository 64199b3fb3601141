"""What every install shares. Nothing outside `cms/settings/` reads the environment."""

from pathlib import Path

from corsheaders.defaults import default_headers

from cms import env
from cms.settings.accounts import *  # noqa: F403
from cms.watching.logs import logging_as

# The network's own address, which `cms.settings.network` gives to each settings module.
NETWORK_HOST: str
NETWORK_URL: str
MEDIA_HOST: str
ADMIN_POLICY: dict[str, list[str]]
DOCS_POLICY: dict[str, list[str]]
SITE_PORT: int
DEMO_ALLOWED: bool
SERVE_MEDIA: bool
NETWORK_TIME_ZONE: str

BASE_DIR = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "frontend_templates",
    "api",
    "cms",
    "stores",
    "cms.users",
    "cms.media",
    "django_tasks_db",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.users.apps.AdminUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "phonenumber_field",
    "localflavor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.watching.requests.RequestMiddleware",
    "cms.running.deadlines.DeadlineMiddleware",
    "cms.watching.health.HealthMiddleware",
    "api.protocol.outage.OutageMiddleware",
    "cms.media.files.full.FullDiskMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.running.transport.HstsMiddleware",
    "cms.browser_policies.BrowserPolicyMiddleware",
    # Before the host is looked up: a style sheet does not wait for the database.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before anything is asked of the database.
    "api.keys.middleware.KeyMiddleware",
    "api.limits.middleware.LimitMiddleware",
    "api.hosts.HostMiddleware",
    "cms.media.guard.making_middleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.browser_policies.SitePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.accounts.ended.EndedSessionMiddleware",
    "cms.accounts.time_zones.TimeZoneMiddleware",
    "cms.accounts.middleware.SecondFactorMiddleware",
    "stores.isolation.middleware.IsolationMiddleware",
    "cms.counted_forms.CountedFormsMiddleware",
    # Behind all that says who may open what: it asks the person before the view is run.
    "stores.removal.middleware.RemovalMiddleware",
    "cms.checklists.kept_back.KeptBackMiddleware",
    "cms.accessible.uploads.uploads_middleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# Hosts are checked against the network's host and the Site rows by HostMiddleware, so that a new
# store is online without a restart; Django's own fixed list stands open behind it.
ALLOWED_HOSTS = ["*"]

ROOT_URLCONF = "cms.urls"
# The switch of all that keeps owners to their own stores. Only tests turn it off, to see that the crawl is not blind.
STORE_ISOLATION = True

# Renders drafts for the admin's preview panel.
STOREFRONT_RENDERER = "frontend_templates.previews.render_preview"
# What social networks show of a store that has neither logo nor photo, nor a built-in site that draws one.
SHARE_PICTURE = "frontend_templates/share.jpg"
# Of pages without a site around them, which are written without the database.
BARE_STYLES = "frontend_templates/bare.css"

STORE_URLCONF = "frontend_templates.urls"
WSGI_APPLICATION = "cms.wsgi.application"
# Stands around Django and serves what is kept.
WSGI_KEEPER = "api.caching.wsgi.keeping"
# Whether PostgreSQL keeps the plans of what is asked again and again. Not behind a pooler that gives each transaction
# another connection, unless it knows of prepared statements.
DATABASE_KEEPS_PLANS = True
# Whether Django asks the database who may read, where nothing that stands around it has said so. Only tests leave it.
ACCESS_IS_ASKED = True
# Threads of a worker that answer: all but one of them may wait for a database that is away.
SERVER_THREADS = 4
# Threads more, for those who wait until one of these is free, so that one is left for what is kept.
SERVER_SEATS = 4
# Seconds for which a browser, or a shared cache in front, may use an answer without asking. 0: it asks each time, and
# nobody sees what was withdrawn; an answer that has not changed costs 304 and no body.
ANSWER_MAX_AGE = 0
ANSWER_SHARED_MAX_AGE = 0

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
LANGUAGE_CODE = "en-us"
# Of what is stored and of the API. What people type in the admin is in NETWORK_TIME_ZONE, or in a zone of their own.
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
STORAGES = {
    "default": {"BACKEND": "cms.media.files.storage.WholeFiles"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# A mail server that hangs keeps nobody waiting for long; in seconds.
EMAIL_TIMEOUT = 10
# What carries mail that waited as a task, where EMAIL_BACKEND is `cms.running.mail.QueuedMail`.
MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"

# A page form carries its inline rows: hours, banners, blocks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000


# Wagtail
WAGTAIL_SITE_NAME = "Mortar"
NETWORK_LOGO = ""
# Of `/.well-known/security.txt`, which is not there without it.
SECURITY_CONTACT = ""
WAGTAILIMAGES_IMAGE_MODEL = "media.NetworkImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.NetworkDocument"
# Wagtail would lead to the address in a bucket, which nobody may read: who may have a document is asked here.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.articles.search"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
# What stands behind the better formats is one that every browser shows.
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp"}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Where somebody logs in to read a private document.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
# An address that somebody types stays one: looking it up would tell which pages of other stores exist.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Who submits at a store asks its owners, not every network admin.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILREDIRECTS_AUTO_CREATE = False
# With a Site per store, I18N makes the root paths cost a query per Site (design §11).
WAGTAIL_I18N_ENABLED = False
# What texts of the library may be in; the network's own language first.
WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Spanish")]
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_SEARCH_ENABLED = True

# Wagtail's own tasks are done at once: "where used" and the search index lean on them. Ours wait for a worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["api.protocol.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.protocol.errors.problem_handler",
    "UNAUTHENTICATED_USER": None,
    # `format` is a parameter like any other here: unknown.
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Mortar",
    "DESCRIPTION": "Stores of a pharmacy network, and what each of them carries. Name the store by `?store=`.",
    "VERSION": "2",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {"name": "BSD-3-Clause", "url": "https://opensource.org/license/bsd-3-clause"},
    # What bears the same name as another list, or as what it stands in.
    "ENUM_NAME_OVERRIDES": {
        "DutyEnum": "cms.articles.duties.Duty",
        "FoundTypeEnum": ["article", "expert", "standard"],
        "PreviewedTypeEnum": ["home", "health_news", "article", "expert", "standard", "banner"],
        "TokenTypeEnum": ["Bearer"],
    },
    "PREPROCESSING_HOOKS": ["api.endpoints.schema.only_public_api"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "api.endpoints.schema.optional_by_default",
        "api.endpoints.schema.rich_text_forms",
        "api.endpoints.schema.click_to_edit",
        "api.endpoints.schema.tags_on_request",
        "api.endpoints.document.whole_document",
        "api.webhooks.describing.describe_calls",
    ],
    "SCHEMA_PATH_PREFIX": r"/api/v2",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Any frontend may read what is public; no cookie ever travels with it.
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = [*default_headers, "if-modified-since", "if-none-match"]
CORS_EXPOSE_HEADERS = [
    *("Cache-Status", "Deprecation", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset"),
    "Surrogate-Key",
]
CORS_PREFLIGHT_MAX_AGE = 86_400
CORS_URLS_REGEX = r"^/api/"

TAGGIT_CASE_INSENSITIVE = True

PHONENUMBER_DEFAULT_REGION = "US"
PHONENUMBER_DB_FORMAT = "E164"

# Strict-Transport-Security: seconds, None where it is not sent; hosts with seconds of their own; the network's host.
HSTS_SECONDS: int | None = None
HSTS_HOSTS: dict[str, int] = {}
HSTS_INCLUDE_SUBDOMAINS = HSTS_PRELOAD = False

# Wagtail allows its own previews in frames where it needs to.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

LOGGING = logging_as("line")
# Requests and statements that take longer get a line of their own, with their place; in milliseconds.
SLOW_REQUEST_MS, SLOW_QUERY_MS = 1_000, 300
# Seconds that the database has for all that a reader's request asks, who is answered after three at most, and for each
# statement of people at work.
DATABASE_SECONDS, DATABASE_SECONDS_OF_EACH = 2.5, 10.0
# Seconds after which a request that waits for a thread is answered 503 at once; 0: never.
LONGEST_WAIT = 0
# Whether a proxy ends TLS, and how many proxies say who asks.
BEHIND_TLS_PROXY, ALLAUTH_TRUSTED_PROXY_COUNT = False, 0
# How often one address may ask what costs much: a second (0: as it likes), at once; and whom it does not hold.
COSTLY_PER_SECOND, COSTLY_AT_ONCE = 0, 20
COSTLY_FREE_FOR: list[env.Network] = []
# Networks beside the public Internet that webhooks may call.
WEBHOOKS_MAY_REACH: list[env.Network] = []
# The same for feeds of providers.
FEEDS_MAY_REACH: list[env.Network] = []
# Whoever reads /metrics has it; empty: nobody does.
METRICS_TOKEN = ""
# Days for which earlier versions of a page can be looked at and taken back.
REVISIONS_KEPT_DAYS = 730
# Where the workers of one server share numbers and learn that they are to stop; `manage.py serve` makes one.
RUN_DIRECTORY = env.text("MORTAR_RUN_DIRECTORY", default="")
