"""What the API says about people, groups and tokens; every field is named."""

from typing import Any

from rest_framework import serializers

from accounts.enums import GroupKind, Language, Role
from accounts.models import ApiToken, Group, Membership, User


class TextSerializer(serializers.Serializer[dict[str, str]]):
    """One text in up to three languages; a language that is missing is absent."""

    en = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    ar = serializers.CharField(required=False, allow_blank=True, max_length=4000)
    ku = serializers.CharField(required=False, allow_blank=True, max_length=4000)

    def to_representation(self, instance: dict[str, str]) -> dict[str, str]:
        return dict(instance)


class OwnGroupSerializer(serializers.ModelSerializer[Membership]):
    uid = serializers.UUIDField(source="group.uid")
    key = serializers.CharField(source="group.key")
    name = TextSerializer(source="group.name")

    class Meta:
        model = Membership
        fields = ["uid", "key", "name", "is_focal_point"]


class MeSerializer(serializers.ModelSerializer[User]):
    groups = OwnGroupSerializer(source="memberships", many=True, read_only=True)

    class Meta:
        model = User
        fields = ["uid", "email", "display_name", "role", "language", "may_read_identities", "groups"]
        read_only_fields = ["uid", "email", "role", "may_read_identities"]


class PersonSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["uid", "email", "display_name", "role", "language", "may_read_identities", "is_active"]


class PersonDetailsSerializer(serializers.Serializer[Any]):
    """What is sent to add or change a person; what a change leaves out stays as it is."""

    email = serializers.EmailField()
    display_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    role = serializers.ChoiceField(choices=Role.choices)
    language = serializers.ChoiceField(choices=Language.choices, default=Language.ARABIC)
    may_read_identities = serializers.BooleanField(default=False)


class NewPersonSerializer(PersonDetailsSerializer):
    send_mail = serializers.BooleanField(default=True)


class GroupSerializer(serializers.ModelSerializer[Group]):
    name = TextSerializer()
    note = TextSerializer()
    member_count = serializers.IntegerField(read_only=True)
    focal_point_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Group
        fields = [
            "uid",
            "key",
            "name",
            "note",
            "kind",
            "language",
            "mail_opt_out",
            "member_count",
            "focal_point_count",
        ]


class GroupDetailsSerializer(serializers.Serializer[Any]):
    name = TextSerializer()
    note = TextSerializer(default=dict)
    kind = serializers.ChoiceField(choices=GroupKind.choices, default=GroupKind.CIVIL_SOCIETY)
    language = serializers.ChoiceField(choices=Language.choices, default=Language.ARABIC)
    mail_opt_out = serializers.BooleanField(default=False)


class MemberSerializer(serializers.ModelSerializer[Membership]):
    uid = serializers.UUIDField(source="user.uid")
    email = serializers.EmailField(source="user.email")
    display_name = serializers.CharField(source="user.display_name")

    class Meta:
        model = Membership
        fields = ["uid", "email", "display_name", "is_focal_point"]


class NewMemberSerializer(serializers.Serializer[Any]):
    email = serializers.EmailField()
    display_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    focal_point = serializers.BooleanField(default=False)


class FocalPointSerializer(serializers.Serializer[Any]):
    is_focal_point = serializers.BooleanField()


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    class Meta:
        model = ApiToken
        fields = ["uid", "name", "created_at", "expires_at", "last_used_on", "revoked_at"]


class NewTokenSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=80)
    expires_at = serializers.DateTimeField()


class MadeTokenSerializer(TokenSerializer):
    """The only answer that holds the token itself."""

    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]
