"""Addresses of the API on the milestones' side. They come before the roadmap's, which serve the items of every kind."""

from django.urls import path

from milestones.api.plan import Plans

ROADMAP = "roadmaps/<slug:key>/"

urlpatterns = [
    path(ROADMAP + "schedule/", Plans.as_view({"get": "schedule"})),
    path(ROADMAP + "progress/", Plans.as_view({"get": "progress"})),
    path(ROADMAP + "ledger/", Plans.as_view({"get": "ledger"})),
]
