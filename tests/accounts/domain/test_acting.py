"""A verb is one transaction, and the audit trail knows who did what."""

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.domain.acting import verb
from accounts.domain.errors import Refused
from accounts.models import AuditEntry, Group, Membership, User
from tests import factories

pytestmark = pytest.mark.django_db


@verb
def rename_group(*, group: Group, actor: User | None, fails: bool = False) -> None:
    group.name = {"en": "Renamed"}
    group.save()
    if fails:
        raise Refused("no")


@verb
def rename_and_join(*, group: Group, member: User, actor: User | None) -> None:
    rename_group(group=group, actor=None)
    Membership.objects.create(group=group, user=member)


def entries(table: str) -> list[tuple[object, ...]]:
    return list(
        AuditEntry.objects.filter(table=table).order_by("id").values_list("actor", "verb", "operation", "before", "after")
    )


def test_a_change_is_written_with_actor_verb_and_only_what_changed() -> None:
    actor = factories.user("administrator")
    group = factories.group(name={"en": "Old"})
    rename_group(group=group, actor=actor)
    created, changed = entries("accounts_group")
    assert created[:3] == ("", "", "INSERT")
    assert changed == (
        str(actor.pk),
        "rename_group",
        "UPDATE",
        {"name": {"en": "Old"}},
        {"name": {"en": "Renamed"}},
    )


def test_the_row_is_named_by_its_primary_key_in_the_changing_transaction() -> None:
    group = factories.group()
    entry = AuditEntry.objects.get(table="accounts_group")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (transaction_id,) = cursor.fetchone()
    assert (entry.row, entry.transaction) == (str(group.pk), transaction_id)


def test_an_inner_verb_names_its_own_rows_and_the_outer_name_comes_back() -> None:
    actor = factories.user("administrator")
    member = factories.user()
    group = factories.group()
    rename_and_join(group=group, member=member, actor=actor)
    assert entries("accounts_group")[-1][:2] == ("", "rename_group")
    assert entries("accounts_membership")[-1][:2] == (str(actor.pk), "rename_and_join")


def test_a_refused_verb_leaves_no_row_and_no_name_behind() -> None:
    group = factories.group(name={"en": "Old"})
    with pytest.raises(Refused):
        rename_group(group=group, actor=factories.user("administrator"), fails=True)
    group.refresh_from_db()
    assert group.name == {"en": "Old"}
    group.save(update_fields=["name"])
    group.delete()
    assert [row[:3] for row in entries("accounts_group")] == [("", "", "INSERT"), ("", "", "DELETE")]


def test_secrets_are_never_copied_but_their_change_is_noted() -> None:
    person = factories.user()
    person.set_password("another long pass phrase")
    person.save()
    created, changed = entries("accounts_user")
    assert "password" not in created[4]
    assert changed[3:] == ({"password": "[hidden]"}, {"password": "[hidden]"})


def test_what_changes_by_itself_writes_nothing() -> None:
    from django.utils import timezone

    person = factories.user()
    person.last_login = timezone.now()
    person.save()
    assert [row[2] for row in entries("accounts_user")] == ["INSERT"]


def test_a_second_factor_is_audited_without_its_secret() -> None:
    from allauth.mfa.models import Authenticator

    person = factories.user()
    Authenticator.objects.create(user=person, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    ((_, _, operation, _, after),) = entries("mfa_authenticator")
    assert (operation, set(after)) == ("INSERT", {"id", "type", "user_id", "created_at"})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET actor = 'x'",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry",
        "UPDATE accounts_auditseal SET entries = 0",
        "DELETE FROM accounts_auditseal",
        "TRUNCATE accounts_auditseal",
    ],
)
def test_the_trail_refuses_to_be_changed(statement: str) -> None:
    factories.group()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_auditseal"
            " (at, entries, first_id, last_id, from_transaction, to_transaction, previous, digest)"
            " VALUES (now(), 0, 0, 0, 0, 0, '', 'x')"
        )
        with (
            pytest.raises(ProgrammingError, match=r"Cannot (update or delete|truncate)"),
            transaction.atomic(),
        ):
            cursor.execute(statement)
