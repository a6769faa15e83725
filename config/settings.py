"""All settings, read from the environment. The README has one table with every variable.

A wrong value stops the start and names every variable that is wrong.
"""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import urljoin

from corsheaders.defaults import default_headers
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from environs import Env, EnvValidationError, validate

from config import interfaces
from config.mail import mail_settings
from config.validators import are_addresses, is_address_with_slug, is_language, is_time_zone

BASE_DIR = Path(__file__).resolve().parent.parent
# What Galley writes when nothing else is configured: the embedded database, the generated key.
DATA_DIR = BASE_DIR / ".galley"

env = Env(eager=False)  # Collects every wrong variable; `seal` below names them all at once.


def local_secret_key(path: Path) -> str:
    """The key kept at `path`, made on first use: for one machine, readable by its user alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(get_random_secret_key())
        # A link appears whole and once: of processes that start together, all read one key.
        with suppress(FileExistsError):
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text().strip()


# --- The process ---
DEBUG: bool = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind a proxy that ends TLS and sets X-Forwarded-Proto: True. Cookies are then sent over
# HTTPS only and plain requests are redirected.
HTTPS: bool = env.bool("HTTPS", default=False)
TIME_ZONE: str = env.str("TIME_ZONE", default="UTC", validate=is_time_zone)
LOG_LEVEL: str = env.str(
    "LOG_LEVEL",
    default="INFO",
    validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]),
)

# Processes of the server that `manage.py demo` starts.
WEB_CONCURRENCY: int = env.int("WEB_CONCURRENCY", default=2, validate=validate.Range(min=1))
# The password of the demo's logins; a random one without it.
DEMO_PASSWORD: str = env.str("DEMO_PASSWORD", default="")

# --- Storage ---
DATABASES = {
    "default": env.dj_db_url(
        "DATABASE_URL",
        default=f"sqlite:///{DATA_DIR / 'galley.sqlite3'}",
        conn_max_age=None,
        conn_health_checks=True,
    )
}

# --- What readers get ---
# Where the front end shows an article; goes into links between articles.
FRONTEND_ARTICLE_URL: str = env.str(
    "FRONTEND_ARTICLE_URL", default="/articles/{slug}/", validate=is_address_with_slug
)
# Where it shows a topic; goes into breadcrumbs and the navigation.
FRONTEND_TOPIC_URL: str = env.str(
    "FRONTEND_TOPIC_URL", default="/topics/{slug}/", validate=is_address_with_slug
)
# The front end's own address: what paths above are on. Goes into all that needs an absolute one.
SITE_URL: str = env.str(
    "SITE_URL",
    default="",
    validate=validate.Regexp(
        r"^(https?://[^\s/?#{}]+/?)?$",
        error="Must be an http(s) address without a path, for example https://example.org.",
    ),
)
# What the front end is called and about, and the language of its articles (BCP 47).
SITE_NAME: str = env.str("SITE_NAME", default="Galley", validate=validate.Length(min=1))
SITE_DESCRIPTION: str = env.str("SITE_DESCRIPTION", default="Evidence-based articles.")
SITE_LANGUAGE: str = env.str("SITE_LANGUAGE", default="en", validate=is_language)
WORDS_PER_MINUTE: int = env.int("WORDS_PER_MINUTE", default=265, validate=validate.Range(min=1))
# Seconds, for Cache-Control on the read API.
CACHE_MAX_AGE: int = env.int("CACHE_MAX_AGE", default=60, validate=validate.Range(min=0))
STALE_WHILE_REVALIDATE: int = env.int(
    "STALE_WHILE_REVALIDATE", default=600, validate=validate.Range(min=0)
)
STALE_IF_ERROR: int = env.int("STALE_IF_ERROR", default=86_400, validate=validate.Range(min=0))
# Megabytes of finished answers that each process keeps; 0 keeps none.
RESPONSE_CACHE_MB: int = env.int("RESPONSE_CACHE_MB", default=16, validate=validate.Range(min=0))
# Redis, through which processes learn of a publish; without it each asks the database.
CACHE_URL: str = env.str(
    "CACHE_URL",
    default="",
    validate=validate.Regexp(
        r"^((redis|rediss|unix)://.+)?$",
        error="Must be an address of Redis, such as redis://cache.example.org:6379/0.",
    ),
)
# For how long a process may go without asking whether something was published. 0 is exact.
GENERATION_MAX_AGE_MS: int = env.int(
    "GENERATION_MAX_AGE_MS", default=0, validate=validate.Range(min=0)
)

# --- A CDN in front ---
# Bytes that the surrogate keys of an answer may take; more give way to coarser ones.
SURROGATE_KEYS_MAX_BYTES: int = env.int(
    "SURROGATE_KEYS_MAX_BYTES", default=4096, validate=validate.Range(min=64, max=16_000)
)
# Seconds for which a shared cache may answer without asking (s-maxage), where it is purged.
CDN_MAX_AGE: int | None = env.int("CDN_MAX_AGE", default=None, validate=validate.Range(min=0))
# What is purged after a publish (by its name below, or a class), where, and the secret.
CDN_PURGER: str = env.str(
    "CDN_PURGER",
    default="",
    validate=validate.Regexp(
        r"^(varnish|varnish-ban|fastly|cloudflare|(\w+\.)+\w+)?$",
        error="Must be varnish, varnish-ban, fastly, cloudflare or the dotted path of a class.",
    ),
)
CDN_PURGE_URLS: list[str] = env.list("CDN_PURGE_URLS", default=[], validate=are_addresses)
CDN_PURGE_TOKEN: str = env.str("CDN_PURGE_TOKEN", default="")

# --- Counting views ---
# Proxies in front that add to X-Forwarded-For; without any, the header counts for nothing.
NUM_PROXIES: int = env.int("NUM_PROXIES", default=0, validate=validate.Range(min=0, max=20))
# How many views of one client count in a minute, over all articles.
VIEWS_PER_MINUTE: int = env.int("VIEWS_PER_MINUTE", default=60, validate=validate.Range(min=1))
# Seconds for which counted views wait in memory to be written together.
VIEWS_FLUSH_SECONDS: float = env.float(
    "VIEWS_FLUSH_SECONDS", default=2.0, validate=validate.Range(min=0.1, max=3600)
)

# --- Webhooks ---
# Hosts, addresses and networks (10.0.0.0/8) that webhooks may reach though they are inner ones.
WEBHOOKS_ALLOWED_HOSTS: list[str] = env.list("WEBHOOKS_ALLOWED_HOSTS", default=[])
# Seconds after which a delivery that keeps failing is given up.
WEBHOOKS_GIVE_UP_AFTER: int = env.int(
    "WEBHOOKS_GIVE_UP_AFTER", default=259_200, validate=validate.Range(min=0)
)
# Where mail goes, to owners of endpoints that fail: submission://user:password@host:587.
mail = env.dj_email_url("EMAIL_URL", default="console:")
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="galley@localhost")

# The class that keeps the search index, as a dotted path; the database's own without one.
SEARCH_BACKEND: str = env.str("SEARCH_BACKEND", default="")

# --- The editorial desk ---
# A valid sign-off is a condition of publishing.
REQUIRE_SIGN_OFF: bool = env.bool("REQUIRE_SIGN_OFF", default=True)
# Nobody signs off what they edited last themselves.
REVIEW_BY_SECOND_PERSON: bool = env.bool("REVIEW_BY_SECOND_PERSON", default=True)
# How long a review holds, where the topic says nothing else.
REVIEW_INTERVAL_MONTHS: int = env.int(
    "REVIEW_INTERVAL_MONTHS", default=36, validate=validate.Range(min=1, max=600)
)
# Checks by id: those that are left out, those of another severity, and modules that add some.
CHECKS_SILENCED: list[str] = env.list("CHECKS_SILENCED", default=[])
CHECKS_SEVERITY: dict[str, str] = env.dict("CHECKS_SEVERITY", default={})
CHECKS_MODULES: list[str] = env.list("CHECKS_MODULES", default=[])
REFERENCE_MAX_AGE_YEARS: int = env.int(
    "REFERENCE_MAX_AGE_YEARS", default=10, validate=validate.Range(min=1)
)
READING_GRADE_MAX: float = env.float(
    "READING_GRADE_MAX", default=9.0, validate=validate.Range(min=1)
)
# The front end's own preview page; without one, a plain page of Galley's.
PREVIEW_URL: str = env.str(
    "PREVIEW_URL",
    default="",
    validate=validate.Regexp(
        r"^((https?://|/)(?=.*\{token\})([^{}]|\{(slug|token)\})*)?$",
        error="Must be a path or an http(s) address with {{token}}, and {{slug}} if you like.",
    ),
)
# Seconds for which a preview's link works.
PREVIEW_MAX_AGE: int = env.int("PREVIEW_MAX_AGE", default=86_400, validate=validate.Range(min=60))

try:
    env.seal()
except EnvValidationError as error:
    messages = dict(error.error_messages)  # type: ignore[arg-type]  # a mapping, always
    wrong = [f"{name}: {' '.join(reasons)}" for name, reasons in messages.items()]
    raise ImproperlyConfigured(
        "These environment variables are wrong (the README's table says what each takes): "
        + "; ".join(wrong)
    ) from None

if CDN_PURGER and not CDN_PURGE_URLS:
    raise ImproperlyConfigured("CDN_PURGER is set, so CDN_PURGE_URLS must say where to purge.")
if CDN_PURGER in {"fastly", "cloudflare"} and not CDN_PURGE_TOKEN:
    raise ImproperlyConfigured(f"CDN_PURGER is {CDN_PURGER}, which needs a CDN_PURGE_TOKEN.")
vars().update(mail_settings(mail))

# Without one, the front end is where its articles are said to be, or where the demo runs.
SITE_URL = SITE_URL or urljoin(FRONTEND_ARTICLE_URL, "/").strip("/") or "http://localhost:8000"

SECRET_KEY_IS_LOCAL = not SECRET_KEY
if SECRET_KEY_IS_LOCAL:
    SECRET_KEY = local_secret_key(DATA_DIR / "secret-key")

if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Seconds; left to itself a thread waits minutes for a host that is silent.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Several processes write without "database is locked": a transaction takes the write
        # lock at its start, and waits for it up to the timeout (seconds).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        # No mmap: it saves microseconds, and each process would hold as much of a large site.
        "PRAGMA foreign_keys=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-12000;",
    }

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.inlines",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prose_editor",
    "config",
    "articles",
]

MIDDLEWARE = [
    "articles.middleware.response_cache.ResponseCacheMiddleware",
    "articles.middleware.surrogate_keys.SurrogateKeysMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "articles.middleware.sessions.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "articles.middleware.due_acts.DueActsMiddleware",
    "articles.middleware.time_zone.TimeZoneMiddleware",
]

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

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
# Around Django's own application, the outermost first.
WSGI_MIDDLEWARE = ["articles.middleware.health.Health", "articles.middleware.front.KeptAnswers"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none.
# Without a collected folder (tests, a fresh checkout) files are served from the packages.
WHITENOISE_USE_FINDERS = True

# --- Transport security ---
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
X_FRAME_OPTIONS = "DENY"

# An article is one form. With some 800 sections and as many references it stays below these.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
# An address typed without a scheme is https. Django 6 does so anyway and knows no such setting.
FORMS_URLFIELD_ASSUME_HTTPS = True

# --- The read API ---
REST_FRAMEWORK = interfaces.REST_FRAMEWORK

# Any site may read the API, feeds and the like; nothing else answers across origins.
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api/|feeds/|sitemap|robots\.txt|llms\.txt)"
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match", "if-modified-since"]
CORS_EXPOSE_HEADERS = ["ETag", "Last-Modified", "Retry-After"]
CORS_PREFLIGHT_MAX_AGE = 86_400

SPECTACULAR_SETTINGS = interfaces.SPECTACULAR_SETTINGS
UNFOLD = interfaces.UNFOLD

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
