"""``/audit/``: what administrators read of the trail, page by page, and without who reviewers are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.domain.groups import GroupDetails, add_group
from accounts.domain.identities import read_identities
from accounts.domain.people import edit_profile
from accounts.domain.tokens import make_token
from accounts.models import AuditEntry, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
AUDIT = "/api/v1/audit/"
HIDDEN = "Hidden Name"


@pytest.fixture
def admin(cast: Cast) -> Client:
    return factories.signed_in(cast.administrator)


def make_group(cast: Cast, name: str = "New group") -> None:
    add_group(details=GroupDetails({"en": name}, "party", "ar"), actor=cast.lead)


def results(client: Client, query: str = "") -> list[dict[str, object]]:
    response = client.get(AUDIT + query)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def test_an_entry_says_who_did_what(cast: Cast, admin: Client) -> None:
    edit_profile(person=cast.lead, display_name="Samar", language="en", actor=cast.lead)
    line = results(admin)[0]
    assert line == {
        "id": AuditEntry.objects.latest("id").pk,
        "at": line["at"],
        "actor": str(cast.lead.uid),
        "who": "Samar",
        "verb": "edit_profile",
        "said": "changed the own profile",
        "operation": "UPDATE",
        "table": "accounts_user",
        "row": str(cast.lead.pk),
        "withheld": False,
        "changes": [{"column": "display_name", "before": "Lead", "after": "Samar"}],
    }


def test_words_are_in_the_language_of_the_request(cast: Cast) -> None:
    make_group(cast)
    _token, text = make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=cast.administrator)
    headers = {"authorization": f"Bearer {text}", "accept-language": "ar"}
    (line,) = Client(headers=headers).get(f"{AUDIT}?verb=add_group").json()["results"]
    with override("ar"):
        assert (line["verb"], line["said"]) == ("add_group", gettext("added a group"))
    assert line["said"] != "added a group"


def test_the_trail_is_filtered(cast: Cast, admin: Client) -> None:
    make_group(cast)
    edit_profile(person=cast.lead, display_name="L", language="en", actor=cast.lead)
    newest = AuditEntry.objects.latest("id").pk
    only = {
        f"?actor={cast.lead.uid}": 2,
        f"?actor={cast.lead.uid}&table=accounts_group": 1,
        f"?actor={cast.administrator.uid}": 0,
        "?actor=00000000-0000-4000-8000-000000000000": 0,
        "?verb=edit_profile": 1,
        "?verb=edit_profile&last=2020-01-01": 0,
        "?verb=edit_profile&first=2020-01-01&last=2100-01-01": 1,
        "?verb=nonsense": 0,
        f"?before={newest}&verb=edit_profile": 0,
        "?actor=&first=&verb=add_group": 1,
    }
    assert {query: len(results(admin, query)) for query in only} == only


@pytest.mark.parametrize("query", ["actor=3", "first=yesterday", "last=2020-13-01", "before=x", "before=0", f"before={2**63}"])
def test_a_filter_that_cannot_be_read_is_named(cast: Cast, admin: Client, query: str) -> None:
    response = admin.get(f"{AUDIT}?{query}")
    assert (response.status_code, [each["path"] for each in response.json()["errors"]]) == (400, [query.partition("=")[0]])


def test_pages_follow_one_another(cast: Cast, admin: Client) -> None:
    total = AuditEntry.objects.count()
    first = admin.get(f"{AUDIT}?page_size=2").json()
    assert (first["count"], len(first["results"]), first["previous"]) == (total, 2, None)
    before = first["results"][-1]["id"]
    make_group(cast)  # what is new moves nothing
    rest = admin.get(f"{AUDIT}?before={before}").json()
    ids = [line["id"] for line in first["results"] + rest["results"]]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == len(ids) == total


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_any_number(cast: Cast, admin: Client, count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        make_group(cast, f"Group {number}")
    with django_assert_num_queries(5):  # type: ignore[operator]
        assert len(results(admin, "?verb=add_group")) == count


def test_a_reviewer_is_a_reviewer_with_no_value_no_row_and_no_filter(cast: Cast, admin: Client) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(display_name=HIDDEN)
    edit_profile(person=cast.reviewer, display_name=f"Other {HIDDEN}", language="ku", actor=cast.reviewer)
    edit_profile(person=cast.reviewer, display_name=f"Third {HIDDEN}", language="ku", actor=cast.lead)
    by_lead, by_reviewer, *_rest = results(admin)
    bare = {"actor": None, "who": "a reviewer", "row": "", "withheld": True, "changes": []}
    assert {name: by_reviewer[name] for name in bare} == bare
    assert {name: by_lead[name] for name in bare} == bare | {"who": "Lead", "actor": str(cast.lead.uid)}
    assert results(admin, f"?actor={cast.reviewer.uid}") == []
    text = admin.get(f"{AUDIT}?page_size=500").content.decode()
    for secret in (HIDDEN, "reviewer@example.org", "rival@example.org", str(cast.reviewer.uid), str(cast.rival.uid)):
        assert secret not in text


def test_a_reason_given_on_the_page_opens_nothing_here(cast: Cast) -> None:
    User.objects.filter(pk=cast.administrator.pk).update(may_read_identities=True)
    edit_profile(person=cast.reviewer, display_name=HIDDEN, language="ku", actor=cast.reviewer)
    client = factories.signed_in(cast.administrator)
    assert HIDDEN in client.post("/audit/identities/", {"reason": "a threat was reported"}, follow=True).content.decode()
    read_identities(subject="audit", reason="again", actor=User.objects.get(pk=cast.administrator.pk))
    assert HIDDEN not in client.get(AUDIT).content.decode()


@pytest.mark.parametrize("name", ["lead", "drafter", "monitor", "reviewer", "focal_point"])
def test_the_trail_is_for_administrators(cast: Cast, name: str) -> None:
    make_group(cast)
    response = factories.signed_in(getattr(cast, name)).get(AUDIT)
    assert response.status_code == 403
    assert "New group" not in response.content.decode()


def test_without_signing_in_there_is_nothing(cast: Cast) -> None:
    assert Client().get(AUDIT).status_code == 401
