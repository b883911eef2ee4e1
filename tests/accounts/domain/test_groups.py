"""Groups and members: three languages, focal points, and nobody mailed who opted out."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.domain import groups
from accounts.domain.errors import Conflict, Invalid, Refused
from accounts.domain.groups import GroupDetails
from accounts.models import Group, MailRequest, Membership, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
DETAILS = GroupDetails({"en": "Teachers of Raqqa", "ar": " معلمو الرقة ", "ku": " "}, "civil_society", "ar")


def test_a_group_keeps_the_languages_that_were_written(cast: Cast) -> None:
    group = groups.add_group(details=DETAILS, actor=cast.administrator)
    assert (group.key, group.name) == ("teachers-of-raqqa", {"en": "Teachers of Raqqa", "ar": "معلمو الرقة"})


def test_keys_are_unique_and_never_empty(cast: Cast) -> None:
    arabic = replace(DETAILS, name={"ar": "معلمون"})
    keys = [groups.add_group(details=one, actor=None).key for one in (DETAILS, DETAILS, arabic, arabic)]
    assert keys == ["teachers-of-raqqa", "teachers-of-raqqa-2", "group", "group-2"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": {"en": " "}}, "name"),
        ({"name": {"fr": "Non"}}, "language"),
        ({"language": "fr"}, "language"),
        ({"kind": "army"}, "kind"),
    ],
)
def test_a_malformed_detail_is_named(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        groups.add_group(details=replace(DETAILS, **change), actor=None)
    assert [problem.path for problem in refused.value.problems] == [field]


def test_a_change_keeps_the_key(cast: Cast) -> None:
    details = replace(GroupDetails.of(cast.group), name={"en": "Other name"}, mail_opt_out=True)
    groups.edit_group(group=cast.group, details=details, actor=cast.administrator)
    cast.group.refresh_from_db()
    assert (cast.group.key, cast.group.name, cast.group.mail_opt_out) == ("homs-women", {"en": "Other name"}, True)


def test_a_member_is_found_by_address_or_added_as_a_reviewer_without_any_mail(cast: Cast) -> None:
    known = groups.add_member(group=cast.rival_group, email="Reviewer@example.org", actor=cast.administrator)
    new = groups.add_member(
        group=cast.rival_group, email="fresh@example.org", display_name="F", focal_point=True, actor=cast.administrator
    )
    assert (known.user, known.is_focal_point) == (cast.reviewer, False)
    assert (new.user.role, new.user.language, new.is_focal_point) == ("reviewer", "ar", True)
    assert not MailRequest.objects.exists()


def test_a_member_is_added_once_and_never_from_the_office(cast: Cast) -> None:
    with pytest.raises(Conflict):
        groups.add_member(group=cast.group, email="reviewer@example.org", actor=None)
    with pytest.raises(Refused, match="office"):
        groups.add_member(group=cast.group, email="lead@example.org", actor=None)
    with pytest.raises(Invalid):
        groups.add_member(group=cast.group, email="nobody", actor=None)
    assert not User.objects.filter(email="nobody").exists()


def test_focal_points_are_named_and_members_taken_out(cast: Cast) -> None:
    membership = Membership.objects.get(user=cast.reviewer)
    groups.set_focal_point(membership=membership, is_focal_point=True, actor=None)
    assert Membership.objects.filter(group=cast.group, is_focal_point=True).count() == 2
    groups.remove_member(membership=membership, actor=None)
    assert not Membership.objects.filter(user=cast.reviewer).exists()


def test_other_apps_hear_who_leaves_and_who_speaks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[object, ...]] = []
    monkeypatch.setattr(groups, "_leaving", [])
    monkeypatch.setattr(groups, "_focal_point_changing", [])
    groups.when_leaving(lambda *told: heard.append(told))
    groups.when_focal_point_changes(lambda *told: heard.append(told))
    membership = Membership.objects.get(user=cast.reviewer)
    groups.set_focal_point(membership=membership, is_focal_point=True, actor=None)
    groups.set_focal_point(membership=membership, is_focal_point=False, actor=None)
    groups.remove_member(membership=membership, actor=None)
    assert heard == [(cast.reviewer, cast.group, True), (cast.reviewer, cast.group, False), (cast.reviewer, cast.group)]


def test_only_an_empty_group_can_be_removed(cast: Cast) -> None:
    with pytest.raises(Conflict, match="members"):
        groups.remove_group(group=cast.group, actor=None)
    empty = factories.group()
    groups.remove_group(group=empty, actor=None)
    assert not Group.objects.filter(pk=empty.pk).exists()


def test_groups_are_seen_by_the_office_and_by_their_members(cast: Cast) -> None:
    assert set(Group.objects.visible_to(cast.lead)) == {cast.group, cast.rival_group}
    assert list(Group.objects.visible_to(cast.reviewer)) == [cast.group]
    assert not Group.objects.visible_to(cast.monitor).exists()
    assert not Group.objects.visible_to(AnonymousUser()).exists()


def test_groups_are_found_in_any_language_and_counted(cast: Cast) -> None:
    assert list(Group.objects.matching("أطباء")) == [cast.rival_group]
    assert list(Group.objects.matching("homs")) == [cast.group]
    assert Group.objects.matching(" ").count() == 2
    counts = Group.objects.with_member_counts().values_list("key", "member_count", "focal_point_count")
    assert list(counts) == [("homs-women", 2, 1), ("idlib-doctors", 1, 0)]
    assert str(cast.group) == "Women of Homs"
