"""What the role of web servers and workers may do in the database: never more than the product needs.

Tables that only ever grow (the audit trail, its seals, versions and their items) it may read and add to. The triggers refuse the
rest to everybody; without the right, and without owning the table, this role cannot even switch a trigger off.
"""

from dataclasses import dataclass

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from psycopg import sql

from accounts.domain.errors import Refused

_ADD_ONLY = "SELECT, INSERT"
_EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
_MANAGED_BY_OTHERS = "SELECT"
_MAY_DO_ANYTHING = """
SELECT r.rolsuper OR pg_has_role(r.oid, d.datdba, 'MEMBER')
  FROM pg_roles AS r, pg_database AS d
 WHERE r.rolname = %s AND d.datname = current_database()
"""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


class NoSuchRole(Refused):
    """The role does not exist, or it is the owner or a superuser, whom no right restrains."""

    code = "no-such-role"


@dataclass(frozen=True)
class Granted:
    """How many tables the role may change, only add to, or only read."""

    changed: int
    added_to: int
    read: int


@transaction.atomic
def grant_rights(*, role: str) -> Granted:
    """Give the role exactly what the product needs on each table, and take back what it had beyond.

    To be run by the owner after each migration. Raises NoSuchRole.
    """
    _require_ordinary(role)
    grows, ours = add_only_tables(), _tables_of_models()
    found = {_ADD_ONLY: 0, _EVERYTHING: 0, _MANAGED_BY_OTHERS: 0}
    name = sql.Identifier(role)
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (table,) in cursor.fetchall():
            rights = _ADD_ONLY if table in grows else _EVERYTHING if table in ours else _MANAGED_BY_OTHERS
            found[rights] += 1
            cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(sql.Identifier(table), name))
            statement = sql.SQL("GRANT {} ON {} TO {}")
            cursor.execute(statement.format(sql.SQL(rights), sql.Identifier(table), name))
        cursor.execute(sql.SQL("GRANT SELECT, USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
    return Granted(found[_EVERYTHING], found[_ADD_ONLY], found[_MANAGED_BY_OTHERS])


def add_only_tables() -> set[str]:
    """Tables whose models say that a row once written stays (``append_only``)."""
    return {model._meta.db_table for model, trigger in pgtrigger.registered() if trigger.name == "keep_rows"}


def _tables_of_models() -> set[str]:
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}


def _require_ordinary(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MAY_DO_ANYTHING, [role])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchRole(f"There is no role {role}.")
    if row[0]:
        raise NoSuchRole(f"{role} owns the database or is a superuser: rights do not restrain it.")
