"""The list of themes, and a page to add, change or remove one."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import access, actor_of
from accounts.domain.editing import ChangedMeanwhile, fingerprint
from accounts.domain.errors import Refused
from accounts.models.text import LANGUAGES, page_first
from accounts.web.forms.refusal import add_refusal
from roadmap.domain.themes import ThemeDetails, add_theme, edit_theme, remove_theme
from roadmap.models import Comment, Theme
from roadmap.web.lookups import theme as theme_of
from roadmap.web.themes.forms import ThemeForm

MANAGE = "roadmap.manage_themes"


@access(MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All themes in their order, each name in every language."""
    themes = Theme.objects.annotate(is_used=Exists(Comment.objects.filter(theme=OuterRef("pk"))))
    rows = [{"theme": theme, "names": [(code, theme.name.get(code, "")) for code in page_first()]} for theme in themes]
    return render(request, "roadmap/themes/list.html", {"rows": rows})


@access(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                add_theme(details=form.details(), actor=actor_of(request))
            except Refused as refused:
                status = add_refusal(form, refused)
            else:
                messages.success(request, _("The theme has been added."))
                return redirect("theme_list")
    return render(request, "roadmap/themes/form.html", {"form": form, "crumbs": _crumbs()}, status=status)


@access(MANAGE, lookup=theme_of)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, theme: Theme) -> HttpResponse:
    before = ThemeDetails.of(theme)
    names = {f"name_{code}": theme.name.get(code, "") for code in LANGUAGES}
    form = ThemeForm(request.POST or None, initial={**names, "position": theme.position, "seen": fingerprint(before)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                edit_theme(theme=theme, details=form.details(), actor=actor_of(request), seen=form.cleaned_data["seen"])
            except Refused as refused:
                status = add_refusal(form, refused)
                if isinstance(refused, ChangedMeanwhile):
                    form.show_again(before)
            else:
                messages.success(request, _("The changes have been saved."))
                return redirect("theme_list")
    context = {"form": form, "theme": theme, "crumbs": _crumbs()}
    return render(request, "roadmap/themes/form.html", context, status=status)


@access(MANAGE, lookup=theme_of)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, theme: Theme) -> HttpResponse:
    """Asks once more; a theme that a comment has stays."""
    if request.method != "POST":
        return render(request, "roadmap/themes/remove.html", {"theme": theme})
    try:
        remove_theme(theme=theme, actor=actor_of(request))
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The theme has been removed."))
    return redirect("theme_list")


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("theme_list"), _("Themes of comments"))]
