"""The demonstration's groups and people, made by the product's own verbs."""

import secrets
from dataclasses import asdict, dataclass
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.domain.groups import GroupDetails, add_group, add_member
from accounts.domain.people import PersonDetails, add_person
from accounts.domain.second_factor import remove_second_factors
from accounts.enums import Role
from accounts.models import Group, User


@dataclass(frozen=True)
class SignIn:
    """How one person of the demonstration signs in; ``secret`` makes the six digits of the second factor."""

    role: str
    email: str
    password: str
    note: str
    secret: str = ""


def add_groups(rows: list[dict[str, Any]]) -> dict[str, Group]:
    """The groups by key."""
    return {
        row["key"]: add_group(
            details=GroupDetails(
                name=row["name"],
                kind=row["kind"],
                language=row["languages"][0],
                note=row["note"],
                mail_opt_out=row["mail_opt_out"],
            ),
            key=row["key"],
            actor=None,
        )
        for row in rows
    }


def add_people(rows: list[dict[str, Any]], groups: dict[str, Group]) -> dict[str, User]:
    """The people by key; members are put into their group."""
    people = {}
    for row in rows:
        details = PersonDetails(
            row["email"], row["display_name"], row["role"], row["language"], row.get("may_read_identities", False)
        )
        people[row["key"]] = add_person(details=details, actor=None, send_mail=False)
        if row.get("group"):
            add_member(group=groups[row["group"]], email=row["email"], focal_point=row["focal_point"], actor=None)
    return people


NOTES = {
    Role.ADMINISTRATOR: "second factor: see /dev/sign-ins/",
    Role.FACILITATOR: "second factor: see /dev/sign-ins/",
    Role.MONITOR: "",
    Role.REVIEWER: "or follow the invitation in /dev/mail/",
}


def give_sign_ins(people: dict[str, User]) -> list[dict[str, str]]:
    """Passwords, new each time, for one person in each part; the office gets its second factor set up."""
    chosen = {
        "lead": "facilitator",
        "administrator": "administrator",
        "monitor": "monitor",
        "wab-1": "focal point",
        "wab-2": "reviewer",
    }
    return [asdict(_sign_in(people[key], role)) for key, role in chosen.items()]


def _sign_in(person: User, role: str) -> SignIn:
    password = "-".join(secrets.token_hex(3) for _part in range(3))
    person.set_password(password)
    person.save(update_fields=["password"])
    secret = ""
    if person.is_office:
        remove_second_factors(person=person, actor=None)
        secret = generate_totp_secret()
        TOTP.activate(person, secret)
    return SignIn(role, person.email, password, NOTES[Role(person.role)], secret)
