"""Groups' pages: facilitators see groups, only administrators see who is in them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Group, Membership, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TYPED = {"name_en": "Teachers", "name_ar": "معلمون", "kind": "party", "language": "ar", "note_ku": "Not"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return factories.signed_in(cast.administrator)


def page(group: Group, name: str = "group_detail", **more: object) -> str:
    return reverse(name, kwargs={"uid": group.uid} | more)


def keys(response: object) -> list[str]:
    return [group.key for group in response.context["page"].object_list]


def test_the_list_is_searched_and_filtered(cast: Cast, admin: Client) -> None:
    factories.group(key="party", kind="party")
    assert keys(admin.get("/groups/")) == ["homs-women", "idlib-doctors", "party"]
    assert keys(admin.get("/groups/?q=نساء")) == ["homs-women"]
    assert keys(admin.get("/groups/?kind=party")) == ["party"]
    assert "No group fits" in admin.get("/groups/?q=zzz").content.decode()


def test_the_empty_list_says_what_groups_are_for(admin: Client) -> None:
    Membership.objects.all().delete()
    Group.objects.all().delete()
    assert "There is no group yet" in admin.get("/groups/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_page_cost_the_same_for_any_number(
    cast: Cast, admin: Client, count: int, django_assert_num_queries: object
) -> None:
    Membership.objects.all().delete()
    Group.objects.all().delete()
    groups = [factories.group() for _ in range(count)]
    for _ in range(count):
        factories.membership(factories.user(), groups[0])
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(keys(admin.get("/groups/"))) == count
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(admin.get(page(groups[0])).context["members"]) == count


def test_a_group_is_added_in_three_languages_and_changed(cast: Cast, admin: Client) -> None:
    assert admin.get("/groups/add/").status_code == 200
    group_page = admin.post("/groups/add/", TYPED)["Location"]
    group = Group.objects.get(key="teachers")
    assert group_page == page(group)
    assert (group.name, group.note) == ({"en": "Teachers", "ar": "معلمون"}, {"ku": "Not"})
    text = admin.get(page(group, "group_edit")).content.decode()
    assert 'value="معلمون"' in text
    admin.post(page(group, "group_edit"), TYPED | {"name_en": "", "mail_opt_out": "on"})
    group.refresh_from_db()
    assert (group.key, group.name, group.mail_opt_out) == ("teachers", {"ar": "معلمون"}, True)


def test_a_group_without_a_name_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    typed = TYPED | {"name_en": "", "name_ar": ""}
    for path in ("/groups/add/", page(cast.group, "group_edit")):
        response = admin.post(path, typed)
        text = response.content.decode()
        assert (response.status_code, "Give the group a name" in text, ">\nNot</textarea>" in text) == (400, True, True)
        assert admin.post(path, typed | {"kind": "army"}).status_code == 400


def test_members_are_added_by_address(cast: Cast, admin: Client) -> None:
    response = admin.post(page(cast.group, "member_add"), {"email": "fresh@example.org", "focal_point": "on"}, follow=True)
    assert "The member has been added." in response.content.decode()
    assert "fresh@example.org" in response.content.decode()
    again = admin.post(page(cast.group, "member_add"), {"email": "fresh@example.org"})
    assert (again.status_code, "This person is already a member." in again.content.decode()) == (409, True)
    assert 'value="fresh@example.org"' in again.content.decode()
    assert admin.post(page(cast.group, "member_add"), {"email": ""}).status_code == 400


def test_focal_points_change_and_members_are_taken_out(cast: Cast, admin: Client) -> None:
    who = {"member": cast.reviewer.uid}
    admin.post(page(cast.group, "member_focal_point", **who), {"is_focal_point": "1"})
    assert Membership.objects.get(user=cast.reviewer).is_focal_point
    admin.post(page(cast.group, "member_focal_point", **who), {"is_focal_point": "0"})
    assert not Membership.objects.get(user=cast.reviewer).is_focal_point
    assert admin.get(page(cast.group, "member_remove", **who)).status_code == 200
    admin.post(page(cast.group, "member_remove", **who))
    assert not Membership.objects.filter(user=cast.reviewer).exists()
    assert admin.get(page(cast.group, "member_remove", **who)).status_code == 404


def test_only_an_empty_group_goes(cast: Cast, admin: Client) -> None:
    assert admin.get(page(cast.group, "group_remove")).status_code == 200
    said = admin.post(page(cast.group, "group_remove"), follow=True)
    assert "The group still has members." in said.content.decode()
    empty = factories.group()
    assert admin.post(page(empty, "group_remove"))["Location"] == "/groups/"
    assert admin.get(page(empty)).status_code == 404


def test_a_facilitator_sees_groups_and_not_one_member(cast: Cast) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(display_name="Hidden Name", email="hidden@example.org")
    client = factories.signed_in(cast.lead)
    for path in ("/groups/", page(cast.group)):
        text = client.get(path).content.decode()
        assert "Women of Homs" in text
        for secret in ("Hidden Name", "hidden@example.org", str(cast.reviewer.uid), "Focal Point", "/people/"):
            assert secret not in text
    assert list(client.get(page(cast.group)).context["members"]) == []
    assert client.get(page(cast.group, "group_edit")).status_code == 403
    assert client.post(page(cast.group, "member_add"), {"email": "x@example.org"}).status_code == 403
    who = {"member": cast.reviewer.uid}
    assert client.get(page(cast.group, "member_remove", **who)).status_code == 404
    assert client.post(page(cast.group, "member_focal_point", **who)).status_code == 404


@pytest.mark.parametrize("name", ["monitor", "rival"])
def test_to_others_a_group_does_not_exist(cast: Cast, name: str) -> None:
    client = factories.signed_in(getattr(cast, name))
    assert client.get("/groups/").status_code == 403
    known, unknown = client.get(page(cast.group)), client.get(page(Group()))
    assert (known.status_code, known.content) == (404, unknown.content)


def test_a_member_knows_of_the_own_group_but_has_no_page_for_it(cast: Cast) -> None:
    assert factories.signed_in(cast.reviewer).get(page(cast.group)).status_code == 403


def test_two_who_edit_the_same_group_are_told_and_nothing_vanishes(cast: Cast, admin: Client) -> None:
    path = page(cast.group, "group_edit")
    opened = admin.get(path).context["form"]["seen"].value()
    Group.objects.filter(pk=cast.group.pk).update(name={"en": "Saved by another"}, mail_opt_out=True)
    clash = admin.post(path, TYPED | {"seen": opened})
    text = clash.content.decode()
    assert (clash.status_code, "It now reads: Saved by another" in text, 'value="Teachers"' in text) == (409, True, True)
    assert "It now reads: yes" in text
    assert admin.post(path, TYPED | {"seen": clash.context["form"]["seen"].value()}).status_code == 302
