"""How to sign in to the demonstration, with the six digits of the moment (development only)."""

import json
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import PUBLIC, access


@access(PUBLIC)
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Everybody who can reach a development system may enter it; production has no such address."""
    try:
        rows = json.loads(Path(settings.DEMO_SIGN_INS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        rows = []
    for row in rows:
        row["digits"] = _digits(row["secret"]) if row.get("secret") else ""
    return render(request, "dev/sign_ins.html", {"rows": rows, "mail_is_caught": bool(settings.MAIL_CATCHER_DIR)})


def _digits(secret: str) -> str:
    """The code of the moment (RFC 6238)."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))
