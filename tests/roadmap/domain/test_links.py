"""Ways in: single use, expiry, and the same answer to all who ask."""

import hashlib
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.domain.people import PersonDetails, deactivate_person, edit_person, reactivate_person
from accounts.enums import Role
from accounts.models import AuditEntry, Group, User
from roadmap.domain.links import LinkRefused, ask_for_new_link, issue_link, new_code, peek_link, use_link
from roadmap.enums import LinkKind, MailKind
from roadmap.models import Invitation, InvitationLink, OutboxMail, Round
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round


@pytest.fixture
def mine(cast: Cast) -> Invitation:
    return opened_round(cast).invitations.get(user=cast.reviewer)


def issue(invitation: Invitation, kind: str = LinkKind.LINK, days: float = 1) -> str:
    return issue_link(invitation=invitation, kind=kind, expires_at=timezone.now() + timedelta(days=days))


def test_a_link_is_256_random_bits_of_which_only_the_hash_is_kept(mine: Invitation) -> None:
    token = issue(mine)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert token != issue(mine)
    kept = InvitationLink.objects.earliest("id")
    assert bytes(kept.token_hash) == hashlib.sha256(token.encode()).digest()
    assert not AuditEntry.objects.filter(after__icontains=token).exists()


def test_a_code_is_100_random_bits_that_can_be_read_aloud(mine: Invitation) -> None:
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}", issue(mine, LinkKind.CODE))


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    ],
)
def test_a_code_counts_however_it_was_typed(mine: Invitation, typed) -> None:  # type: ignore[no-untyped-def]
    code = issue(mine, LinkKind.CODE)
    assert use_link(token=typed(code)) == mine


def test_looking_changes_nothing(mine: Invitation) -> None:
    token = issue(mine)
    assert (peek_link(token), peek_link(token), peek_link("nothing")) == (mine, mine, None)
    mine.refresh_from_db()
    assert (InvitationLink.objects.get().used_at, mine.opened_at) == (None, None)


def test_a_link_is_used_once_and_notes_that_its_member_came(mine: Invitation) -> None:
    token = issue(mine)
    assert use_link(token=token) == mine
    mine.refresh_from_db()
    first = mine.opened_at
    assert None not in (first, InvitationLink.objects.get().used_at)
    with pytest.raises(LinkRefused):
        use_link(token=token)
    assert peek_link(token) is None
    use_link(token=issue(mine))
    mine.refresh_from_db()
    assert mine.opened_at == first
    entry = AuditEntry.objects.filter(table="roadmap_invitationlink", operation="UPDATE").earliest("id")
    assert entry.actor == str(mine.user_id)


def test_nobody_is_told_why_a_link_opens_nothing(cast: Cast, mine: Invitation) -> None:
    expired, used, revoked, office = issue(mine, days=-1), issue(mine), issue(mine), issue(mine)
    use_link(token=used)
    waiting = issue(Invitation.objects.create(
        round=(prepared := prepared_round(cast, mine.round.version)),
        round_group=prepared.round_groups.first(), user=cast.rival, pseudonym="P-1",
    ))  # fmt: skip
    answers = set()
    for token, prepare in (
        ("x" * 43, None),
        (new_code(), None),
        ("", None),
        (expired, None),
        (used, None),
        (waiting, None),
        (revoked, lambda: Invitation.objects.filter(pk=mine.pk).update(revoked_at=timezone.now())),
        (office, lambda: (
            Invitation.objects.filter(pk=mine.pk).update(revoked_at=None),
            User.objects.filter(pk=cast.reviewer.pk).update(role=Role.FACILITATOR),
        )),
    ):  # fmt: skip
        if prepare:
            prepare()
        assert peek_link(token) is None
        with pytest.raises(LinkRefused) as refusal:
            use_link(token=token)
        answers.add((str(refusal.value), refusal.value.status, refusal.value.code))
    assert len(answers) == 1


def test_a_deactivated_person_does_not_come_in(cast: Cast, mine: Invitation) -> None:
    token = issue(mine)
    User.objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    with pytest.raises(LinkRefused):
        use_link(token=token)


def starts_anew_by(change: str, cast: Cast) -> None:
    details = PersonDetails.of(cast.reviewer)
    if change == "deactivated":
        deactivate_person(person=cast.reviewer, actor=cast.administrator)
    else:
        given = {"role": "monitor", "email": "other@example.org", "display_name": "Other"}[change]
        edit_person(person=cast.reviewer, details=replace(details, **{change: given}), actor=cast.administrator)


@pytest.mark.parametrize(("change", "left"), [("role", 1), ("email", 1), ("deactivated", 1), ("display_name", 3)])
def test_a_new_role_or_address_ends_links_not_used(cast: Cast, mine: Invitation, change: str, left: int) -> None:
    theirs = issue(mine.round.invitations.get(user=cast.rival))
    use_link(token=issue(mine))
    tokens = [issue(mine), issue(mine, LinkKind.CODE)]
    starts_anew_by(change, cast)
    assert InvitationLink.objects.filter(invitation=mine).count() == left
    assert InvitationLink.objects.filter(invitation=mine).exclude(used_at=None).count() == 1
    assert [peek_link(token) for token in tokens] == ([None, None] if left == 1 else [mine, mine])
    assert peek_link(theirs) is not None


def test_links_of_before_do_not_come_back_with_the_person(cast: Cast, mine: Invitation) -> None:
    token = issue(mine)
    deactivate_person(person=cast.reviewer, actor=cast.administrator)
    reactivate_person(person=cast.reviewer, actor=cast.administrator)
    assert peek_link(token) is None


def new_links() -> list[tuple[str, int]]:
    rows = OutboxMail.objects.filter(kind=MailKind.NEW_LINK).order_by("id")
    return list(rows.values_list("recipient__email", "serial"))


def test_one_asks_for_a_new_link_and_gets_one_mail(cast: Cast, mine: Invitation) -> None:
    later = opened_round(cast, mine.round.version)
    ask_for_new_link(email="  Reviewer@Example.ORG ")
    ask_for_new_link(email="reviewer@example.org")
    assert new_links() == [("reviewer@example.org", 1)]
    assert OutboxMail.objects.get(kind=MailKind.NEW_LINK).round == later
    OutboxMail.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    ask_for_new_link(email="reviewer@example.org")
    assert new_links() == [("reviewer@example.org", 1), ("reviewer@example.org", 2)]


def test_nobody_else_is_promised_a_link(cast: Cast, mine: Invitation) -> None:
    Group.objects.filter(pk=cast.rival_group.pk).update(mail_opt_out=True)
    Invitation.objects.filter(user=cast.focal_point).update(revoked_at=timezone.now())
    for email in ("nobody@example.org", "lead@example.org", "rival@example.org", "focal_point@example.org", ""):
        ask_for_new_link(email=email)
    Round.objects.update(state="draft")
    ask_for_new_link(email="reviewer@example.org")
    assert new_links() == []
