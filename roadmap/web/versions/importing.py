"""Replacing the draft by a roadmap file: first what would change, then the change."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import access
from accounts.domain.errors import Invalid, Problem, Refused
from accounts.http import SignedInRequest
from accounts.kept import names_of_files
from accounts.models import User
from roadmap.domain.clock import today
from roadmap.domain.document import Document
from roadmap.domain.document.comparing import Comparison, ItemChange, compare_documents
from roadmap.domain.document.storage import build_document
from roadmap.domain.files import BadFile, read_file
from roadmap.domain.files.recorded import keep_recorded
from roadmap.domain.files.replacing import DraftMoved, replace_draft
from roadmap.domain.queries.limits import touched_by
from roadmap.models import Roadmap
from roadmap.web import lookups
from roadmap.web.desk.limits import shown
from roadmap.web.versions.comparing import STATES, shown_change
from roadmap.web.versions.shared import crumbs

#: What a form may carry at all (settings: DATA_UPLOAD_MAX_MEMORY_SIZE), so that the text can be sent back for the second step.
MAX_BYTES = 2_000_000


class ImportForm(forms.Form):
    """A file, or its text pasted. The second step sends the text back with ``agreed``."""

    file = forms.FileField(
        label=gettext_lazy("Roadmap file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )

    def content(self) -> str:
        """The text of the file. Raises Invalid where it is none, or too large: told by its bytes, not by its name."""
        file = self.files.get("file")
        if file is None:
            text = str(self.data.get("text", ""))
            if not text.strip():
                raise Invalid(_("Choose a file, or paste its text."))
            return text
        if (file.size or 0) > MAX_BYTES:
            raise _bad(_("The file is larger than 2 MB."))
        content = file.read()
        if b"\0" in content:
            raise _bad(_("The file is not text."))
        try:
            return str(content.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise _bad(_("The file is not text in UTF-8.")) from error


def _bad(message: str) -> BadFile:
    return BadFile([Problem("", message)])


@require_http_methods(["GET", "POST"])
@access("roadmap.edit_draft", lookup=lookups.roadmap)
def replace(request: SignedInRequest, roadmap: Roadmap) -> HttpResponseBase:
    """Show what a file would change in the draft; do it when the person has agreed."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, roadmap, {"form": form})
    text = ""
    try:
        text = form.content()
        document = read_file(text, latest=today())
        if document.roadmap["key"] != roadmap.key:
            raise BadFile([Problem("roadmap.key", _("The file belongs to another roadmap: its key is different."))])
        if "agreed" in request.POST:
            base = request.POST.get("base", "")
            try:
                replace_draft(roadmap=roadmap, document=document, base_digest=base, actor=request.user)
            except DraftMoved as moved:
                context = {**_preview(roadmap, document, text, request.user), "refused": moved}
                return _page(request, roadmap, context, status=moved.status)
            messages.success(request, _("The draft is now what the file says."))
            return redirect("draft", key=roadmap.key)
        return _page(request, roadmap, _preview(roadmap, document, text, request.user))
    except Refused as refused:
        form = ImportForm(initial={"text": text})
        again = [] if text else names_of_files(request)
        return _page(request, roadmap, {"form": form, "refused": refused, "again": again}, status=refused.status)


def _preview(roadmap: Roadmap, wanted: Document, text: str, user: User) -> dict[str, Any]:
    """What the draft would be, against what it is. Codes that the file leaves open stay as they are, and what is on record too.

    Raises Rewritten.
    """
    current = build_document(roadmap)
    base = current.digest()
    wanted = keep_recorded(current, wanted)
    for entry in wanted:
        known = current.entry(entry.ref)
        entry.code = entry.code or (known.code if known else "")
    comparison = compare_documents(current, wanted, (get_language() or "en")[:2])
    return {
        "form": None,
        "text": text,
        "base": base,
        "comparison": comparison,
        "tally": [(STATES[state], count) for state, count in comparison.counts.items()],
        "changes": [shown_change(change, comparison.language) for change in comparison.items],
        "touched": _touched(roadmap, comparison, user),
    }


def _touched(roadmap: Roadmap, comparison: Comparison, user: User) -> list[tuple[ItemChange, list[dict[str, Any]]]]:
    """The changes of items that some group cannot accept, with what it said."""
    limits = touched_by([change.ref for change in comparison.items if change.ref and change.fields], roadmap, user)
    return [(change, shown(limits[change.ref])) for change in comparison.items if change.ref in limits]


def _page(request: SignedInRequest, roadmap: Roadmap, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context |= {"roadmap": roadmap, "crumbs": crumbs(roadmap)}
    return render(request, "roadmap/versions/import.html", context, status=status)
