"""``/audit/``: the audit trail, for administrators. Who reviewers are is never told here: the page asks for a reason first."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.base import SerializedResource
from accounts.domain.trail import lines
from accounts.enums import SECOND_FACTOR_ROLES
from accounts.models import AuditEntry, User


class ChangeSerializer(serializers.Serializer[Any]):
    """One column; ``before`` is null where the row was added, ``after`` where it was removed."""

    column = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()


class AuditLineSerializer(serializers.Serializer[Any]):
    """``actor`` is null where ``who`` names nobody: the system, or a reviewer. ``said`` is ``verb`` in words.

    ``withheld``: the row and its values belong to a reviewer, and are left out.
    """

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.UUIDField(allow_null=True)
    who = serializers.CharField()
    verb = serializers.CharField(source="verb_code")
    said = serializers.CharField(source="verb")
    operation = serializers.ChoiceField(source="operation_code", choices=["INSERT", "UPDATE", "DELETE"])
    table = serializers.CharField(source="table_code")
    row = serializers.CharField()
    withheld = serializers.BooleanField()
    changes = ChangeSerializer(many=True)


class FilterSerializer(serializers.Serializer[Any]):
    """What the list is narrowed down by."""

    actor = serializers.UUIDField(required=False, help_text="Uid of somebody of the office; nobody else is looked up here")
    table = serializers.CharField(required=False, help_text="Such as roadmap_measure")
    verb = serializers.CharField(required=False, help_text="Such as edit_item")
    first = serializers.DateField(required=False, help_text="From this day on (in Damascus)")
    last = serializers.DateField(required=False, help_text="Until this day, included (in Damascus)")
    before = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        help_text="Only entries with a smaller id, so that new ones move no page",
    )


class AuditTrail(SerializedResource):
    serializer_class = AuditLineSerializer
    access_rules: ClassVar = {"list": "accounts.view_audit"}

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.none()

    @extend_schema(responses=AuditLineSerializer(many=True), parameters=[FilterSerializer])
    def list(self, request: Request) -> Response:
        """Newest first. A name or word that no entry has finds none."""
        wanted = self.asked(FilterSerializer)
        before = wanted.pop("before", None)
        found = AuditEntry.objects.visible_to(request.user).older_than(before)
        if "actor" in wanted:
            person = User.objects.filter(uid=wanted["actor"], role__in=SECOND_FACTOR_ROLES).first()
            found, wanted["actor"] = (found, str(person.pk)) if person else (found.none(), "")
        page = self.paginate_queryset(found.matching(**wanted).order_by("-id"))
        shown = lines(page or (), with_identities=False)
        return self.get_paginated_response(AuditLineSerializer(shown, many=True).data)
