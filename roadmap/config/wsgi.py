"""The WSGI entry point. gunicorn loads it once, before it forks (``--preload``), so that workers share the memory of the code."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roadmap.config.settings.production")
application = get_wsgi_application()
# Django reads all views and forms with the first request otherwise, in each worker for itself.
_ = get_resolver().url_patterns
# The collector would write into every page that the workers share.
gc.freeze()
