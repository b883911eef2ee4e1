"""What the trail says of those who reviewed once and work in the office now."""

import uuid

import pytest

from accounts.domain import trail
from accounts.domain.groups import remove_member
from accounts.domain.people import PersonDetails, edit_person, edit_profile
from accounts.models import AuditEntry, Membership
from roadmap.domain import comments, links, participation, positions
from roadmap.domain.comments import post_comment
from roadmap.models import Invitation
from roadmap.trail import OF_REVIEWERS, VERBS
from tests import factories
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round

OFFICE_VERBS = {"issue_link"}


@pytest.fixture
def former(cast: Cast) -> str:
    """The id of a reviewer who posted a comment and is a facilitator by now."""
    mine = Invitation.objects.get(round=opened_round(cast), user=cast.reviewer)
    said = {"item_ref": None, "client_key": uuid.uuid4(), "kind": "concern", "visibility": "office", "text": "What I say"}
    post_comment(invitation=mine, actor=cast.reviewer, **said)
    remove_member(membership=Membership.objects.get(user=cast.reviewer), actor=cast.administrator)
    details = PersonDetails(cast.reviewer.email, "Former Reviewer", "facilitator", "en")
    edit_person(person=cast.reviewer, details=details, actor=cast.administrator)
    edit_profile(person=cast.reviewer, display_name="Former Reviewer", language="ar", actor=cast.reviewer)
    return str(cast.reviewer.pk)


def test_who_reviewed_stays_a_reviewer_in_the_trail_whatever_the_role_now(former: str) -> None:
    entries = AuditEntry.objects.filter(verb="post_comment")
    assert {(str(line.who), line.row, line.withheld) for line in trail.lines(entries, with_identities=False)} == {
        ("a reviewer", "", True)
    }
    assert {line.who for line in trail.lines(entries, with_identities=True)} == {"Former Reviewer"}
    (line, *_more) = trail.lines(AuditEntry.objects.filter(actor=former, verb="choose_language"), with_identities=False)
    assert line.who == "Former Reviewer"


def test_asking_by_name_does_not_find_what_was_done_as_a_reviewer(cast: Cast, former: str) -> None:
    found = AuditEntry.objects.by(former, with_identities=False)
    assert set(found.values_list("verb", flat=True)) == {"choose_language"}
    told = AuditEntry.objects.by(former, with_identities=True)
    assert set(told.values_list("verb", flat=True)) == {"post_comment", "choose_language"}
    client = factories.signed_in(cast.administrator)
    assert client.get(f"/audit/?actor={former}&verb=post_comment").context["lines"] == []
    assert "Former Reviewer" not in [str(line.who) for line in client.get("/audit/?verb=post_comment").context["lines"]]


def test_every_verb_of_reviewers_is_confidential_and_has_words() -> None:
    """A verb is a function that ``@verb`` wraps in the modules in which reviewers act."""
    acting = {
        name
        for module in (comments, positions, participation, links)
        for name, function in vars(module).items()
        if hasattr(function, "__wrapped__") and function.__module__ == module.__name__ and not isinstance(function, type)
    }
    assert acting - OFFICE_VERBS == set(OF_REVIEWERS)
    assert acting <= set(VERBS)
