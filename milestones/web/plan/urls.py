"""Addresses of the plan in time."""

from django.urls import path

from milestones.web.plan import conflict, index

_HERE = "roadmaps/<slug:key>/plan/"

urlpatterns = [
    path(_HERE, index.index, name="plan"),
    path(f"{_HERE}linkage/", index.linkage, name="plan_linkage"),
    path(f"{_HERE}conflict/", conflict.conflict, name="plan_conflict"),
]
