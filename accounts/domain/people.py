"""People: added, changed and deactivated by administrators; nobody signs up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.editing import check_unchanged
from accounts.domain.errors import Conflict, Invalid, Problem, Refused
from accounts.domain.mail import request_password_mail
from accounts.domain.sessions import end_all_sessions
from accounts.domain.tokens import revoke_all_tokens
from accounts.domain.wording import as_typed
from accounts.enums import INVITED_ROLES, Language, MailKind, Role
from accounts.models import User

_starting_anew: list[Callable[[User], object]] = []


def when_starting_anew(function: Callable[[User], object]) -> None:
    """Another app ends what it holds open for a person: ``function(person)``, in the transaction of the change, on a new role or
    address and on deactivation.
    """
    _starting_anew.append(function)


@dataclass(frozen=True)
class PersonDetails:
    """What an administrator fills in about a person."""

    email: str
    display_name: str
    role: str
    language: str
    may_read_identities: bool = False

    @classmethod
    def of(cls, person: User) -> "PersonDetails":
        names = (person.email, person.display_name, person.role, person.language)
        return cls(*names, may_read_identities=person.may_read_identities)

    def shown(self) -> dict[str, str]:
        """How each field reads."""
        return {
            "email": self.email.strip().lower(),
            "display_name": self.display_name.strip(),
            "role": str(dict(Role.choices).get(self.role, self.role)),
            "language": str(dict(Language.choices).get(self.language, self.language)),
            "may_read_identities": str(_("yes") if self.may_read_identities else _("no")),
        }


class EmailTaken(Conflict):
    code = "email-taken"

    def __init__(self) -> None:
        message = _("Somebody with this e-mail address is already here.")
        super().__init__(message, [Problem("email", message)])


class LastAdministrator(Conflict):
    code = "last-administrator"

    def __init__(self) -> None:
        super().__init__(_("At least one active administrator must remain."))


@verb
def add_person(*, details: PersonDetails, actor: User | None, send_mail: bool = True) -> User:
    """Add a person without a password; a mail with a link for setting one is promised if ``send_mail``.

    Raises Invalid for a malformed detail, EmailTaken.
    """
    email = _checked(details)
    _check_free(email)
    with _unless_taken():
        person = User.objects.create_user(
            email=email,
            display_name=as_typed(details.display_name, "display_name"),
            role=details.role,
            language=details.language,
            may_read_identities=details.may_read_identities,
        )
    if send_mail:
        request_password_mail(email=person.email, kind=MailKind.WELCOME, actor=actor)
    return person


@verb
def edit_person(*, person: User, details: PersonDetails, actor: User | None, seen: str = "") -> User:
    """Change a person. A new role or address ends all of the person's sessions and API tokens, and every way in that was
    handed out before.

    ``seen`` is the fingerprint of the details that the change started from. Raises Invalid, EmailTaken, LastAdministrator,
    ChangedMeanwhile, and Refused if a group's member would join the office.
    """
    email = _checked(details)
    saved = User.objects.select_for_update().get(pk=person.pk)
    check_unchanged(seen=seen, now=PersonDetails.of(saved), wanted=details)
    if person.email != email:
        _check_free(email)
    if person.role != details.role:
        _check_role_change(person, details.role)
    display_name = as_typed(details.display_name, "display_name")
    starts_anew = (person.role, person.email) != (details.role, email)
    person.email = email
    person.display_name = display_name
    person.role = details.role
    person.language = details.language
    person.may_read_identities = details.may_read_identities
    with _unless_taken():
        person.save()
    if starts_anew:
        _shut_every_door(person, actor)
    return person


@verb
def deactivate_person(*, person: User, actor: User | None) -> None:
    """The person can no longer enter, by any door; what the person wrote stays. Raises LastAdministrator."""
    if person.role == Role.ADMINISTRATOR:
        _check_other_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    _shut_every_door(person, actor)


@verb
def reactivate_person(*, person: User, actor: User | None) -> None:
    """Let a person in again, with the password and the factors of before."""
    person.is_active = True
    person.save(update_fields=["is_active"])


@verb
def edit_profile(*, person: User, display_name: str, language: str, actor: User) -> User:
    """What everybody may change about themselves. Raises Invalid for an unknown language."""
    person.display_name = as_typed(display_name, "display_name")
    person.save(update_fields=["display_name"])
    return choose_language(person=person, language=language, actor=actor)


@verb
def choose_language(*, person: User, language: str, actor: User) -> User:
    """Screens and mails in this language from now on. Raises Invalid for an unknown language."""
    _check_language(language)
    person.language = language
    person.save(update_fields=["language"])
    return person


def _shut_every_door(person: User, actor: User | None) -> None:
    end_all_sessions(person=person, actor=actor)
    revoke_all_tokens(person=person, actor=actor)
    for function in _starting_anew:
        function(person)


def _checked(details: PersonDetails) -> str:
    """The address in lower case, after checking the closed lists."""
    email = details.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        message = _("This is not an e-mail address.")
        raise Invalid(message, [Problem("email", message)]) from error
    if details.role not in Role.values:
        message = _("There is no such role.")
        raise Invalid(message, [Problem("role", message)])
    if details.may_read_identities and details.role in INVITED_ROLES:
        message = _("Only the office may read who is behind a pseudonym.")
        raise Invalid(message, [Problem("may_read_identities", message)])
    _check_language(details.language)
    return email


def _check_free(email: str) -> None:
    if User.objects.filter(email=email).exists():
        raise EmailTaken


@contextmanager
def _unless_taken() -> Iterator[None]:
    """The database decides whether an address is taken: two who add it at once cannot both have it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise EmailTaken from error


def _check_language(language: str) -> None:
    if language not in Language.values:
        message = _("There is no such language.")
        raise Invalid(message, [Problem("language", message)])


def _check_role_change(person: User, role: str) -> None:
    if person.role == Role.ADMINISTRATOR:
        _check_other_administrator(person)
    if role not in INVITED_ROLES and person.memberships.exists():
        message = _("Members of groups cannot work in the office. Take the person out of the groups first.")
        raise Refused(message, [Problem("role", message)])


def _check_other_administrator(person: User) -> None:
    # The rows are locked: of two administrators who remove one another at once, the second is refused.
    remaining = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    if not [one for one in remaining if one.pk != person.pk]:
        raise LastAdministrator
