"""What each role sees of roadmaps, versions, rounds, mails and files: the one place that decides."""

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.enums import Language
from roadmap.domain.exporting import request_export
from roadmap.domain.invitations import withdraw_invitation
from roadmap.models import ExportJob, Invitation, OutboxMail, Roadmap, Round, Version
from tests.conftest import Cast
from tests.roadmap.round_factories import opened_round, prepared_round

MODELS = {
    "roadmaps": Roadmap,
    "versions": Version,
    "rounds": Round,
    "invitations": Invitation,
    "mails": OutboxMail,
    "files": ExportJob,
}
ALL = set(MODELS)
REVIEW = {"versions", "rounds", "invitations"}
SEEN = {
    "administrator": ALL,
    "lead": ALL,
    "drafter": ALL,
    "outsider": set(),
    "monitor": set(),
    "reviewer": REVIEW,
    "focal_point": REVIEW,
    "rival": set(),
    "anonymous": set(),
}


def seen(cast: Cast, name: str) -> set[str]:
    user = AnonymousUser() if name == "anonymous" else getattr(cast, name)
    return {kind for kind, model in MODELS.items() if model.objects.visible_to(user).exists()}


@pytest.fixture
def open_round(cast: Cast) -> Round:
    """A round to which one group is invited, with its mails, and a file of its version."""
    round_ = opened_round(cast, groups=[cast.group])
    request_export(version=round_.version, file_format="json", language=Language.ENGLISH, actor=cast.lead)
    return round_


def test_each_role_sees_its_part_of_an_open_round(open_round: Round, cast: Cast) -> None:
    assert {name: seen(cast, name) for name in SEEN} == SEEN


def test_before_opening_members_see_nothing(cast: Cast) -> None:
    prepared_round(cast, groups=[cast.group])
    assert [seen(cast, name) for name in ("reviewer", "focal_point", "rival")] == [set(), set(), set()]


def test_a_withdrawn_invitation_and_an_inactive_person_see_nothing(open_round: Round, cast: Cast) -> None:
    withdraw_invitation(invitation=Invitation.objects.get(user=cast.reviewer), actor=cast.lead)
    cast.lead.is_active = False
    assert (seen(cast, "reviewer"), seen(cast, "focal_point")) == (set(), REVIEW)
    assert not Roadmap.objects.visible_to(cast.lead).exists()
    assert not Round.objects.visible_to(cast.lead).exists()
    assert not Version.objects.visible_to(cast.lead).exists()
