"""Addresses of the API, version 1."""

from django.urls import path, register_converter

from roadmap.api import description
from roadmap.api.converters import KindConverter
from roadmap.api.items import Items
from roadmap.api.roadmaps import Drafts, Roadmaps
from roadmap.api.versions import Comparisons, Exports, VersionDocuments, Versions

register_converter(KindConverter, "kind")

ROADMAP = "roadmaps/<slug:key>/"
ITEM = ROADMAP + "<kind:kind>/<slug:item_key>/"
VERSION = ROADMAP + "versions/<int:number>/"

urlpatterns = [
    path("schema/", description.schema, name="api_schema"),
    path("docs/", description.docs, name="api_docs"),
    path("roadmaps/", Roadmaps.as_view({"get": "list", "post": "create"})),
    path(ROADMAP, Roadmaps.as_view({"get": "retrieve", "patch": "partial_update"})),
    path(ROADMAP + "document/", Drafts.as_view({"get": "document", "put": "replace"})),
    path(ROADMAP + "gaps/", Roadmaps.as_view({"get": "gaps"})),
    path(ROADMAP + "restore/", Roadmaps.as_view({"post": "restore"})),
    path(ROADMAP + "compare/", Comparisons.as_view({"get": "retrieve"})),
    path(ROADMAP + "versions/", Versions.as_view({"get": "list", "post": "create"})),
    path(VERSION, Versions.as_view({"get": "retrieve"})),
    path(VERSION + "document/", VersionDocuments.as_view({"get": "retrieve"})),
    path(VERSION + "exports/", Exports.as_view({"get": "list", "post": "create"})),
    path("exports/<uuid:uid>/", Exports.as_view({"get": "retrieve"})),
    path("exports/<uuid:uid>/file/", Exports.as_view({"get": "file"})),
    path(ROADMAP + "<kind:kind>/", Items.as_view({"get": "list", "post": "create"})),
    path(ITEM, Items.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(ITEM + "move/", Items.as_view({"post": "move"})),
    path(ITEM + "duplicate/", Items.as_view({"post": "duplicate"})),
]
