"""What the pages of versions have in common."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import Language
from roadmap.domain.document import Document, Gap, kinds
from roadmap.models import Roadmap, Version


def crumbs(roadmap: Roadmap, version: Version | None = None) -> list[tuple[str, str]]:
    """The way here: the roadmap, the list of versions, and the version."""
    found = [way_to(roadmap), (reverse("versions", args=[roadmap.key]), _("Versions"))]
    if version is not None:
        found.append((reverse("version", args=[roadmap.key, version.number]), name_of(version)))
    return found


def way_to(roadmap: Roadmap) -> tuple[str, str]:
    """The draft, by the roadmap's title."""
    return reverse("draft", args=[roadmap.key]), str(roadmap)


def name_of(version: Version) -> str:
    return _("Version %(number)d") % {"number": version.number}


def reading_language(request: HttpRequest, languages: list[str]) -> str:
    """The language asked for, else the page's, as far as the roadmap is written in it."""
    asked = request.GET.get("language", "")
    own = (get_language() or "en")[:2]
    return next((code for code in (asked, own) if code in languages), languages[0])


def language_choices(languages: list[str], current: str) -> list[dict[str, Any]]:
    """For the switch above a document."""
    return [{"code": code, "label": Language(code).label, "current": code == current} for code in languages]


def missing(roadmap: Roadmap, document: Document, gaps: list[Gap]) -> list[dict[str, str]]:
    """What is missing, each with the address where it can be mended."""
    return [{"url": _address(roadmap, document, gap), "code": _code(document, gap), "message": str(gap.message)} for gap in gaps]


def _code(document: Document, gap: Gap) -> str:
    entry = document.entry(gap.ref)
    return entry.code if entry else ""


def _address(roadmap: Roadmap, document: Document, gap: Gap) -> str:
    entry = document.entry(gap.ref)
    if entry is not None:
        return f"{reverse('item_edit', args=[roadmap.key, entry.kind, entry.key])}?at={quote(gap.path)}"
    if gap.path in {each.name for each in kinds()}:
        return reverse("item_add", args=[roadmap.key, gap.path])
    return f"{reverse('roadmap_edit', args=[roadmap.key])}?at={quote(gap.path)}"
