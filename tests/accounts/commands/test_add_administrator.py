"""The first administrator of a new installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_administrator_without_password_is_told_by_mail() -> None:
    said = StringIO()
    call_command("add_administrator", "First@Example.org", name="First", language="ar", stdout=said)
    person = User.objects.get()
    assert (person.email, person.display_name, person.role, person.language) == (
        "first@example.org",
        "First",
        Role.ADMINISTRATOR,
        "ar",
    )
    assert not person.has_usable_password()
    expected = "first@example.org is an administrator; a mail with a link for a password is on its way.\n"
    assert said.getvalue() == expected


@pytest.mark.parametrize("address", ["first@example.org", "nonsense"])
def test_a_refusal_is_said(address: str) -> None:
    call_command("add_administrator", "first@example.org", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("add_administrator", address)
    assert User.objects.count() == 1
