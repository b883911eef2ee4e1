"""What is stored about a person, for the person to read and take along."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator

from accounts.models import ApiToken, Membership, Session, User

Section = Callable[[User], Any]
_sections: dict[str, Section] = {}


def add_section(name: str, section: Section) -> None:
    """Another app adds what it stores: ``section(person)`` answers plain values that JSON can hold."""
    _sections[name] = section


def data_about(person: User) -> dict[str, Any]:
    """Everything that is stored about the person, without secrets."""
    own: dict[str, Any] = {
        "person": _person(person),
        "groups": [_group(one) for one in Membership.objects.filter(user=person).select_related("group")],
        "second_factors": [
            {"kind": one.type, "since": one.created_at.date().isoformat()}
            for one in Authenticator.objects.filter(user=person).order_by("id")
        ],
        "sessions": [
            {"device": one.device, "since": one.created_at.date().isoformat()}
            for one in Session.objects.filter(user=person).order_by("created_at")
        ],
        "api_tokens": [_token(one) for one in ApiToken.objects.filter(user=person).order_by("id")],
    }
    return own | {name: section(person) for name, section in _sections.items()}


def _person(person: User) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.display_name,
        "role": person.role,
        "language": person.language,
        "may_read_identities": person.may_read_identities,
        "since": person.created_at.date().isoformat(),
    }


def _group(membership: Membership) -> dict[str, Any]:
    return {
        "key": membership.group.key,
        "name": membership.group.name,
        "is_focal_point": membership.is_focal_point,
    }


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "name": token.name,
        "made": token.created_at.date().isoformat(),
        "ends": token.expires_at.date().isoformat(),
        "revoked": token.revoked_at is not None,
    }
