"""Addresses of the people of a roadmap."""

from django.urls import path

from roadmap.web.people import views

_PEOPLE = "roadmaps/<slug:key>/people/"
_PERSON = f"{_PEOPLE}<uuid:person>/"

urlpatterns = [
    path(_PEOPLE, views.index, name="roadmap_people"),
    path(_PERSON, views.change, name="roadmap_person"),
    path(f"{_PERSON}remove/", views.remove, name="roadmap_person_remove"),
]
