"""Addresses of the plan in time."""

from django.urls import path

from milestones.web.plan import conflict, index, what_if

_HERE = "roadmaps/<slug:key>/plan/"
_IF = f"{_HERE}what-if/"

urlpatterns = [
    path(_HERE, index.index, name="plan"),
    path(f"{_HERE}linkage/", index.linkage, name="plan_linkage"),
    path(f"{_HERE}conflict/", conflict.conflict, name="plan_conflict"),
    path(_IF, what_if.what_if, name="plan_what_if"),
    path(f"{_IF}compare/", what_if.compare, name="plan_compare"),
    path(f"{_IF}<uuid:uid>/", what_if.scenario, name="plan_scenario"),
    path(f"{_IF}<uuid:uid>/rename/", what_if.rename, name="plan_scenario_rename"),
    path(f"{_IF}<uuid:uid>/delete/", what_if.delete, name="plan_scenario_delete"),
]
