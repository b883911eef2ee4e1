"""The audit trail in words, for administrators: who did what, when, and no more than they may know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import INVITED_ROLES, Role
from accounts.models import AuditEntry, User
from accounts.querysets.audit import CONFIDENTIAL_VERBS

Words = str | Promise

VERBS: dict[str, Words] = {
    "add_person": _("added a person"),
    "edit_person": _("changed a person"),
    "deactivate_person": _("deactivated a person"),
    "reactivate_person": _("let a person in again"),
    "edit_profile": _("changed the own profile"),
    "choose_language": _("chose a language"),
    "add_group": _("added a group"),
    "edit_group": _("changed a group"),
    "remove_group": _("removed a group"),
    "add_member": _("added a member to a group"),
    "set_focal_point": _("said who speaks for a group"),
    "remove_member": _("took a member out of a group"),
    "make_token": _("made an API token"),
    "revoke_token": _("revoked an API token"),
    "revoke_all_tokens": _("revoked all API tokens"),
    "remove_second_factors": _("removed the second factors"),
    "set_up_second_factor": _("set up a second factor"),
    "remove_second_factor": _("removed a second factor"),
    "make_recovery_codes": _("made recovery codes"),
    "rename_passkey": _("renamed a passkey"),
    "change_password": _("changed the own password"),
    "request_password_mail": _("asked for a link for a password"),
    "end_session": _("ended a session"),
    "end_other_sessions": _("ended all other sessions"),
    "end_all_sessions": _("ended all sessions"),
    "read_identities": _("read who is behind pseudonyms"),
}
TABLES: dict[str, Words] = {
    "accounts_user": _("Person"),
    "accounts_group": _("Group"),
    "accounts_membership": _("Membership"),
    "accounts_apitoken": _("API token"),
    "accounts_identityreading": _("Reading of identities"),
    "mfa_authenticator": _("Second factor"),
}
OPERATIONS: dict[str, Words] = {"INSERT": _("added"), "UPDATE": _("changed"), "DELETE": _("removed")}
_BEHIND_ROLE: dict[str, Words] = {Role.REVIEWER: _("a reviewer"), Role.MONITOR: _("a monitor")}
_confidential: set[str] = set()


@dataclass(frozen=True)
class Change:
    column: str
    before: object
    after: object


@dataclass(frozen=True)
class Line:
    """One entry as it is shown. ``withheld``: the values are a reviewer's, and are not shown.

    ``actor`` is the uid of the person whom ``who`` names, None where it names nobody. ``verb``, ``operation`` and ``table`` are
    in words; the three as the database has them end in ``_code``.
    """

    id: int
    at: datetime
    actor: UUID | None
    who: Words
    verb: Words
    operation: Words
    table: Words
    verb_code: str
    operation_code: str
    table_code: str
    row: str
    changes: list[Change]
    withheld: bool


def describe(
    *,
    verbs: Mapping[str, Words] | None = None,
    tables: Mapping[str, Words] | None = None,
    confidential: Iterable[str] = (),
    confidential_verbs: Iterable[str] = (),
) -> None:
    """Other apps say, when they start, how their verbs and tables are called and which tables hold reviewers' words.

    ``confidential_verbs``: what only reviewers do. Who did it is not told, whatever that person's role is by now.
    """
    VERBS.update(verbs or {})
    TABLES.update(tables or {})
    _confidential.update(confidential)
    CONFIDENTIAL_VERBS.update(confidential_verbs)


def lines(entries: Iterable[AuditEntry], *, with_identities: bool) -> list[Line]:
    """The entries in words, with one query for the people in them."""
    rows = list(entries)
    people = _people(rows)
    return [_line(row, people, with_identities=with_identities) for row in rows]


def _line(entry: AuditEntry, people: dict[str, User], *, with_identities: bool) -> Line:
    actor = people.get(entry.actor)
    withheld = not with_identities and _is_confidential(entry, actor, people)
    named = actor if _is_named(entry, actor, with_identities=with_identities) else None
    return Line(
        id=entry.pk,
        at=entry.at,
        actor=named.uid if named else None,
        who=str(named) if named else _unnamed(entry, actor, with_identities=with_identities),
        verb=VERBS.get(entry.verb, entry.verb.replace("_", " ")),
        operation=OPERATIONS.get(entry.operation, entry.operation),
        table=TABLES.get(entry.table, entry.table),
        verb_code=entry.verb,
        operation_code=entry.operation,
        table_code=entry.table,
        row="" if withheld else entry.row,
        changes=[] if withheld else _changes(entry),
        withheld=withheld,
    )


def _is_confidential(entry: AuditEntry, actor: User | None, people: dict[str, User]) -> bool:
    if entry.table in _confidential or entry.verb in CONFIDENTIAL_VERBS or (actor is not None and actor.role in INVITED_ROLES):
        return True
    subject = people.get(_subject_of(entry))
    return subject is not None and subject.role in INVITED_ROLES


def _subject_of(entry: AuditEntry) -> str:
    """The person whom an entry is about, as a user id."""
    if entry.table == "accounts_user":
        return entry.row
    columns = entry.after or entry.before or {}
    return str(columns.get("user_id", ""))


def _is_named(entry: AuditEntry, actor: User | None, *, with_identities: bool) -> bool:
    is_reviewing = entry.verb in CONFIDENTIAL_VERBS or (actor is not None and actor.role in INVITED_ROLES)
    return actor is not None and (with_identities or not is_reviewing)


def _unnamed(entry: AuditEntry, actor: User | None, *, with_identities: bool) -> Words:
    """What is said in place of a name."""
    if not entry.actor:
        return _("the system")
    if entry.verb in CONFIDENTIAL_VERBS and not with_identities:
        return _BEHIND_ROLE[Role.REVIEWER]
    return entry.actor if actor is None else _BEHIND_ROLE[actor.role]


def _changes(entry: AuditEntry) -> list[Change]:
    before, after = entry.before or {}, entry.after or {}
    columns = list(dict.fromkeys([*before, *after]))
    return [Change(column, before.get(column), after.get(column)) for column in columns]


def _people(entries: Iterable[AuditEntry]) -> dict[str, Any]:
    wanted: set[str] = set()
    for entry in entries:
        wanted.update({entry.actor, _subject_of(entry)})
    ids = [int(one) for one in wanted if one.isdecimal()]
    return {str(person.pk): person for person in User.objects.filter(pk__in=ids)}
