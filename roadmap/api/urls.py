"""Addresses of the API, version 1."""

from django.urls import path, register_converter

from roadmap.api.assignments import Assignments
from roadmap.api.comments import Comments, GroupPositions
from roadmap.api.convergence import Convergences
from roadmap.api.converters import KindConverter
from roadmap.api.description import Description, docs
from roadmap.api.invited import InvitedGroups, InvitedMembers
from roadmap.api.items import Items
from roadmap.api.review import Invitations, OwnComments, OwnPositions
from roadmap.api.roadmaps import Drafts, Roadmaps
from roadmap.api.rounds import Deliveries, Rounds
from roadmap.api.themes import Themes
from roadmap.api.versions import Comparisons, Exports, VersionDocuments, Versions

register_converter(KindConverter, "kind")

ROADMAP = "roadmaps/<slug:key>/"
ITEM = ROADMAP + "<kind:kind>/<slug:item_key>/"
VERSION = ROADMAP + "versions/<int:number>/"
ROUND = ROADMAP + "rounds/<int:number>/"
GROUP = ROUND + "groups/<uuid:group>/"
COMMENT = ROUND + "comments/<uuid:uid>/"
MINE = "invitations/<uuid:uid>/"
MY_COMMENT = MINE + "comments/<uuid:comment>/"

urlpatterns = [
    path("schema/", Description.as_view({"get": "retrieve"}), name="api_schema"),
    path("docs/", docs, name="api_docs"),
    path("roadmaps/", Roadmaps.as_view({"get": "list", "post": "create"})),
    path(ROADMAP, Roadmaps.as_view({"get": "retrieve", "patch": "partial_update"})),
    path(ROADMAP + "document/", Drafts.as_view({"get": "document", "put": "replace"})),
    path(ROADMAP + "gaps/", Roadmaps.as_view({"get": "gaps"})),
    path(ROADMAP + "deletions/", Roadmaps.as_view({"get": "deletions"})),
    path(ROADMAP + "assignments/", Assignments.as_view({"get": "list", "post": "create"})),
    path(ROADMAP + "assignments/<uuid:person>/", Assignments.as_view({"delete": "destroy"})),
    path(ROADMAP + "restore/", Roadmaps.as_view({"post": "restore"})),
    path(ROADMAP + "compare/", Comparisons.as_view({"get": "retrieve"})),
    path(ROADMAP + "convergence/", Convergences.as_view({"get": "retrieve"})),
    path(ROADMAP + "versions/", Versions.as_view({"get": "list", "post": "create"})),
    path(VERSION, Versions.as_view({"get": "retrieve"})),
    path(VERSION + "document/", VersionDocuments.as_view({"get": "retrieve"})),
    path(VERSION + "exports/", Exports.as_view({"get": "list", "post": "create"})),
    path("exports/<uuid:uid>/", Exports.as_view({"get": "retrieve"})),
    path("exports/<uuid:uid>/file/", Exports.as_view({"get": "file"})),
    path(ROADMAP + "rounds/", Rounds.as_view({"get": "list", "post": "create"})),
    path(ROUND, Rounds.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(ROUND + "open/", Rounds.as_view({"post": "open"})),
    path(ROUND + "extend/", Rounds.as_view({"post": "extend"})),
    path(ROUND + "close/", Rounds.as_view({"post": "close"})),
    path(ROUND + "release/", Rounds.as_view({"post": "release"})),
    path(ROUND + "deliveries/", Deliveries.as_view({"get": "list"})),
    path(ROUND + "mails/", Deliveries.as_view({"get": "mails"})),
    path(ROUND + "mails/retry/", Deliveries.as_view({"post": "retry"})),
    path(ROUND + "groups/", InvitedGroups.as_view({"post": "create"})),
    path(GROUP + "members/", InvitedGroups.as_view({"get": "members"})),
    path(GROUP + "document/", InvitedGroups.as_view({"get": "preview"})),
    path(GROUP + "codes/", InvitedGroups.as_view({"post": "codes"})),
    path(ROUND + "invitations/<uuid:uid>/withdraw/", InvitedMembers.as_view({"post": "withdraw"})),
    path(ROUND + "invitations/<uuid:uid>/person/", InvitedMembers.as_view({"post": "person"})),
    path(ROUND + "comments/", Comments.as_view({"get": "list"})),
    path(ROUND + "comments/note/", Comments.as_view({"post": "note"})),
    path(COMMENT, Comments.as_view({"get": "retrieve"})),
    path(COMMENT + "response/", Comments.as_view({"put": "respond"})),
    path(ROUND + "positions/", GroupPositions.as_view({"get": "list"})),
    path("themes/", Themes.as_view({"get": "list", "post": "create"})),
    path("themes/<slug:slug>/", Themes.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path("invitations/", Invitations.as_view({"get": "list"})),
    path(MINE, Invitations.as_view({"get": "retrieve"})),
    path(MINE + "document/", Invitations.as_view({"get": "document"})),
    path(MINE + "finish/", Invitations.as_view({"post": "finish"})),
    path(MINE + "reopen/", Invitations.as_view({"post": "reopen"})),
    path(MINE + "comments/", OwnComments.as_view({"get": "list", "post": "create"})),
    path(MY_COMMENT, OwnComments.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(MINE + "positions/", OwnPositions.as_view({"get": "list"})),
    path(MINE + "group/", OwnPositions.as_view({"get": "group"})),
    path(MINE + "positions/whole/", OwnPositions.as_view({"put": "take_on_whole"})),
    path(MINE + "positions/<slug:kind>/<slug:key>/", OwnPositions.as_view({"put": "take"})),
    path(ROADMAP + "<kind:kind>/", Items.as_view({"get": "list", "post": "create"})),
    path(ITEM, Items.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(ITEM + "move/", Items.as_view({"post": "move"})),
    path(ITEM + "confirm/", Items.as_view({"post": "confirm"})),
    path(ITEM + "duplicate/", Items.as_view({"post": "duplicate"})),
]
