"""Every setting of the portal, read from the environment on one page."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
# Everything the portal writes: engines, uploads, collected static files.
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
# Signed marks and photographs of the real world, for tests and `make smoke`.
REAL_DATA = Path(env("REAL_DATA", default=str(BASE_DIR.parent / "shared" / "data")))

# --- what kind of installation this is ---------------------------------------
# The demo catches mail, shows its logins and talks to the sandbox marketplace.
DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Where the site is reached from outside: links in letters are built from it.
PUBLIC_URL = env("PUBLIC_URL", default="http://localhost:8000")
HTTPS = PUBLIC_URL.startswith("https://")

# One proxy in front of us, which sets X-Forwarded-For and X-Forwarded-Proto itself. Else
# these are what any client says of itself, and are not read.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "portal.apps.PortalConfig",
    "alliance.apps.AllianceConfig",
    "takedowns.apps.TakedownsConfig",
    # After ours, so that our templates stand in front of theirs.
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.web.headers.headers_middleware",
    "portal.web.limits.limits_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alliance.members.middleware.actor_middleware",
    "portal.web.errors.errors_middleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.templatetags.portal"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "alliance.notifications.context.navigation",
                "alliance.members.context.second_factor",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- engines -----------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
    "CONN_HEALTH_CHECKS": True,
    # What the URL asks for, such as ?host=/a/socket or ?sslmode=verify-full, stays.
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})
    | {"options": f"-c statement_timeout={env('STATEMENT_TIMEOUT', default='15s')}"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL")
# One for all workers: attempts to sign in are counted in it, and each worker with a
# memory of its own would allow as many again. Not in Redis, which may be away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_remembered",
        # Past so many a third is forgotten: too few, and whoever tries may flush it.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # kombu would try for six seconds, and a request with it. Hints may be lost.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Seconds a worker may take for one message before another may try it.
OUTBOX_LEASE = env.int("OUTBOX_LEASE", default=60)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 5000
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# Which queue of the outbox a task waits in, by its room; all others in "effects".
OUTBOX_QUEUES = {"portal.mail": "mail", "takedowns.enforcement": "marketplaces"}
# After commit, an entry of the audit log is handed to the tasks that want its event.
AUDIT_LISTENERS = {
    "alliance.notifications.tasks.tell_people": "alliance.notifications.rules.is_told",
}
# Who hears of which event: modules with RULES and SILENT.
AUDIENCES = ["alliance.audiences", "takedowns.audiences"]

# --- people ------------------------------------------------------------------
AUTH_USER_MODEL = "alliance.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_ADAPTER = "alliance.members.accounts.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Attempts are counted by address: the proxy's own would be everybody's.
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # else each begins with "[host:port]"
MFA_ADAPTER = "alliance.members.accounts.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Brand Alliance"
# One step before and after: people type slowly, and telephones' clocks are off
# (RFC 6238, section 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
# Staff, and whoever makes API keys, must have a second factor.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", default=True)

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- headers -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# --- files -------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"  # private: served only by a view that asks who looks
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # without its files; also of JSON
LARGEST_REQUEST = (
    66 * 1024 * 1024
)  # three documents of a mark, and the form around them

# --- mail --------------------------------------------------------------------
# Where MAIL_CAUGHT is set, letters are kept and shown on a page instead of sent.
MAIL_CAUGHT = env.bool("MAIL_CAUGHT", default=DEMO)
EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)
if MAIL_CAUGHT:
    EMAIL_BACKEND = "portal.mail.caught.CaughtMailBackend"
DEFAULT_FROM_EMAIL = env(
    "MAIL_FROM", default="Brand Alliance <portal@alliance.example>"
)

# --- language and time -------------------------------------------------------
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- API ---------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "alliance.members.authentication.ApiKeyAuthentication",
        "alliance.members.authentication.PageSession",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["alliance.members.authentication.IsSomebody"],
    "DEFAULT_THROTTLE_CLASSES": ["portal.api.throttles.PerActor"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.paging.ByKey",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [
        "portal.api.parsing.BoundedJSONParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.api.errors.answer",
    "PAGE_SIZE": 50,
    "NUM_PROXIES": int(BEHIND_PROXY),
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_FORMATTER_CLASS": "portal.api.errors.ProblemFormatter"
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Brand Alliance takedown portal",
    "DESCRIPTION": "Register marks, file notices, follow them to the end. "
    "A person makes a key under Account, API keys, and a program sends it as a "
    "bearer token. Every refusal says what to mend, field by field.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "MarkKind": "alliance.marks.models.Mark.Kind",
        "MarkFeature": "alliance.marks.models.Mark.Feature",
        "EvidenceKind": "takedowns.evidence.models.Evidence.Kind",
        "PictureKind": "alliance.marks.models.ReferencePicture.Kind",
        "MarkState": "alliance.marks.states.State",
        "NoticeState": "takedowns.notices.states.State",
        "ItemState": "takedowns.notices.states.ItemState",
    },
}
API_RATE = env("API_RATE", default="600/minute")

# --- marketplaces ------------------------------------------------------------
CONNECTORS = {
    "http": "takedowns.connectors.http.HttpConnector",
    "sandbox": "takedowns.connectors.sandbox.connector.SandboxConnector",
}
# Seconds between looks at a listing; empty for the table in enforcement/rules.py.
LOOK_WAITS = [float(wait) for wait in env.list("LOOK_WAITS", default=[])]
# The demo's marketplace listens on loopback, where no real one may be.
SANDBOX_URL = env("SANDBOX_URL", default="http://127.0.0.1:8100")
SANDBOX_SECRET = env("SANDBOX_SECRET", default="")

# --- signed marks ------------------------------------------------------------
# PEM files of the authorities whose signed marks we accept, and their lists.
# The demo trusts one of its own, which signs the marks of houses that do not exist.
DEMO_AUTHORITY = DATA_DIR / "demo" / "authority"
MARK_AUTHORITIES = env.list(
    "MARK_AUTHORITIES", default=[str(DEMO_AUTHORITY / "ca.crt")] if DEMO else []
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
