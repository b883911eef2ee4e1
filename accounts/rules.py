"""Who may do what with people and groups. The one place that decides."""

from typing import Any

import rules

from accounts.enums import Role

is_administrator = rules.predicate(lambda user: user.is_authenticated and user.role == Role.ADMINISTRATOR, name="administrator")
is_office = rules.predicate(
    lambda user: user.is_authenticated and user.role in {Role.ADMINISTRATOR, Role.FACILITATOR}, name="office"
)


@rules.predicate
def may_read_identities(user: Any) -> bool:
    return bool(user.is_authenticated and user.may_read_identities)


rules.add_perm("accounts.manage_people", is_administrator)
rules.add_perm("accounts.manage_groups", is_administrator)
rules.add_perm("accounts.view_groups", is_office)
rules.add_perm("accounts.view_audit", is_administrator)
rules.add_perm("accounts.read_identities", may_read_identities)
