import os

# tests/engines.py has set the real ones; mypy and the linters need only a form.
os.environ.setdefault("SECRET_KEY", "tests")
os.environ.setdefault("DATABASE_URL", "postgresql://portal@/portal?host=/nowhere")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")

from portal.settings import *  # noqa: F403
from portal.settings import DATA_DIR, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = DATA_DIR / "test" / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Static files come from where they are written, uncollected.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
