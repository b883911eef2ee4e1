"""The second lock of the office's door: TOTP or a passkey (design: Sign-in)."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from accounts.domain.acting import verb
from accounts.domain.sessions import end_all_sessions
from accounts.domain.tokens import revoke_all_tokens
from accounts.enums import SECOND_FACTOR_ROLES
from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def requires_second_factor(person: User) -> bool:
    return person.role in SECOND_FACTOR_ROLES


def factors_of(person: User) -> "QuerySet[Any]":
    """What the person can prove; recovery codes stand in for one and are none themselves."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS)  # type: ignore[no-any-return]


def factor_kinds(person: User) -> set[str]:
    """Which kinds of factor the person has: ``totp``, ``webauthn``, both or none."""
    return set(factors_of(person).values_list("type", flat=True))


def may_remove_factor(person: User, factor: Any) -> bool:
    """The office keeps at least one."""
    if factor.type not in FACTORS or not requires_second_factor(person):
        return True
    return factors_of(person).exclude(pk=factor.pk).exists()


def is_proven(steps: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a factor was proven among the steps of a session's sign-in (allauth's records)."""
    return any(step.get("method") == "mfa" for step in steps)


@verb
def remove_second_factors(*, person: User, actor: User | None) -> None:
    """For somebody who lost phone and codes: all factors go, all sessions and tokens end; new factors come at sign-in."""
    Authenticator.objects.filter(user=person).delete()
    end_all_sessions(person=person, actor=actor)
    revoke_all_tokens(person=person, actor=actor)
