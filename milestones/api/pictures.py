"""The pictures of a draft as files."""

from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from accounts.access import actor_of
from accounts.api.base import Resource
from accounts.domain.errors import Invalid, Problem
from accounts.models.text import LANGUAGES
from milestones.api.days import day_given
from milestones.web.days import typed
from milestones.web.pictures.choosing import CHOICES, codes_of
from milestones.web.pictures.drawing import Desk
from milestones.web.pictures.saving import TYPES, file_of_picture
from roadmap.api import finding
from roadmap.api.filters import flag
from roadmap.api.schemas import DAY

_WIDTH = 1060
_CHOICES = [
    OpenApiParameter("language", str, enum=list(LANGUAGES), description="Language of the words; the request's without it"),
    OpenApiParameter("as_of", DAY, description="The day that it is told as of; today without it"),
    OpenApiParameter("forecast", bool, description="What is not achieved by then is still to come"),
    OpenApiParameter("by", str, enum=codes_of("by"), description="Timeline: what rows are grouped by"),
    OpenApiParameter("scale", str, enum=codes_of("scale"), description="Timeline: how wide a day is"),
    OpenApiParameter("links", str, enum=codes_of("links"), description="Timeline: which links are drawn"),
]


class Pictures(Resource):
    """One picture as a file, with its title drawn in, on white paper. ``picture`` is its name among the pages."""

    picture: ClassVar[str]
    access_rules: ClassVar = dict.fromkeys(TYPES, "roadmap.view_draft")
    lookups: ClassVar = {"*": finding.roadmap}

    @extend_schema(parameters=_CHOICES, responses={(200, "image/svg+xml"): {"type": "string"}})
    def svg(self, request: Request, **_address: Any) -> HttpResponse:
        """A vector drawing that needs nothing else; typefaces are the reader's."""
        return self._sent(request, "svg")

    @extend_schema(parameters=_CHOICES, responses={(200, "image/png"): {"type": "string", "format": "binary"}})
    def png(self, request: Request, **_address: Any) -> HttpResponse:
        """Two pixels for each of the drawing, in the product's own typefaces."""
        return self._sent(request, "png")

    @extend_schema(parameters=_CHOICES, responses={(200, "application/pdf"): {"type": "string", "format": "binary"}})
    def pdf(self, request: Request, **_address: Any) -> HttpResponse:
        """One page, as large as it must be: of a timeline all rows, with words of six points."""
        return self._sent(request, "pdf")

    def _sent(self, request: Request, file_format: str) -> HttpResponse:
        language = _language(request)
        with override(language):
            desk = Desk(self.target, actor_of(request), _chosen(request))
            content = file_of_picture(desk, self.picture, file_format, _WIDTH)
        told = f"{self.target.key}-{self.picture}-{language}.{file_format}"
        kind = TYPES[file_format]
        return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{told}"'})


class Timelines(Pictures):
    """The milestones in time."""

    picture = "timeline"


class Linkages(Pictures):
    """What links the areas."""

    picture = "linkage"


class Ledgers(Pictures):
    """What each side gives and gets."""

    picture = "ledger"


class ProgressPictures(Pictures):
    """What evidence has verified, against the plan."""

    picture = "progress"


class ConvergencePictures(Pictures):
    """Where groups stand: drawn from positions, which not everybody who sees the draft may read."""

    picture = "convergence"
    access_rules: ClassVar = dict.fromkeys(TYPES, "roadmap.view_comments")


def _chosen(request: Request) -> dict[str, Any]:
    """What is asked of the picture. Raises Invalid naming each choice that there is not: a program should not get another picture
    than it asked for."""
    given = request.query_params.dict()
    problems = [
        Problem(name, _("Choose one of: %(choices)s.") % {"choices": ", ".join(codes_of(name))})
        for name in CHOICES
        if given.get(name) and given[name] not in codes_of(name)
    ]
    try:
        day_given(typed(given))
    except Invalid as refused:
        problems = [*refused.problems, *problems]
    if problems:
        raise Invalid(str(problems[0]) if len(problems) == 1 else _("Some fields need your attention."), problems)
    return given | {"forecast": flag(request, "forecast")}


def _language(request: Request) -> str:
    given = request.query_params.get("language") or (get_language() or "en")[:2]
    if given not in LANGUAGES:
        message = _("Choose one of the languages: %(codes)s.") % {"codes": ", ".join(LANGUAGES)}
        raise Invalid(message, [Problem("language", message)])
    return given
