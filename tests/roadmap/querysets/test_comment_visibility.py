"""Who reads which comment and position: the whole matrix, on data that could leak (safety: what must be true, 2)."""

import uuid
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts.models import User
from roadmap.domain.comments import edit_comment, save_draft, withdraw_comment
from roadmap.domain.queries.shown import readable_comments
from roadmap.domain.rounds import close_round
from roadmap.enums import Visibility
from roadmap.models import Comment, Invitation, Position, Round
from tests.conftest import Cast
from tests.roadmap.domain.test_comments import EXAMS, WORDS, place, post
from tests.roadmap.domain.test_positions import take
from tests.roadmap.round_factories import opened_round

READERS = ("reviewer", "focal_point", "rival", "lead", "drafter", "administrator", "outsider", "monitor")
SHELLING = "criteria/no-shelling"


@dataclass
class Story:
    """A round in which everything that could leak was written; ``said`` by a name that says who should read it."""

    cast: Cast
    round: Round
    said: dict[str, Comment] = field(default_factory=dict)

    def read_by(self, name: str) -> set[str]:
        visible = set(Comment.objects.visible_to(getattr(self.cast, name)).values_list("pk", flat=True))
        return {label for label, comment in self.said.items() if comment.pk in visible}


@pytest.fixture
def story(cast: Cast) -> Story:
    """The rival's group does not see the criterion on shelling; the reviewer and the focal point are of one group."""
    round_ = opened_round(cast, widest_visibility=Visibility.ROUND, withheld={cast.rival_group: [SHELLING]})
    story = Story(cast, round_)
    mine, colleague, rivals = (place(round_, person) for person in (cast.reviewer, cast.focal_point, cast.rival))
    said = story.said
    for visibility in Visibility.values:
        said[f"mine to {visibility}"] = post(mine, visibility=visibility)
        said[f"rivals to {visibility}"] = post(rivals, visibility=visibility)
    said["mine on shelling"] = post(mine, SHELLING, visibility="round")
    said["mine on the whole"] = post(mine, None, visibility="round")
    said["my draft"] = save_draft(
        invitation=mine, item_ref=EXAMS, client_key=uuid.uuid4(), actor=mine.user, **{**WORDS, "visibility": "round"}
    )
    said["mine withdrawn"] = withdraw_comment(comment=post(mine, visibility="round"), actor=mine.user)
    said["reply of a rival to all"] = post(rivals, None, said["mine to round"], visibility="round")
    said["reply of a rival to the office"] = post(rivals, None, said["mine to round"], visibility="office")
    said["reply of a colleague to us"] = post(colleague, None, said["mine to group"], visibility="group")
    return story


MINE = {
    "mine to office", "mine to group", "mine to round", "mine on shelling", "mine on the whole", "my draft", "mine withdrawn",
}  # fmt: skip
RIVALS = {"rivals to office", "rivals to group", "rivals to round", "reply of a rival to all", "reply of a rival to the office"}
OPEN = {"mine to round", "mine on the whole", "rivals to round", "reply of a rival to all"}
ALL = MINE | RIVALS | {"reply of a colleague to us"}
OFFICE = ALL - {"my draft", "mine withdrawn"}
READ = {
    "reviewer": MINE | OPEN | {"reply of a colleague to us"},
    "focal_point": OPEN | {"mine on shelling", "mine to group", "reply of a colleague to us"},
    "rival": OPEN | RIVALS,
    "lead": OFFICE,
    "drafter": OFFICE,
    "administrator": OFFICE,
    "outsider": set(),
    "monitor": set(),
}


def test_everybody_reads_what_was_opened_to_them_and_nothing_else(story: Story) -> None:
    assert {name: story.read_by(name) for name in READERS} == READ


@pytest.mark.parametrize("widest", Visibility.values)
def test_reading_in_a_round_is_reading_what_is_visible_of_it(story: Story, widest: str) -> None:
    """The faster way to the same rows, also where another round says other things."""
    opened_round(story.cast, story.round.version, widest_visibility=Visibility.ROUND)
    post(place(Round.objects.latest("id"), story.cast.rival), visibility="round")
    Round.objects.filter(pk=story.round.pk).update(widest_visibility=widest)
    withdraw_comment(comment=story.said["mine to group"], actor=story.cast.reviewer)
    for name in ("reviewer", "focal_point", "rival"):
        for round_ in Round.objects.all():
            reader = place(round_, getattr(story.cast, name))
            visible = Comment.objects.visible_to(reader.user).filter(round=round_)
            assert set(readable_comments(reader)) == set(visible), (name, widest)


def test_closing_changes_nothing_about_who_reads(story: Story) -> None:
    close_round(round=story.round, actor=story.cast.lead)
    assert {name: story.read_by(name) for name in READERS} == READ


def test_nobody_unknown_and_nobody_deactivated_reads_anything(story: Story) -> None:
    assert not Comment.objects.visible_to(AnonymousUser()).exists()
    User.objects.update(is_active=False)
    for name in READERS:
        getattr(story.cast, name).refresh_from_db()
        assert story.read_by(name) == set()


def test_a_withdrawn_invitation_reads_nothing_any_more(story: Story) -> None:
    Invitation.objects.filter(user=story.cast.rival).update(revoked_at=timezone.now())
    assert story.read_by("rival") == set()
    assert story.read_by("reviewer") == READ["reviewer"]


def test_a_round_in_preparation_is_not_there(story: Story) -> None:
    Round.objects.update(state="draft")
    assert [story.read_by(name) for name in ("reviewer", "focal_point", "rival")] == [set()] * 3


@pytest.mark.parametrize(
    ("widest", "colleague", "rival"),
    [
        (
            "group",
            {"mine to group", "mine to round", "mine on shelling", "mine on the whole", "reply of a colleague to us"},
            RIVALS,
        ),
        ("office", {"reply of a colleague to us"}, RIVALS),
    ],
)
def test_a_round_that_was_made_narrower_shows_less(story: Story, widest: str, colleague: set[str], rival: set[str]) -> None:
    Round.objects.update(widest_visibility=widest)
    assert story.read_by("focal_point") == colleague
    assert story.read_by("rival") == rival


def test_what_was_answered_to_a_narrowed_comment_is_narrowed_with_it(story: Story) -> None:
    """Nobody reads a reply whose thread they do not see; its author and the thread's keep it."""
    comment = story.said["mine to round"]
    edit_comment(comment=comment, base_revision=1, actor=story.cast.reviewer, **{**WORDS, "visibility": "office"})
    assert story.read_by("focal_point") == READ["focal_point"] - {"mine to round", "reply of a rival to all"}
    assert story.read_by("rival") == READ["rival"] - {"mine to round"}
    assert story.read_by("reviewer") == READ["reviewer"]


def test_positions_are_read_by_their_member_and_the_groups_by_its_members(story: Story) -> None:
    cast, round_ = story.cast, story.round
    mine, focal, rivals = (place(round_, person) for person in (cast.reviewer, cast.focal_point, cast.rival))
    taken = {
        "mine": take(mine),
        "the focal point's": take(focal),
        "the group's": take(focal, for_group=True),
        "rivals": take(rivals),
    }
    everything = set(taken)
    expected = {
        "reviewer": {"mine", "the group's"},
        "focal_point": {"the focal point's", "the group's"},
        "rival": {"rivals"},
        "lead": everything,
        "drafter": everything,
        "administrator": everything,
        "outsider": set(),
        "monitor": set(),
    }
    for name in READERS:
        visible = set(Position.objects.visible_to(getattr(cast, name)))
        assert {label for label, position in taken.items() if position in visible} == expected[name], name
    assert not Position.objects.visible_to(AnonymousUser()).exists()
