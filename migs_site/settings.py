"""Every setting of the site. What differs between machines is read from the environment (deploy/env.example).

A value that cannot be read stops the start with one sentence. Unset means the safe choice.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _
from environs import Env, validate

from migs_site import database_clock, serving
from migs_site.content_security import ADMIN_POLICY, PUBLIC_POLICY
from migs_site.front_cache.cdn_address import front_caches
from migs_site.monitoring import logs
from migs_site.settings_validators import (
    MAIL_ADDRESSES,
    SITE_ADDRESS,
    cdn,
    collector,
    copy_of_database,
    database,
    listeners,
    mailboxes,
    media_storage,
    proxies,
    recipients,
    scanner,
    shaped,
    stop_on_wrong_settings,
    with_or_without_www,
)
from migs_site.web import database_connection

database_clock.follow()

ROOT = Path(__file__).resolve().parent.parent

env = Env(eager=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=50))
DATABASE_URL = env.str("DATABASE_URL", validate=database)
DATABASE_REPLICA_URL = env.str("DATABASE_REPLICA_URL", default="", validate=copy_of_database)
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=22, validate=validate.Range(min=0))
BASE_URL = env.str("BASE_URL", validate=shaped(SITE_ADDRESS, "https://migs.example.org, without a path"))
SERVES = env.str("SERVES", default=serving.EVERYTHING, validate=validate.OneOf(serving.PROCESSES))
STAFF_URL = env.str("STAFF_URL", default="", validate=shaped(f"({SITE_ADDRESS})?$", "https://staff.migs.example.org"))
PUBLIC_ROLE = env.str("PUBLIC_ROLE", default="", validate=shaped(r"[a-z_][a-z0-9_]{0,62}$|$", "migs_public"))
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
OTHER_HOSTS = env.list("OTHER_HOSTS", default=[])
FRONT_CACHES = env.list("FRONT_CACHES", default=[], validate=listeners)
CDN_URL = env.str("CDN_URL", default="", validate=cdn)
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[], validate=proxies)
HSTS_SECONDS = env.int("HSTS_SECONDS", default=3_600, validate=validate.Range(min=0, max=63_072_000))
HSTS_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
EMAIL_URL = env.str("EMAIL_URL", default="smtp://localhost:25", validate=shaped(MAIL_ADDRESSES, "smtp://HOST:PORT"))
EMAIL = env.dj_email_url("EMAIL_URL", default="smtp://localhost:25")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", validate=shaped(r"[^@\s]+@[^@\s]+$", "somebody@example.org"))
DATA_DIR = env.str("DATA_DIR", validate=shaped(r"/", "/srv/migs/data, a whole path"))
MEDIA_STORAGE_URL = env.str("MEDIA_STORAGE_URL", default="", validate=media_storage)
FILE_RECIPIENTS = env.list("FILE_RECIPIENTS", validate=recipients)
FILE_IDENTITIES = env.str("FILE_IDENTITIES", default="", validate=shaped(r"/|$", "/etc/migs/identities, a whole path"))
CLAMD_URL = env.str("CLAMD_URL", default="", validate=scanner)
STATIC_EDITION_DIR = env.str("STATIC_EDITION_DIR", default="", validate=shaped(r"/|$", "/srv/migs/edition"))
STATIC_EDITION_KEY = env.str("STATIC_EDITION_KEY", default="", validate=shaped(r"/|$", "/etc/migs/keys/edition-key"))
STATIC_DIR = env.str("STATIC_DIR", default="", validate=shaped(r"/|$", "/srv/migs/static, a whole path"))
SHOW_STYLE_GUIDE = env.bool("SHOW_STYLE_GUIDE", default=False)
PAGE_CACHE_BYTES = env.int("PAGE_CACHE_MB", default=32, validate=validate.Range(min=0)) * 1024 * 1024
BACKUP_STATUS = env.str(
    "BACKUP_STATUS", default="", validate=shaped(r"/|$", "/var/lib/migs/backup/status.json, a whole path")
)
CERTIFICATE = env.str("CERTIFICATE", default="", validate=shaped(r"/|$", "/etc/migs/certificate.pem, a whole path"))
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"]))
ERRORS_TO = env.list("ERRORS_TO", default=[], validate=mailboxes)
SENTRY_DSN = env.str("SENTRY_DSN", default="", validate=collector)
LOG_FORMAT = env.str("LOG_FORMAT", default="json", validate=validate.OneOf(["text", "json"]))

stop_on_wrong_settings(env, lambda: serving.refuse_unsafe(SERVES, globals()))
DATA_DIR = Path(DATA_DIR)

# Security. The scheme of BASE_URL decides: only a local run has no TLS.
IS_HTTPS = BASE_URL.startswith("https://")
HOST = urlsplit(BASE_URL).hostname
OTHER_HOSTS = OTHER_HOSTS or with_or_without_www(HOST)
ALLOWED_HOSTS = [*(ALLOWED_HOSTS or [HOST]), *OTHER_HOSTS]
if STAFF_URL and SERVES != serving.PUBLIC:
    ALLOWED_HOSTS.append(urlsplit(STAFF_URL).hostname)
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = HSTS_SECONDS if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = HSTS_SUBDOMAINS, HSTS_PRELOAD
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
X_FRAME_OPTIONS = "DENY"  # but in the admin, where the middleware allows the site's own frames
CONTENT_SECURITY_POLICY = PUBLIC_POLICY
CONTENT_SECURITY_POLICY_ADMIN = ADMIN_POLICY
CSRF_FAILURE_VIEW = "migs_site.web.errors.form_expired"
AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60

INSTALLED_APPS = [
    "migs_site",
    "migs_site.accounts",
    "migs_site.audit",
    "migs_site.front_cache",
    "migs_site.images",
    "migs_site.link_checker",
    "migs_site.media_storage",
    "migs_site.monitoring",
    "migs_site.outbox",
    "migs_site.rate_limits",
    "migs_site.static_edition",
    "people",
    "recommendations",
    "donations",
    "internships",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "procrastinate.contrib.django",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
EVERY_MIDDLEWARE = [
    "migs_site.monitoring.request_ids.RequestIdMiddleware",
    "migs_site.web.middleware.HeadersAloneMiddleware",
    "migs_site.monitoring.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "migs_site.web.middleware.IsolationMiddleware",
    "migs_site.web.form_limits.FormLimitMiddleware",
    "migs_site.web.middleware.ContentSecurityPolicyMiddleware",
    "migs_site.web.middleware.OneHostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "migs_site.web.middleware.PageCompressionMiddleware",
    "migs_site.web.middleware.SharedCacheMiddleware",
    "migs_site.web.middleware.AddressLanguageMiddleware",
    "migs_site.web.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "migs_site.web.read_parameters.ReadParametersMiddleware",
    "migs_site.web.middleware.ReadableQueryMiddleware",
    "django.middleware.common.CommonMiddleware",
    "migs_site.web.methods.AllowedMethodsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "migs_site.web.wrong_addresses.FoundAgainMiddleware",
    "migs_site.web.middleware.NonsenseMiddleware",
    "migs_site.web.middleware.CollisionMiddleware",
    "migs_site.web.stored_files.StoreAwayMiddleware",
    "migs_site.rate_limits.middleware.LimitReachedMiddleware",
]
MIDDLEWARE = serving.of_process(SERVES, EVERY_MIDDLEWARE)
ROOT_URLCONF = "migs_site.urls"
WSGI_APPLICATION = "migs_site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": serving.of_process(
                SERVES,
                [
                    "django.template.context_processors.debug",
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "wagtail.contrib.settings.context_processors.settings",
                ],
            ),
        },
    },
]

DATABASES = {"default": database_connection.settings_of(DATABASE_URL, DATABASE_POOL_SIZE)}
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = database_connection.settings_of(DATABASE_REPLICA_URL, DATABASE_POOL_SIZE, patience=1)
    DATABASE_ROUTERS = ["migs_site.web.replica.Router"]
CACHES = {
    "default": {
        "BACKEND": f"migs_site.web.caching.{'OwnCache' if SERVES == serving.PUBLIC else 'SharedCache'}",
        "LOCATION": DATA_DIR / "cache",
        "KEY_PREFIX": DATABASE_URL.partition("@")[2] or DATABASE_URL,  # a copy of the site may share the folder
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages: the address decides (migs_site.web.middleware); the code is short, the page's own lang is Canadian.
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["migs_site.formats"]
USE_I18N = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "America/Toronto"  # Montreal’s time; America/Montreal is an old name that some PostgreSQL lack

STATIC_URL = "/static/"
STATIC_ROOT = Path(STATIC_DIR or ROOT / "var" / "static")
STATICFILES_DIRS = [ROOT / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "migs_site.web.errors.ErrorPages",
]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
media = "store.MediaStore" if MEDIA_STORAGE_URL else "folder.WholeFilesStorage"
STORAGES = {
    "default": {"BACKEND": f"migs_site.media_storage.{media}"},
    "staticfiles": {"BACKEND": "migs_site.web.static_files.SiteStaticFilesStorage"},
}
# One year for files whose name carries a hash of their content; names without one are not cached.
WHITENOISE_MAX_AGE = 0
WHITENOISE_ROOT = ROOT / "static" / "root"  # what browsers ask for without being told: /favicon.ico
DATA_UPLOAD_MAX_NUMBER_FILES = 10
# Of the admin: a group of 1,500 members. Elsewhere migs_site.web.form_limits allows far fewer.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"] or 25
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = "/" + unquote(EMAIL.get("EMAIL_FILE_PATH", "")).lstrip("/")
EMAIL_TIMEOUT = 10

# Wagtail
WAGTAIL_SITE_NAME = "MIGS"
WAGTAILFRONTENDCACHE = front_caches(FRONT_CACHES, CDN_URL)
WAGTAILADMIN_BASE_URL = STAFF_URL or BASE_URL
# Else every zone that the machine knows is offered, with names that browsers refuse (“localtime”).
WAGTAIL_USER_TIME_ZONES = [
    TIME_ZONE,
    "America/Vancouver",
    "America/Edmonton",
    "America/Winnipeg",
    "America/Halifax",
    "America/St_Johns",
    "Europe/London",
    "Europe/Paris",
    "Africa/Kigali",
    "UTC",
]
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "migs_site.accounts.forms.PasswordResetForm"  # noqa: S105 (a class)
WAGTAILIMAGES_IMAGE_MODEL = "images.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "migs_site.images.forms.SiteImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # of three or four bytes in memory
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
# Reports for the public; the files of applications never come near these.
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # never an address in the object store
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # for documents that only some may read
WAGTAILDOCS_DOCUMENT_FORM_BASE = "migs_site.editorial.documents.DocumentForm"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "migs_site.editorial.search_backend"}}
WAGTAIL_WORKFLOW_ENABLED = False
# Wagtail mails about comments while the editor waits, and fails to save the page when the mail server is away.
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # a new translation is a draft until it has its words
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "migs_site.editorial.earlier_translations.EarlierWords"}
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TAGGIT_CASE_INSENSITIVE = True

PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}
PROCRASTINATE_ON_APP_READY = "migs_site.unknown_jobs.keep_unknown_jobs"

LOGGING = logs.configuration(LOG_LEVEL, LOG_FORMAT, mails_errors=bool(ERRORS_TO))
