"""Makes rows for the tests, with sensible values for all that a test does not name."""

from itertools import count
from typing import Any

from django.test import Client

from accounts.enums import Role
from accounts.models import Group, Membership, User
from accounts.web.entering import PROVEN

PASSWORD = "correct horse battery staple"
_number = count(1)


def user(role: str = Role.REVIEWER, **fields: Any) -> User:
    """A person who can sign in with PASSWORD."""
    number = next(_number)
    fields.setdefault("email", f"{role}{number}@example.org")
    fields.setdefault("display_name", f"{role.title()} {number}")
    fields.setdefault("language", "en")
    return User.objects.create_user(password=PASSWORD, role=role, **fields)


def group(**fields: Any) -> Group:
    """A stakeholder group with a name in English and Arabic."""
    number = next(_number)
    fields.setdefault("key", f"group-{number}")
    fields.setdefault("name", {"en": f"Group {number}", "ar": f"مجموعة {number}"})
    return Group.objects.create(**fields)


def membership(member: User, of: Group, *, focal_point: bool = False) -> Membership:
    return Membership.objects.create(user=member, group=of, is_focal_point=focal_point)


def signed_in(person: User, **options: Any) -> Client:
    """A browser in which the person is signed in, with the second factor proven where the role needs one."""
    client = Client(**options)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[PROVEN] = person.pk
    session.save()
    return client
