"""Addresses of the plan's pages, by subject. All stand under ``roadmaps/<slug:key>/``, found by ``roadmap.web.lookups``."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("milestones.web.exchanges.urls")),
    path("", include("milestones.web.pictures.urls")),
    path("", include("milestones.web.plan.urls")),
    path("", include("milestones.web.progress.urls")),
]
