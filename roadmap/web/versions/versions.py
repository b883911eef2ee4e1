"""The list of versions, one version as a document, and freezing the draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.db.models import Count
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import access
from accounts.domain.errors import Refused
from accounts.http import SignedInRequest
from accounts.web.forms.words import WordsField
from roadmap.domain.completeness import blocking, find_gaps
from roadmap.domain.document import Document, from_canonical
from roadmap.domain.document.paragraphs import present_document
from roadmap.domain.document.storage import build_document
from roadmap.domain.versions import count_unanswered, digest_holds, freeze_version
from roadmap.models import Roadmap, Version
from roadmap.web import lookups
from roadmap.web.versions.shared import crumbs, language_choices, missing, name_of, reading_language, way_to

#: Raised when the markup of the document changes, so that no page made before it is shown.
_MARKUP = 1


class FreezeForm(forms.Form):
    """What one says when freezing."""

    note = WordsField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("What this version is for, or what changed. Only the office reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    unanswered_reason = WordsField(
        label=gettext_lazy("Why comments stay without an answer"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("Kept with the version."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


@require_GET
@access("roadmap.view_version", lookup=lookups.roadmap)
def index(request: SignedInRequest, roadmap: Roadmap) -> HttpResponse:
    """All versions, the latest first; for who may, what keeps the draft from being the next."""
    return _page(request, roadmap, FreezeForm(), status=200)


@require_POST
@access("roadmap.freeze", lookup=lookups.roadmap)
def freeze(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Freeze the draft; a refusal keeps what was typed and shows what is missing."""
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return _page(request, roadmap, form, status=400)
    try:
        version = freeze_version(roadmap=roadmap, actor=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return _page(request, roadmap, form, status=refused.status)
    messages.success(request, _("Version %(number)d is frozen.") % {"number": version.number})
    return redirect("version", key=roadmap.key, number=version.number)


def _page(request: SignedInRequest, roadmap: Roadmap, form: FreezeForm, *, status: int) -> HttpResponse:
    rows = Version.objects.visible_to(request.user).filter(roadmap=roadmap).defer("canonical").select_related("author")
    may_freeze = request.user.has_perm("roadmap.freeze", roadmap)
    context = {
        "roadmap": roadmap,
        "crumbs": [way_to(roadmap)],
        "rows": list(rows.annotate(item_count=Count("items")).order_by("-number")),
        "form": form,
        "may_freeze": may_freeze,
        "may_edit": request.user.has_perm("roadmap.edit_draft", roadmap),
        **(_readiness(roadmap) if may_freeze else {}),
    }
    return render(request, "roadmap/versions/index.html", context, status=status)


def _readiness(roadmap: Roadmap) -> dict[str, Any]:
    document = build_document(roadmap)
    return {
        "problems": missing(roadmap, document, blocking(find_gaps(document))),
        "unanswered": count_unanswered(roadmap),
    }


@require_GET
@access("roadmap.view_version", lookup=lookups.version)
def show(request: SignedInRequest, version: Version) -> HttpResponse:
    """A version as the document that it is, with its hash recomputed."""
    document = from_canonical(version.canonical)
    language = reading_language(request, document.languages)
    context = {
        "version": version,
        "roadmap": version.roadmap,
        "title": name_of(version),
        "language": language,
        **_read(version, document, language),
        "holds": digest_holds(version),
        "languages": language_choices(document.languages, language),
        "compare_url": f"{reverse('compare', args=[version.roadmap.key])}?from={version.number}",
        "may_export": request.user.has_perm("roadmap.export", version),
        "crumbs": crumbs(version.roadmap),
    }
    return render(request, "roadmap/versions/version.html", context)


def _read(version: Version, document: Document, language: str) -> dict[str, Any]:
    """The article and its outline. A version never changes, so they are made once for each language of text and page."""
    key = f"version-page:{_MARKUP}:{version.pk}:{version.digest}:{language}:{get_language()}"
    found: dict[str, Any] | None = cache.get(key)
    if found is None:
        shown = present_document(document, language)
        outline = [
            {"url": f"#{part.anchor}", "label": part.label, "count": part.count, "children": _children(part)}
            for part in shown.parts
        ]
        context = {"shown": shown, "version": version, "cover": "roadmap/versions/_cover.html"}
        found = {"article": render_to_string("roadmap/document/_document.html", context), "outline": outline}
        cache.set(key, found, timeout=3600)
    return found


def _children(part: Any) -> list[dict[str, Any]]:
    return [{"url": f"#{item.anchor}", "code": item.code, "label": item.title.text} for item in part]
