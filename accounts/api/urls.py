"""Addresses of the API for accounts; the composition root includes them under /api/v1/."""

from django.urls import path

from accounts.api.audit import AuditTrail
from accounts.api.groups import Groups, Members
from accounts.api.me import Me, Tokens
from accounts.api.people import People

PERSON = "people/<uuid:uid>/"
GROUP = "groups/<uuid:uid>/"
MEMBER = GROUP + "members/<uuid:member>/"

urlpatterns = [
    path("me/", Me.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_me"),
    path("tokens/", Tokens.as_view({"get": "list", "post": "create"}), name="api_tokens"),
    path("tokens/<uuid:uid>/", Tokens.as_view({"delete": "destroy"}), name="api_token"),
    path("people/", People.as_view({"get": "list", "post": "create"}), name="api_people"),
    path(PERSON, People.as_view({"get": "retrieve", "patch": "partial_update"}), name="api_person"),
    path(PERSON + "deactivate/", People.as_view({"post": "deactivate"}), name="api_person_deactivate"),
    path(PERSON + "reactivate/", People.as_view({"post": "reactivate"}), name="api_person_reactivate"),
    path("groups/", Groups.as_view({"get": "list", "post": "create"}), name="api_groups"),
    path(
        GROUP,
        Groups.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
        name="api_group",
    ),
    path(GROUP + "members/", Members.as_view({"get": "list", "post": "create"}), name="api_members"),
    path("audit/", AuditTrail.as_view({"get": "list"}), name="api_audit"),
    path(MEMBER, Members.as_view({"patch": "partial_update", "delete": "destroy"}), name="api_member"),
]
