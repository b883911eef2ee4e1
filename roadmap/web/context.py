"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def navigation(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 the signature is Django's
    return {"quick_exit_to": settings.QUICK_EXIT_URL}
