"""Review rounds from preparation to closing. Who may write when is said in ``round_locks``."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import verb
from accounts.domain.errors import Conflict, Invalid, Problem
from accounts.models import Group, User
from accounts.models.text import MultilingualText
from roadmap.domain.clock import database_now
from roadmap.domain.document.values import Context, Text
from roadmap.domain.invitations import invite_members
from roadmap.domain.notifications import cancel_mail, promise_mail
from roadmap.domain.round_locks import locked_open_round, locked_round, move_round
from roadmap.domain.withholding import withhold
from roadmap.enums import MailKind, RoundState, Visibility
from roadmap.models import Invitation, InvitationLink, Roadmap, Round, RoundGroup, Version


@verb
def prepare_round(
    *,
    version: Version,
    groups: Sequence[Group],
    closes_at: datetime,
    actor: User,
    questions: MultilingualText | None = None,
    widest_visibility: str = Visibility.GROUP,
    show_group_names: bool = False,
    remind_at: datetime | None = None,
    withheld: Mapping[Group, Collection[str]] | None = None,
) -> Round:
    """A round in preparation; nobody is told yet. ``withheld`` names, per group, refs that it shall not see. Raises Invalid."""
    roadmap = Roadmap.objects.select_for_update().get(pk=version.roadmap_id)
    round_ = Round(
        roadmap=roadmap,
        number=(roadmap.rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
        created_by=actor,
    )
    terms = {
        "version": version,
        "closes_at": closes_at,
        "remind_at": remind_at,
        "questions": _texts(questions or {}),
        "widest_visibility": widest_visibility,
        "show_group_names": show_group_names,
    }
    _set_terms(round_, terms, groups, withheld or {})
    return round_


@verb
def change_round(
    *,
    round: Round,  # noqa: A002 the product's word
    actor: User,
    groups: Sequence[Group] | None = None,
    withheld: Mapping[Group, Collection[str]] | None = None,
    **terms: Any,
) -> Round:
    """Change a round in preparation: the terms of :func:`prepare_round` that are given. Raises Conflict once it was opened."""
    round_ = locked_round(round)
    if round_.state != RoundState.DRAFT:
        raise Conflict(_("The round was opened; its terms are kept."))
    unknown = set(terms) - _TERMS
    if unknown:
        raise TypeError(f"no such terms of a round: {sorted(unknown)}")
    if "version" in terms and terms["version"].roadmap_id != round_.roadmap_id:
        raise Invalid(_("The version is one of another roadmap."), [Problem("version", _("Choose another version."))])
    if "questions" in terms:
        terms["questions"] = _texts(terms["questions"])
    before = {each.group: {item.ref for item in each.withheld.all()} for each in _groups_of(round_)}
    chosen = list(groups) if groups is not None else list(before)
    kept_back = withheld if withheld is not None else before
    _set_terms(round_, terms, chosen, kept_back)
    return round_


@verb
def withhold_items(*, round_group: RoundGroup, refs: Collection[str], actor: User) -> None:
    """Choose anew what a group of a round in preparation does not see. Raises Conflict, Invalid."""
    if locked_round(round_group.round).state != RoundState.DRAFT:
        raise Conflict(_("The round was opened; its terms are kept."))
    withhold(round_group, refs)


@verb
def discard_round(*, round: Round, actor: User) -> None:  # noqa: A002
    """Drop a round that nobody was told of. Raises Conflict once it was opened."""
    round_ = locked_round(round)
    if round_.state != RoundState.DRAFT:
        raise Conflict(_("The round was opened; it is kept."))
    round_.delete()


@verb
def open_round(*, round: Round, actor: User) -> Round:  # noqa: A002
    """Invite every member of the groups and promise the mails, all in one transaction. Raises Conflict or Invalid."""
    round_ = locked_round(round)
    move_round(round_, RoundState.OPEN)
    _require_future(round_.closes_at, round_.remind_at)
    round_.opened_at = Now()
    round_.save(update_fields=["state", "opened_at"])
    invitations = invite_members(round_groups=_groups_of(round_))
    if not invitations:
        raise Invalid(_("None of the groups has a member."), [Problem("groups", _("Choose a group with members."))])
    promise_mail(invitations=invitations, kind=MailKind.INVITATION)
    round_.refresh_from_db()
    return round_


@verb
def extend_round(*, round: Round, closes_at: datetime, actor: User) -> Round:  # noqa: A002
    """Move the closing time of an open round to a later one; links in mails stay good until then. Raises Conflict, Invalid."""
    round_ = locked_open_round(round)
    if closes_at <= round_.closes_at:
        raise Invalid(_("An open round can only be given more time."), [Problem("closes_at", _("Choose a later time."))])
    links = InvitationLink.objects.filter(invitation__round=round_, used_at=None, expires_at=round_.closes_at)
    links.update(expires_at=closes_at)
    round_.closes_at = closes_at
    round_.save(update_fields=["closes_at"])
    return round_


@verb
def close_round(*, round: Round, actor: User | None = None) -> Round:  # noqa: A002
    """Close an open round now, waiting for what is being accepted at this moment. Raises Conflict if it is not open."""
    return _close(locked_round(round))


def close_due_rounds() -> list[Round]:
    """Close every open round whose time has come; each in a transaction of its own."""
    due = Round.objects.due_to_close().order_by("closes_at")
    return [closed for round_ in due if (closed := _close_if_due(round=round_, actor=None)) is not None]


@verb
def _close_if_due(*, round: Round, actor: None) -> Round | None:  # noqa: A002  # noqa: A002
    """The time is looked at again under the lock: the round may have been extended or closed meanwhile."""
    round_ = locked_round(round)
    if not Round.objects.due_to_close().filter(pk=round_.pk).exists():
        return None
    return _close(round_)


def queue_due_reminders() -> int:
    """Promise the reminders whose time has come and answer how many; each round reminds once."""
    due = Round.objects.filter(state=RoundState.OPEN, reminded_at=None, remind_at__lte=Now(), closes_at__gt=Now())
    return sum(_remind(round=round_, actor=None) for round_ in due)


@verb
def _remind(*, round: Round, actor: None) -> int:  # noqa: A002  # noqa: A002
    round_ = locked_round(round)
    if round_.state != RoundState.OPEN or round_.reminded_at is not None:
        return 0
    round_.reminded_at = Now()
    round_.save(update_fields=["reminded_at"])
    waiting = Invitation.objects.standing().filter(round=round_, finished_at=None).select_related("round_group__group", "user")
    return promise_mail(invitations=list(waiting), kind=MailKind.REMINDER)


def _close(round_: Round) -> Round:
    move_round(round_, RoundState.CLOSED)
    round_.closed_at = Now()
    round_.save(update_fields=["state", "closed_at"])
    cancel_mail(round=round_, kinds=[MailKind.INVITATION, MailKind.REMINDER])
    round_.refresh_from_db()
    return round_


_TERMS = {"version", "closes_at", "remind_at", "questions", "widest_visibility", "show_group_names"}


def _set_terms(
    round_: Round, terms: Mapping[str, Any], groups: Sequence[Group], withheld: Mapping[Group, Collection[str]]
) -> None:
    for name, value in terms.items():
        setattr(round_, name, value)
    _require_future(round_.closes_at, round_.remind_at)
    if not groups:
        raise Invalid(_("No group is chosen."), [Problem("groups", _("Choose at least one group."))])
    if round_.widest_visibility not in Visibility.values:
        raise Invalid(_("This is not a choice."), [Problem("widest_visibility", _("Choose one of the list."))])
    round_.save()
    round_.round_groups.exclude(group__in=groups).delete()
    for group in groups:
        round_group, _made = RoundGroup.objects.get_or_create(round=round_, group=group)
        withhold(round_group, withheld.get(group, ()))


def _groups_of(round_: Round) -> list[RoundGroup]:
    return list(round_.round_groups.select_related("group", "round").prefetch_related("withheld"))


def _require_future(closes_at: datetime, remind_at: datetime | None) -> None:
    now = database_now()
    problems = []
    if closes_at <= now:
        problems.append(Problem("closes_at", _("Choose a time in the future.")))
    if remind_at is not None and not now < remind_at < closes_at:
        problems.append(Problem("remind_at", _("Choose a time between now and the closing time.")))
    if problems:
        raise Invalid(_("The times do not fit."), problems)


def _texts(texts: MultilingualText) -> MultilingualText:
    """Questions as they are kept. Raises Invalid."""
    problems: list[Problem] = []
    context = Context("en", lambda path, message: problems.append(Problem(path, message)))
    loaded: MultilingualText = Text().load(dict(texts), "questions", context) or {}
    if problems:
        raise Invalid(_("Something is not right yet."), problems)
    return loaded
