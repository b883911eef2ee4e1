"""The mails that the local catcher kept, for those who try the product on their own machine."""

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts.access import PUBLIC, access

_NAME = re.compile(r"^[0-9A-Za-z-]+$")
_ADDRESS = re.compile(r"https?://[^\s<>&\"']+")
_SHOWN = 200


@dataclass(frozen=True)
class CaughtMail:
    """A kept mail; ``at`` from its file's name (nanoseconds since 1970)."""

    name: str
    at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""

    @property
    def linked_text(self) -> SafeString:
        """The text with its addresses as links; everything else is escaped."""
        linked = _ADDRESS.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', escape(self.text))
        return mark_safe(linked)  # noqa: S308 escaped one line above


@never_cache
@require_GET
@access(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """The newest mails."""
    files = sorted(_folder().glob("*.eml"), reverse=True)[:_SHOWN]
    return render(request, "roadmap/rounds/caught_mails.html", {"mails": [_read(each) for each in files]})


@never_cache
@require_GET
@access(PUBLIC)
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One mail with links that can be followed."""
    path = _folder() / f"{name}.eml"
    if not _NAME.match(name) or not path.is_file():
        raise Http404
    return render(request, "roadmap/rounds/caught_mail.html", {"mail": _read(path)})


def _folder() -> Path:
    """Where the catcher keeps mail; there is no such page outside of development."""
    if not getattr(settings, "SHOW_CAUGHT_MAIL", False) or not settings.MAIL_CATCHER_DIR:
        raise Http404
    return Path(settings.MAIL_CATCHER_DIR)


def _read(path: Path) -> CaughtMail:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    stamp = path.stem.partition("-")[0]
    at = datetime.fromtimestamp(int(stamp) / 1e9, UTC) if stamp.isdigit() else datetime.fromtimestamp(0, UTC)
    return CaughtMail(path.stem, at, message)
