"""The product as it serves, with debugging off, on this machine's servers; the database is the scoreboard's own."""

import os

from roadmap.config.environment import use_local_servers

use_local_servers()
os.environ.setdefault("SECRET_KEY", "for-measuring-on-this-machine-only-0123456789abcdef")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1")

from roadmap.config.settings.base import *  # noqa: E402,F403

DEVELOPMENT = False
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405 nothing is collected
EMAIL_TIMEOUT = 20
