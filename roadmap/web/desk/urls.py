"""Addresses of the drafting desk."""

from django.urls import path

from roadmap.web.desk import draft, items, order, roadmaps

_ITEM = "roadmaps/<slug:key>/draft/<slug:kind>/<slug:item_key>/"

urlpatterns = [
    path("roadmaps/", roadmaps.index, name="roadmaps"),
    path("roadmaps/new/", roadmaps.new, name="roadmap_new"),
    path("roadmaps/new/file/", roadmaps.from_file, name="roadmap_from_file"),
    path("roadmaps/<slug:key>/", draft.draft, name="draft"),
    path("roadmaps/<slug:key>/settings/", draft.settings, name="roadmap_edit"),
    path("roadmaps/<slug:key>/deleted/", order.deleted, name="deleted"),
    path("roadmaps/<slug:key>/restore/", order.bring_back, name="restore"),
    path("roadmaps/<slug:key>/add/<slug:kind>/", items.add, name="item_add"),
    path(_ITEM, items.show, name="item"),
    path(f"{_ITEM}edit/", items.edit, name="item_edit"),
    path(f"{_ITEM}confirm/", items.confirm, name="item_confirm"),
    path(f"{_ITEM}move/", order.move, name="item_move"),
    path(f"{_ITEM}duplicate/", order.duplicate, name="item_duplicate"),
    path(f"{_ITEM}delete/", order.delete, name="item_delete"),
]
