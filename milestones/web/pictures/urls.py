"""Addresses of the pictures: a page each, and three files each."""

from django.urls import URLPattern, path

from milestones.web.pictures.drawing import KINDS
from milestones.web.pictures.saving import TYPES
from milestones.web.pictures.views import file_of, page_of

_HERE = "roadmaps/<slug:key>/pictures/"

urlpatterns: list[URLPattern] = [
    path(_HERE, page_of("timeline"), name="pictures"),
    *(path(f"{_HERE}{each}/", page_of(each), name=f"picture_{each}") for each in KINDS if each != "timeline"),
    *(path(f"{_HERE}{each}.{kind}", file_of(each, kind), name=f"picture_{each}_{kind}") for each in KINDS for kind in TYPES),
]
