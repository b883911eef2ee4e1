"""Addresses of the exchanges' pages."""

from django.urls import path

from milestones.web.exchanges import building, index, ledger, opening, packages, subjects, undoing

_HERE = "roadmaps/<slug:key>/exchanges/"

urlpatterns = [
    path(_HERE, index.index, name="exchanges"),
    path(f"{_HERE}new/", building.new, name="exchange_new"),
    path(f"{_HERE}gate/", opening.gate, name="exchange_gate"),
    path(f"{_HERE}undo/", undoing.undo, name="exchange_undo"),
    path(f"{_HERE}conflict/", opening.conflict, name="exchange_conflict"),
    path(f"{_HERE}subjects/", subjects.take_over, name="exchange_subjects"),
    path(f"{_HERE}ledger/", ledger.ledger, name="exchange_ledger"),
    path(f"{_HERE}packages/", packages.index, name="exchange_packages"),
    path(f"{_HERE}packages/find/", packages.find, name="exchange_find"),
    path(f"{_HERE}packages/take/", packages.take, name="exchange_take"),
]
