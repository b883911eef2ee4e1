"""The list of roadmaps, and how a new one begins: empty, or from a file."""

from typing import Any

from django import forms
from django.db.models import Count
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.access import access
from accounts.domain.errors import Invalid, Problem, Refused
from accounts.enums import Language
from accounts.http import SignedInRequest
from accounts.kept import names_of_files
from accounts.models.text import LANGUAGES, page_first
from accounts.web.forms.words import WordsField
from roadmap.domain.clock import today
from roadmap.domain.document.local import direction
from roadmap.domain.files import import_document, read_file
from roadmap.domain.files.positions import MAX_BYTES
from roadmap.domain.roadmaps import create_roadmap
from roadmap.models import Roadmap
from roadmap.web.desk.replies import Flash, keep


class NewRoadmapForm(forms.Form):
    """What one says of a roadmap at its beginning; all but the key can be changed later."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        max_length=60,
        help_text=gettext_lazy("Lower-case letters, digits and hyphens: part of the address, never changed."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}),
    )
    t0 = forms.CharField(
        label=gettext_lazy("Anchor date (T0)"),
        required=False,
        help_text=gettext_lazy("Relative windows count from this day. It can follow later."),
        widget=forms.TextInput(attrs={"type": "date"}),
    )
    source_language = forms.ChoiceField(
        label=gettext_lazy("Source language"), choices=Language.choices, help_text=gettext_lazy("Translations follow it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in LANGUAGES:
            widget = forms.TextInput(attrs={"lang": code, "dir": direction(code)})
            self.fields[f"title_{code}"] = WordsField(
                label=str(Language(code).label), max_length=300, required=False, widget=widget
            )

    def titles(self) -> list[dict[str, Any]]:
        """For the component that shows a text in several languages."""
        return [
            {"code": code, "label": Language(code).label, "dir": direction(code), "field": self[f"title_{code}"]}
            for code in page_first()
        ]

    def refuse(self, error: Refused) -> None:
        self.add_error(None, str(error.message))
        for problem in error.problems:
            name = f"title_{page_first()[0]}" if problem.path.startswith("title") else problem.path
            self.add_error(name if name in self.fields else None, str(problem.message))


@require_GET
@access("roadmap.list_roadmaps")
def index(request: SignedInRequest) -> HttpResponseBase:
    """The roadmaps that the person sees, the newest first."""
    rows = Roadmap.objects.visible_to(request.user).annotate(version_count=Count("versions")).distinct()
    rows = rows.order_by("-created_at", "-pk")  # what counts forgets the order of the model
    may_create = request.user.has_perm("roadmap.create_roadmap")
    return render(request, "roadmap/desk/roadmaps.html", {"rows": rows, "may_create": may_create})


@access("roadmap.create_roadmap")
def new(request: SignedInRequest) -> HttpResponseBase:
    """Begin a roadmap with a title."""
    form = NewRoadmapForm(request.POST or None, initial={"source_language": request.user.language})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                roadmap = create_roadmap(
                    key=form.cleaned_data["key"],
                    title={code: form.cleaned_data[f"title_{code}"] for code in LANGUAGES},
                    t0=form.cleaned_data["t0"],
                    source_language=form.cleaned_data["source_language"],
                    actor=request.user,
                )
            except Refused as error:
                form.refuse(error)
            else:
                return redirect("draft", key=roadmap.key)
        status = 400
    return render(request, "roadmap/desk/new.html", {"form": form, "refused": None}, status=status)


@access("roadmap.create_roadmap")
def from_file(request: SignedInRequest) -> HttpResponseBase:
    """Begin a roadmap with a roadmap file; nothing is kept of a file that was not accepted."""
    if request.method != "POST":
        return redirect("roadmap_new")
    try:
        roadmap, _changes = import_document(document=read_file(_uploaded(request), latest=today()), actor=request.user)
    except Refused as error:
        form = NewRoadmapForm(initial={"source_language": request.user.language})
        context = {"form": form, "refused": error, "again": names_of_files(request)}
        return render(request, "roadmap/desk/new.html", context, status=error.status)
    keep(request, roadmap, Flash(_("The roadmap was read from the file.")))
    return redirect("draft", key=roadmap.key)


def _uploaded(request: SignedInRequest) -> str:
    """The text of the file that was sent. Raises Invalid."""
    file = request.FILES.get("file")
    if file is None or file.size is None:
        raise Invalid(_("Choose a file."), [])
    if file.size > MAX_BYTES:
        raise Invalid(_("The file was not accepted. Nothing was changed."), [Problem("", _("The file is larger than 5 MB."))])
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        problem = Problem("", _("The file is not text in UTF-8."))
        raise Invalid(_("The file was not accepted. Nothing was changed."), [problem]) from error
