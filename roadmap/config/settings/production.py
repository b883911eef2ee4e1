"""Behind TLS, on external PostgreSQL and Redis; every value comes from the environment and is checked at start."""

import os

from roadmap.config.environment import env
from roadmap.config.required import refuse_wrong_values

refuse_wrong_values(os.environ)

from roadmap.config.settings.base import *  # noqa: E402,F403

DEVELOPMENT = False
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
