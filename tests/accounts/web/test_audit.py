"""The audit page: in words, filtered, page by page, and without who reviewers are."""

import pytest
from django.test import Client

from accounts.domain.groups import GroupDetails, add_group
from accounts.domain.people import edit_profile
from accounts.models import AuditEntry, IdentityReading, User
from accounts.web import audit
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast) -> Client:
    return factories.signed_in(cast.administrator)


def make_group(cast: Cast, name: str = "New group") -> None:
    add_group(details=GroupDetails({"en": name}, "party", "ar"), actor=cast.lead)


def shown(response: object) -> list[tuple[str, str, str]]:
    return [(str(line.who), str(line.verb), str(line.table)) for line in response.context["lines"]]


def test_the_newest_is_first_and_in_words(cast: Cast, admin: Client) -> None:
    make_group(cast)
    response = admin.get("/audit/")
    assert shown(response)[0] == ("Lead", "added a group", "Group")
    assert "New group" in response.content.decode()


def test_the_trail_is_filtered(cast: Cast, admin: Client) -> None:
    make_group(cast)
    edit_profile(person=cast.lead, display_name="L", language="en", actor=cast.lead)
    only = {
        f"actor={cast.lead.pk}": 2,
        f"actor={cast.lead.pk}&table=accounts_group": 1,
        "verb=edit_profile": 1,
        "verb=edit_profile&last=2020-01-01": 0,
        "verb=edit_profile&first=2020-01-01&last=2100-01-01": 1,
        "verb=nonsense&first=nonsense&before=x": len(shown(admin.get("/audit/"))),
    }
    assert {query: len(shown(admin.get(f"/audit/?{query}"))) for query in only} == only
    assert "Nothing fits" in admin.get("/audit/?last=2020-01-01").content.decode()


def test_pages_follow_one_another_without_gap_or_overlap(cast: Cast, admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "PAGE_SIZE", 5)
    total = AuditEntry.objects.count()
    seen: list[int] = []
    query = ""
    while True:
        context = admin.get(f"/audit/{query}").context
        seen += [line.id for line in context["lines"]]
        make_group(cast)  # what is new moves nothing
        if context["next_before"] is None:
            break
        query = f"?before={context['next_before']}"
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) == total


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(cast: Cast, admin: Client, count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        make_group(cast, f"Group {number}")
    with django_assert_num_queries(6):  # type: ignore[operator]
        assert len(shown(admin.get("/audit/?verb=add_group"))) == count


def secretly(cast: Cast) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(display_name="Hidden Name")
    edit_profile(person=cast.reviewer, display_name="Other Hidden Name", language="ku", actor=cast.reviewer)


def test_a_reviewer_is_a_reviewer_with_no_value_no_row_and_no_filter(cast: Cast, admin: Client) -> None:
    secretly(cast)
    response = admin.get("/audit/")
    text = response.content.decode()
    assert shown(response)[0][0] == "a reviewer"
    for secret in ("Hidden Name", "reviewer@example.org", "rival@example.org", f">{cast.reviewer.pk}<"):
        assert secret not in text
    by_name = AuditEntry.objects.by(str(cast.reviewer.pk), with_identities=False)
    assert not by_name.exists()
    assert AuditEntry.objects.by(str(cast.reviewer.pk), with_identities=True).exists()
    assert response.context["reason_form"] is None


def test_names_are_shown_after_a_reason_for_a_quarter_of_an_hour_and_that_is_logged(cast: Cast) -> None:
    secretly(cast)
    User.objects.filter(pk=cast.administrator.pk).update(may_read_identities=True)
    client = factories.signed_in(cast.administrator)
    refused = client.post("/audit/identities/", {"reason": " "}, follow=True)
    assert "Say why you need to know." in refused.content.decode()
    assert "Hidden Name" not in refused.content.decode()
    told = client.post("/audit/identities/", {"reason": "a threat was reported"}, follow=True)
    assert "Other Hidden Name" in told.content.decode()
    assert [(one.reader_id, one.reason) for one in IdentityReading.objects.all()] == [
        (cast.administrator.pk, "a threat was reported")
    ]
    assert shown(told)[0] == ("Administrator", "read who is behind pseudonyms", "Reading of identities")
    session = client.session
    session[audit.IDENTITIES_UNTIL] -= 16 * 60
    session.save()
    assert "Hidden Name" not in client.get("/audit/").content.decode()


def test_the_permission_counts_at_every_look(cast: Cast) -> None:
    secretly(cast)
    User.objects.filter(pk=cast.administrator.pk).update(may_read_identities=True)
    client = factories.signed_in(cast.administrator)
    client.post("/audit/identities/", {"reason": "a threat was reported"})
    User.objects.filter(pk=cast.administrator.pk).update(may_read_identities=False)
    assert "Hidden Name" not in client.get("/audit/").content.decode()
    assert client.post("/audit/identities/", {"reason": "again"}).status_code == 403


@pytest.mark.parametrize("name", ["lead", "monitor", "reviewer"])
def test_the_trail_is_for_administrators(cast: Cast, name: str) -> None:
    person = getattr(cast, name)
    client = factories.signed_in(person)
    assert client.get("/audit/").status_code == 403
    assert client.post("/audit/identities/", {"reason": "x"}).status_code == 403
    assert not AuditEntry.objects.visible_to(person).exists()
