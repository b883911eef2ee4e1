"""Reading who is behind a pseudonym needs a permission and a reason, and leaves a trace."""

import pytest
from django.db import ProgrammingError

from accounts.domain.errors import Forbidden, Invalid
from accounts.domain.identities import read_identities
from accounts.models import AuditEntry, IdentityReading
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_nobody_reads_without_the_permission(cast: Cast) -> None:
    for person in (cast.administrator, cast.lead, cast.reviewer):
        with pytest.raises(Forbidden):
            read_identities(subject="round 1", reason="curious", actor=person)


def test_a_reason_is_asked_for_and_the_reading_is_kept_for_ever(cast: Cast) -> None:
    cast.lead.may_read_identities = True
    cast.lead.save()
    with pytest.raises(Invalid):
        read_identities(subject="round 1", reason=" ", actor=cast.lead)
    reading = read_identities(subject="round 1", reason="a threat was reported", actor=cast.lead)
    assert str(reading) == "round 1"
    entry = AuditEntry.objects.get(table="accounts_identityreading")
    assert (entry.actor, entry.verb) == (str(cast.lead.pk), "read_identities")
    assert (entry.after["subject"], entry.after["reason"]) == ("round 1", "a threat was reported")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"):
        IdentityReading.objects.all().delete()
