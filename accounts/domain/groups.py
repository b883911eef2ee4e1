"""Stakeholder groups and their members."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.editing import check_unchanged
from accounts.domain.errors import Conflict, Invalid, Problem, Refused
from accounts.domain.people import PersonDetails, add_person
from accounts.domain.wording import as_typed
from accounts.enums import INVITED_ROLES, GroupKind, Language, Role
from accounts.models import Group, Membership, User
from accounts.models.text import LANGUAGES, MultilingualText, in_language

_KEYS_LOCK = 7_261_006
_leaving: list[Callable[[User, Group], object]] = []
_focal_point_changing: list[Callable[[User, Group, bool], object]] = []


def when_leaving(function: Callable[[User, Group], object]) -> None:
    """Another app hears that a person left a group: ``function(person, group)``, in the transaction and by the same actor."""
    _leaving.append(function)


def when_focal_point_changes(function: Callable[[User, Group, bool], object]) -> None:
    """As :func:`when_leaving`: ``function(person, group, is_focal_point)``."""
    _focal_point_changing.append(function)


@dataclass(frozen=True)
class GroupDetails:
    """What an administrator fills in about a group. Texts are ``{"en": …, "ar": …, "ku": …}``."""

    name: MultilingualText
    kind: str
    language: str
    note: MultilingualText = field(default_factory=dict)
    mail_opt_out: bool = False

    @classmethod
    def of(cls, group: Group) -> "GroupDetails":
        return cls(group.name, group.kind, group.language, group.note, group.mail_opt_out)

    def shown(self) -> dict[str, str]:
        """How each field reads, each language for itself."""
        texts = {f"name_{code}": self.name.get(code, "").strip() for code in LANGUAGES}
        texts |= {f"note_{code}": self.note.get(code, "").strip() for code in LANGUAGES}
        return texts | {
            "kind": str(dict(GroupKind.choices).get(self.kind, self.kind)),
            "language": str(dict(Language.choices).get(self.language, self.language)),
            "mail_opt_out": str(_("yes") if self.mail_opt_out else _("no")),
        }


@verb
def add_group(*, details: GroupDetails, actor: User | None, key: str = "") -> Group:
    """Add a group. ``key`` comes from the English name where none is given. Raises Invalid."""
    _check(details)
    columns = _columns(details)
    with connection.cursor() as cursor:  # keys are chosen one after the other
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_KEYS_LOCK])
    return Group.objects.create(key=_free_key(key or in_language(details.name, "en")), **columns)


@verb
def edit_group(*, group: Group, details: GroupDetails, actor: User | None, seen: str = "") -> Group:
    """Change a group; its key never changes. ``seen``: see :func:`edit_person`. Raises Invalid, ChangedMeanwhile."""
    _check(details)
    saved = Group.objects.select_for_update().get(pk=group.pk)
    check_unchanged(seen=seen, now=GroupDetails.of(saved), wanted=details)
    for column, value in _columns(details).items():
        setattr(group, column, value)
    group.save()
    return group


@verb
def remove_group(*, group: Group, actor: User | None) -> None:
    """Remove a group that was never used. Raises Conflict if it has members or was ever invited."""
    if group.memberships.exists():
        raise Conflict(_("The group still has members."))
    try:
        group.delete()
    except ProtectedError as error:
        raise Conflict(_("The group was invited to a review and is kept.")) from error


@verb
def add_member(*, group: Group, email: str, actor: User | None, display_name: str = "", focal_point: bool = False) -> Membership:
    """Put the person with this address into the group; one who is not here yet is added as a reviewer.

    Nobody is mailed: the invitation to a round comes by its own way, and the group may have opted out of mail.
    Raises Invalid for a malformed address, Refused for one of the office, Conflict for a member.
    """
    person = User.objects.filter(email=email.strip().lower()).first()
    if person is None:
        details = PersonDetails(email, display_name, Role.REVIEWER, group.language)
        person = add_person(details=details, actor=actor, send_mail=False)
    if person.role not in INVITED_ROLES:
        message = _("Somebody who works in the office cannot be a member of a group.")
        raise Refused(message, [Problem("email", message)])
    membership, created = Membership.objects.get_or_create(group=group, user=person, defaults={"is_focal_point": focal_point})
    if not created:
        message = _("This person is already a member.")
        raise Conflict(message, [Problem("email", message)])
    return membership


@verb
def set_focal_point(*, membership: Membership, is_focal_point: bool, actor: User | None) -> None:
    """Say who speaks for the group; a group may have several focal points."""
    membership.is_focal_point = is_focal_point
    membership.save(update_fields=["is_focal_point"])
    for function in _focal_point_changing:
        function(membership.user, membership.group, is_focal_point)


@verb
def remove_member(*, membership: Membership, actor: User | None) -> None:
    """Take a person out of a group; what the person wrote for it stays, and the person no longer speaks for it."""
    person, group = membership.user, membership.group
    membership.delete()
    for function in _leaving:
        function(person, group)


def _check(details: GroupDetails) -> None:
    if not any(text.strip() for text in details.name.values()):
        message = _("Give the group a name in at least one language.")
        raise Invalid(message, [Problem("name", message)])
    unknown = set(details.name) | set(details.note)
    if unknown - set(LANGUAGES) or details.language not in Language.values:
        message = _("There is no such language.")
        raise Invalid(message, [Problem("language", message)])
    if details.kind not in GroupKind.values:
        message = _("There is no such kind of group.")
        raise Invalid(message, [Problem("kind", message)])


def _columns(details: GroupDetails) -> dict[str, object]:
    return {
        "name": _without_empty(details.name, "name"),
        "note": _without_empty(details.note, "note"),
        "kind": details.kind,
        "language": details.language,
        "mail_opt_out": details.mail_opt_out,
    }


def _without_empty(text: MultilingualText, field: str) -> MultilingualText:
    return {code: as_typed(words, f"{field}_{code}") for code, words in text.items() if words.strip()}


def _free_key(wish: str) -> str:
    """A slug that no group has: a name in Arabic letters gives ``group``, a second one ``group-2``."""
    stem = slugify(wish)[:50].strip("-") or "group"
    taken = set(Group.objects.filter(key__startswith=stem).values_list("key", flat=True))
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
