"""Addresses of the roadmap's pages, by subject."""

from django.urls import include, path

from roadmap.web import home

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("roadmap.web.desk.urls")),
    path("", include("roadmap.web.people.urls")),
    path("", include("roadmap.web.themes.urls")),
    path("", include("roadmap.web.versions.urls")),
    path("", include("roadmap.web.rounds.urls")),
    path("", include("roadmap.web.review.urls")),
]
