"""People's pages, for administrators only."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, MailRequest, Session, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
TYPED = {"email": "new@example.org", "display_name": "نور", "role": "facilitator", "language": "ar"}


@pytest.fixture
def admin(cast: Cast) -> Client:
    return factories.signed_in(cast.administrator)


def names(response: object) -> list[str]:
    return [person.email.partition("@")[0] for person in response.context["page"].object_list]


def page(person: User, name: str = "person_edit") -> str:
    return reverse(name, kwargs={"uid": person.uid})


def test_the_list_is_searched_and_filtered(cast: Cast, admin: Client) -> None:
    User.objects.filter(pk=cast.rival.pk).update(is_active=False)
    assert names(admin.get("/people/")) == ["administrator", "drafter", "focal_point", "lead", "monitor", "outsider", "reviewer"]
    assert names(admin.get("/people/?q=FOCAL")) == ["focal_point"]
    assert names(admin.get("/people/?role=reviewer")) == ["focal_point", "reviewer"]
    assert names(admin.get("/people/?state=inactive")) == ["rival"]
    assert len(names(admin.get("/people/?state=all&role=nonsense&page=99"))) == 8
    assert "Nobody fits" in admin.get("/people/?q=zzz").content.decode()


@pytest.mark.parametrize("extra", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_people(
    cast: Cast, admin: Client, extra: int, django_assert_num_queries: object
) -> None:
    User.objects.filter(role="reviewer").delete()
    for _ in range(extra):
        factories.membership(factories.user(), cast.group)
    with django_assert_num_queries(7):  # type: ignore[operator]
        response = admin.get("/people/?role=reviewer")
    assert len(names(response)) == extra


def test_the_list_is_cut_into_pages(cast: Cast, admin: Client) -> None:
    for _ in range(45):
        factories.user()
    first = admin.get("/people/")
    assert len(names(first)) == 50
    assert 'href="?page=2"' in first.content.decode()
    assert len(names(admin.get("/people/?page=2"))) == 3


def test_a_person_is_added_and_the_page_says_so(cast: Cast, admin: Client) -> None:
    response = admin.post("/people/add/", TYPED | {"send_mail": "on"}, follow=True)
    assert "The person has been added." in response.content.decode()
    assert User.objects.get(email="new@example.org").display_name == "نور"
    assert MailRequest.objects.get().email == "new@example.org"
    admin.post("/people/add/", TYPED | {"email": "quiet@example.org"})
    assert MailRequest.objects.count() == 1


def test_what_was_typed_is_kept_beside_what_is_wrong(cast: Cast, admin: Client) -> None:
    taken = admin.post("/people/add/", TYPED | {"email": "Reviewer@example.org"})
    text = taken.content.decode()
    assert taken.status_code == 409
    assert "Somebody with this e-mail address is already here." in text
    assert 'value="نور"' in text
    malformed = admin.post("/people/add/", TYPED | {"email": "nobody"})
    assert (malformed.status_code, 'value="nobody"' in malformed.content.decode()) == (400, True)


def test_a_person_is_changed(cast: Cast, admin: Client) -> None:
    assert admin.get(page(cast.outsider)).status_code == 200
    typed = {"email": "outsider@example.org", "display_name": "X", "role": "facilitator", "language": "ku"}
    response = admin.post(page(cast.outsider), typed | {"may_read_identities": "on"})
    assert response["Location"] == page(cast.outsider)
    cast.outsider.refresh_from_db()
    assert (cast.outsider.language, cast.outsider.may_read_identities) == ("ku", True)
    entry = AuditEntry.objects.filter(table="accounts_user", operation="UPDATE").latest("id")
    assert entry.after["may_read_identities"] is True


def test_a_refused_change_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    typed = {"email": "reviewer@example.org", "display_name": "Typed", "role": "facilitator", "language": "en"}
    response = admin.post(page(cast.reviewer), typed)
    assert response.status_code == 422
    assert "Members of groups cannot work in the office" in response.content.decode()
    assert 'value="Typed"' in response.content.decode()
    assert admin.post(page(cast.reviewer), typed | {"email": ""}).status_code == 400


def test_deactivating_asks_first(cast: Cast, admin: Client) -> None:
    factories.signed_in(cast.lead)
    assert admin.get(page(cast.lead, "person_deactivate")).status_code == 200
    assert User.objects.get(pk=cast.lead.pk).is_active
    said = admin.post(page(cast.lead, "person_deactivate"), follow=True)
    assert "The person can no longer sign in." in said.content.decode()
    assert "Let in again" in said.content.decode()
    assert not Session.objects.filter(user=cast.lead).exists()
    admin.post(page(cast.lead, "person_reactivate"))
    assert User.objects.get(pk=cast.lead.pk).is_active


def test_the_last_administrator_is_told_why(cast: Cast, admin: Client) -> None:
    said = admin.post(page(cast.administrator, "person_deactivate"), follow=True)
    assert "At least one active administrator must remain." in said.content.decode()


def test_a_link_for_a_password_and_the_removal_of_factors(cast: Cast, admin: Client) -> None:
    admin.post(page(cast.lead, "person_send_password"))
    assert MailRequest.objects.get().email == "lead@example.org"
    assert admin.get(page(cast.lead, "person_remove_factors")).status_code == 200
    said = admin.post(page(cast.lead, "person_remove_factors"), follow=True)
    assert "The second factors have been removed." in said.content.decode()


@pytest.mark.parametrize("name", ["lead", "monitor", "reviewer"])
def test_nobody_else_sees_people(cast: Cast, name: str) -> None:
    client = factories.signed_in(getattr(cast, name))
    assert [client.get(path).status_code for path in ("/people/", "/people/add/")] == [403, 403]
    for route in ("person_edit", "person_deactivate", "person_remove_factors"):
        known, unknown = client.get(page(cast.rival, route)), client.get(page(User(), route))
        assert (known.status_code, unknown.status_code) == (404, 404)
        assert known.content == unknown.content
    for route in ("person_reactivate", "person_send_password"):
        assert client.post(page(cast.rival, route)).status_code == 404


def test_two_who_edit_the_same_person_are_told_and_nothing_vanishes(cast: Cast, admin: Client) -> None:
    path = page(cast.outsider)
    opened = admin.get(path).context["form"]["seen"].value()
    User.objects.filter(pk=cast.outsider.pk).update(display_name="Saved by another", language="ku")
    typed = {"email": "outsider@example.org", "display_name": "Mine", "role": "facilitator", "language": "en", "seen": opened}
    clash = admin.post(path, typed)
    text = clash.content.decode()
    assert clash.status_code == 409
    assert "Somebody else changed this in the meantime." in text
    assert "It now reads: Saved by another" in text
    assert "It now reads: Kurmancî" in text
    assert 'value="Mine"' in text
    assert User.objects.get(pk=cast.outsider.pk).display_name == "Saved by another"
    meant = admin.post(path, typed | {"seen": clash.context["form"]["seen"].value()})
    assert meant.status_code == 302
    assert User.objects.get(pk=cast.outsider.pk).display_name == "Mine"


def test_another_refusal_does_not_hide_a_clash(cast: Cast, admin: Client) -> None:
    opened = admin.get(page(cast.outsider)).context["form"]["seen"].value()
    typed = {"email": "outsider@example.org", "role": "reviewer", "language": "en", "may_read_identities": "on", "seen": opened}
    refused = admin.post(page(cast.outsider), typed)
    assert (refused.status_code, refused.context["form"]["seen"].value()) == (400, opened)
