"""One's own page: name, language, sessions, tokens, data."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain import my_data
from accounts.domain.tokens import make_token, person_with_token
from accounts.models import ApiToken, Session, User
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(cast: Cast) -> Client:
    return factories.signed_in(cast.reviewer)


def test_name_and_language_are_saved_and_shown_at_once(cast: Cast, reviewer: Client) -> None:
    said = reviewer.post("/profile/", {"display_name": "Rana", "language": "ar"}, follow=True)
    assert said.headers["Content-Language"] == "ar"
    assert 'dir="rtl"' in said.content.decode()
    cast.reviewer.refresh_from_db()
    assert (cast.reviewer.display_name, cast.reviewer.language) == ("Rana", "ar")


def test_a_mistake_keeps_what_was_typed(reviewer: Client) -> None:
    response = reviewer.post("/profile/", {"display_name": "Rana", "language": "fr"})
    assert (response.status_code, 'value="Rana"' in response.content.decode()) == (400, True)
    response = reviewer.post("/profile/", {"display_name": "Ra\u202ena", "language": "ar"})
    assert (response.status_code, "direction of writing" in response.content.decode()) == (400, True)
    assert response.headers["Content-Language"] == "en"


def test_the_page_shows_the_own_groups_and_nothing_of_others(cast: Cast, reviewer: Client) -> None:
    text = reviewer.get("/profile/").content.decode()
    assert "Women of Homs" in text
    assert "Doctors of Idlib" not in text
    assert "Roadmap" not in re.sub(r"<!--.*?-->", "", text), "a reviewer's page names the subject in the history"


def test_a_facilitator_without_a_factor_is_told(cast: Cast) -> None:
    assert "Missing" in factories.signed_in(cast.lead).get("/profile/").content.decode()
    Authenticator.objects.create(user=cast.lead, type="totp", data={})
    assert "Missing" not in factories.signed_in(cast.lead).get("/profile/").content.decode()


# --- Sessions -------------------------------------------------------------------------------------------------------
def test_sessions_are_listed_by_day_without_their_keys(cast: Cast, reviewer: Client) -> None:
    other = factories.signed_in(cast.reviewer)
    text = reviewer.get("/profile/sessions/").content.decode()
    assert text.count("This device") == 1
    for client in (reviewer, other):
        assert client.session.session_key not in text
    assert re.search(r"\d\d:\d\d", re.sub(r"<svg.*?</svg>", "", text)) is None


def test_one_session_or_all_others_are_ended(cast: Cast, reviewer: Client) -> None:
    other = factories.signed_in(cast.reviewer)
    stranger = factories.signed_in(cast.rival)
    theirs = Session.objects.get(user=cast.rival)
    reviewer.post(reverse("session_end", kwargs={"uid": theirs.uid}))
    assert stranger.get("/profile/").status_code == 200
    row = Session.objects.get(session_key=other.session.session_key)
    assert reviewer.post(reverse("session_end", kwargs={"uid": row.uid}))["Location"] == "/profile/sessions/"
    assert other.get("/profile/").status_code == 302
    another = factories.signed_in(cast.reviewer)
    reviewer.post("/profile/sessions/end-others/")
    assert another.get("/profile/").status_code == 302
    assert reviewer.get("/profile/sessions/").status_code == 200
    assert stranger.get("/profile/").status_code == 200


# --- API tokens -----------------------------------------------------------------------------------------------------
def test_a_token_is_shown_once(cast: Cast, reviewer: Client) -> None:
    assert "You have no token" in reviewer.get("/profile/tokens/").content.decode()
    made = reviewer.post("/profile/tokens/", {"name": "Sheet", "days": "30"})
    (text,) = set(re.findall(r"scne_[A-Za-z0-9_-]{43}", made.content.decode()))
    assert made.status_code == 201
    assert person_with_token(text) is not None
    again = reviewer.get("/profile/tokens/").content.decode()
    assert ("Sheet" in again, text in again) == (True, False)


@pytest.mark.parametrize(
    "typed", [{"name": "Sheet", "days": "9999"}, {"name": " ", "days": "30"}, {"name": "a\u202eb", "days": "30"}]
)
def test_a_token_that_cannot_be_made_keeps_what_was_typed(reviewer: Client, typed: dict[str, str]) -> None:
    response = reviewer.post("/profile/tokens/", typed)
    assert response.status_code == 400
    assert not ApiToken.objects.exists()
    assert response.context["form"]["name"].value() == typed["name"]


def test_tokens_are_revoked_by_their_owner_alone(cast: Cast, reviewer: Client) -> None:
    token, text = make_token(name="x", expires_at=timezone.now() + timedelta(days=1), actor=cast.reviewer)
    revoke = reverse("token_revoke", kwargs={"uid": token.uid})
    assert factories.signed_in(cast.rival).post(revoke).status_code == 404
    assert person_with_token(text) is not None
    assert "has been revoked" in reviewer.post(revoke, follow=True).content.decode()
    assert person_with_token(text) is None
    assert "is revoked already" in reviewer.post(revoke, follow=True).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_any_number(cast: Cast, reviewer: Client, count: int, django_assert_num_queries: object) -> None:
    for number in range(count):
        make_token(name=str(number), expires_at=timezone.now() + timedelta(days=1), actor=cast.reviewer)
        factories.signed_in(cast.reviewer)
    ApiToken.objects.filter(name="0").update(expires_at=timezone.now())
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert reviewer.get("/profile/tokens/").content.decode().count("Expired") == 1
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(reviewer.get("/profile/sessions/").context["devices"]) == count + 1


# --- Data -----------------------------------------------------------------------------------------------------------
def test_my_data_is_all_mine_and_no_secret(cast: Cast, reviewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my_data, "_sections", {})
    my_data.add_section("comments", lambda person: [person.pk])
    make_token(name="Sheet", expires_at=timezone.now() + timedelta(days=1), actor=cast.reviewer)
    Authenticator.objects.create(user=cast.reviewer, type="totp", data={"secret": "JBSWY3DP"})
    response = reviewer.get("/profile/data/")
    today = timezone.now().date().isoformat()
    assert response.json() == {
        "person": {
            "email": "reviewer@example.org",
            "name": "Reviewer",
            "role": "reviewer",
            "language": "en",
            "may_read_identities": False,
            "since": today,
        },
        "groups": [{"key": "homs-women", "name": cast.group.name, "is_focal_point": False}],
        "second_factors": [{"kind": "totp", "since": today}],
        "sessions": [{"device": "", "since": today}],
        "api_tokens": [
            {
                "name": "Sheet",
                "made": today,
                "ends": (timezone.now() + timedelta(days=1)).date().isoformat(),
                "revoked": False,
            }
        ],
        "comments": [cast.reviewer.pk],
    }
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'


# --- Language and leaving -------------------------------------------------------------------------------------------
def test_the_language_is_remembered_on_the_device_and_for_the_person(cast: Cast, reviewer: Client) -> None:
    response = reviewer.post("/language/", {"language": "ku", "next": "/profile/"})
    assert response["Location"] == "/profile/"
    assert reviewer.get("/profile/").headers["Content-Language"] == "ku"
    assert User.objects.get(pk=cast.reviewer.pk).language == "ku"


def test_somebody_who_is_not_signed_in_chooses_too(client: Client) -> None:
    client.post("/language/", {"language": "ar", "next": "https://example.com/"})
    page = client.get("/sign-in/")
    assert page.headers["Content-Language"] == "ar"
    response = client.post("/language/", {"language": "xx", "next": "https://example.com/"})
    assert (response["Location"], "Set-Cookie" in response.headers) == ("/", False)
    assert client.get("/sign-in/").headers["Content-Language"] == "ar"


def test_the_browsers_language_is_the_last_resort(cast: Cast, reviewer: Client) -> None:
    session = reviewer.session
    session["language"] = "xx"
    session.save()
    page = reviewer.get("/profile/", headers={"accept-language": "ar-SY,ar;q=0.9"})
    assert page.headers["Content-Language"] == "ar"


def test_leaving_in_a_hurry_signs_out_and_leads_to_a_neutral_page(cast: Cast, reviewer: Client) -> None:
    assert reviewer.get("/leave/").status_code == 405
    response = reviewer.post("/leave/")
    assert response["Location"] == "https://www.wikipedia.org/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "https://www.wikipedia.org" in response["Content-Security-Policy"]
    assert not Session.objects.filter(user=cast.reviewer).exists()
    assert Client().post("/leave/").status_code == 302
