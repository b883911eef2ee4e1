"""On one's own machine: the local servers, mail to the catcher, no TLS."""

import os

from roadmap.config.environment import use_local_servers

use_local_servers()
os.environ.setdefault("SECRET_KEY", "for-development-on-this-machine-only-0123456789abcdef")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

from roadmap.config.settings.base import *  # noqa: E402,F403

DEVELOPMENT = True
SHOW_CAUGHT_MAIL = True
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # noqa: F405
WHITENOISE_USE_FINDERS = True
