"""Signing in: one answer for wrong, unknown and deactivated; a new session key; nothing of allauth beyond what we mount."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.backends import InvitationBackend
from accounts.domain.errors import Forbidden
from accounts.domain.mail import send_due_mail
from accounts.enums import Role
from accounts.models import MailRequest, Session, User
from accounts.sessions import SessionStore
from accounts.web.entering import INVITATION_BACKEND, enter_by_invitation
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
LOGIN = "/sign-in/"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed: the time that an answer takes."""

    algorithm = "md5"
    calls = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.calls += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings: pytest.FixtureRequest) -> Iterator[type[CountingHasher]]:
    settings.PASSWORD_HASHERS = ["tests.accounts.web.test_signin.CountingHasher"]
    return CountingHasher


def sign_in(client: Client, email: str, password: str = factories.PASSWORD, **more: str) -> object:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def page_without_what_was_typed(response: object, email: str) -> str:
    """The answer without the address typed and without tokens, which differ by nature."""
    text = response.content.decode().replace(email, "ADDRESS")
    return re.sub(r'(value="|X-CSRFToken": ")[A-Za-z0-9]{64}', r"\1TOKEN", text)


def test_a_reviewer_signs_in_and_the_session_key_changes(cast: Cast, client: Client) -> None:
    client.get(LOGIN)
    session = client.session
    session["before"] = True
    session.save()
    key = session.session_key
    client.cookies["sessionid"] = key
    response = sign_in(client, " Reviewer@Example.org ", next="/profile/")
    assert (response.status_code, response["Location"]) == (302, "/profile/")
    assert client.session.session_key != key
    assert not Session.objects.filter(session_key=key).exists()
    row = Session.objects.get(user=cast.reviewer)
    assert row.device == "computer"
    assert client.get("/profile/").status_code == 200


def test_the_language_is_the_persons_own(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.reviewer.pk).update(language="ku")
    sign_in(client, "reviewer@example.org")
    assert client.get("/profile/").headers["Content-Language"] == "ku"


def test_one_answer_and_one_cost_for_wrong_unknown_deactivated_and_without_password(
    cast: Cast, hashes: type[CountingHasher]
) -> None:
    factories.user(email="off@example.org", is_active=False)
    User.objects.create_user(email="none@example.org")
    answers = {}
    tries = {
        "reviewer@example.org": "wrong",
        "nobody@example.org": "wrong",
        "off@example.org": factories.PASSWORD,
        "none@example.org": "wrong",
    }
    for email, password in tries.items():
        hashes.calls = 0
        response = sign_in(Client(), email, password)
        answers[email] = (response.status_code, page_without_what_was_typed(response, email), hashes.calls)
    assert len(set(answers.values())) == 1
    status, text, calls = answers["reviewer@example.org"]
    assert (status, calls) == (200, 1)
    assert "The e-mail address or the password is not right." in text


def test_what_was_typed_is_kept_and_the_password_is_not(cast: Cast, client: Client) -> None:
    text = sign_in(client, "reviewer@example.org", "not this one").content.decode()
    assert 'value="reviewer@example.org"' in text
    assert "not this one" not in text


def test_nobody_is_led_to_another_site(cast: Cast, client: Client) -> None:
    response = sign_in(client, "reviewer@example.org", next="https://example.com/")
    assert response["Location"] == "/"


def test_signing_out_asks_first_and_then_forgets(cast: Cast) -> None:
    client = factories.signed_in(cast.reviewer)
    assert client.get("/sign-out/").status_code == 200
    response = client.post("/sign-out/")
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert not Session.objects.filter(user=cast.reviewer).exists()


@pytest.mark.parametrize("path", ["/signup/", "/sign-in/signup/", "/accounts/signup/", "/email/", "/confirm-email/x/"])
def test_nobody_signs_up_or_adds_addresses(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


# --- Passwords by mail ----------------------------------------------------------------------------------------------
def test_asking_for_a_password_costs_and_answers_the_same_for_everybody(cast: Cast, django_assert_num_queries: object) -> None:
    answers = set()
    for email in ("reviewer@example.org", "nobody@example.org"):
        with django_assert_num_queries(5):  # type: ignore[operator]
            response = Client().post("/password/forgotten/", {"email": email})
        answers.add((response.status_code, response["Location"], response.content))
    assert answers == {(302, "/password/forgotten/sent/", b"")}
    assert MailRequest.objects.count() == 2
    assert mail.outbox == []


def reset_link(email: str) -> str:
    Client().post("/password/forgotten/", {"email": email})
    send_due_mail()
    (link,) = [word for word in mail.outbox[-1].body.split() if word.startswith("http")]
    return link.removeprefix("http://localhost:8000")


def test_a_link_sets_a_password_once_and_ends_other_sessions(cast: Cast, client: Client) -> None:
    elsewhere = factories.signed_in(cast.reviewer)
    link = reset_link("reviewer@example.org")
    assert client.get(link).status_code == 302
    assert User.objects.get(pk=cast.reviewer.pk).check_password(factories.PASSWORD), "a GET changed something"
    form = client.get(client.get(link)["Location"])
    assert form.status_code == 200
    assert link.rstrip("/").rpartition("-")[2] not in form.content.decode()
    action = client.get(link)["Location"]
    weak = client.post(action, {"password1": "short", "password2": "short"})
    assert (weak.status_code, "too short" in weak.content.decode()) == (200, True)
    new = "a new and longer sentence"
    assert client.post(action, {"password1": new, "password2": new})["Location"] == "/password/new/done/"
    assert elsewhere.get("/profile/").status_code == 302
    assert sign_in(Client(), "reviewer@example.org", new).status_code == 302
    again = Client().get(link)
    assert (again.status_code, "has been used, or has expired" in again.content.decode()) == (200, True)


def test_a_link_of_nobody_says_the_same(client: Client) -> None:
    page = client.get("/password/new/zz-abc123-" + "f" * 32 + "/")
    assert "has been used, or has expired" in page.content.decode()


def test_the_password_is_changed_and_only_this_session_stays(cast: Cast) -> None:
    here, elsewhere = factories.signed_in(cast.reviewer), factories.signed_in(cast.reviewer)
    new = "a new and longer sentence"
    typed = {"oldpassword": factories.PASSWORD, "password1": new, "password2": new}
    assert here.post("/password/", typed | {"oldpassword": "wrong"}).status_code == 200
    assert here.post("/password/", typed)["Location"] == "/profile/"
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302


def test_who_has_no_password_yet_can_set_a_first_one(cast: Cast) -> None:
    person = User.objects.create_user(email="fresh@example.org")
    client = factories.signed_in(person)
    assert client.get("/password/")["Location"] == "/password/first/"
    new = "a new and longer sentence"
    assert client.post("/password/first/", {"password1": new, "password2": new}).status_code == 302
    assert User.objects.get(pk=person.pk).check_password(new)


# --- By invitation --------------------------------------------------------------------------------------------------
def request_with_session(client: Client) -> object:
    request = RequestFactory(headers={"user-agent": "Mobile"}).post("/")
    request.session = SessionStore()
    request.session.create()
    return request


def test_an_invitation_signs_in_with_a_new_key_a_device_and_a_language(cast: Cast, client: Client) -> None:
    request = request_with_session(client)
    before = request.session.session_key
    User.objects.filter(pk=cast.reviewer.pk).update(language="ar")
    cast.reviewer.refresh_from_db()
    enter_by_invitation(request, cast.reviewer)
    request.session.save()
    assert request.session.session_key != before
    client.cookies["sessionid"] = request.session.session_key
    response = client.get("/review/")
    assert (response.status_code, response.headers["Content-Language"]) == (200, "ar")
    assert Session.objects.get(user=cast.reviewer).device == "phone"


@pytest.mark.parametrize("name", ["administrator", "lead"])
def test_the_office_never_enters_by_invitation(cast: Cast, client: Client, name: str) -> None:
    with pytest.raises(Forbidden):
        enter_by_invitation(request_with_session(client), getattr(cast, name))


def test_an_invitation_opens_nothing_of_the_account_nor_the_api(cast: Cast, client: Client) -> None:
    client.force_login(cast.rival, backend=INVITATION_BACKEND)
    for path in ("/profile/", "/profile/tokens/", "/factors/", "/password/first/"):
        assert (path, client.get(path).status_code) == (path, 403)
    response = client.get("/api/v1/me/")
    assert (response.status_code, response.json()["code"]) == (403, "invited-only")


def test_a_reviewer_who_joins_the_office_is_out_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.rival, backend=INVITATION_BACKEND)
    assert client.get("/review/").status_code == 200
    User.objects.filter(pk=cast.rival.pk).update(role=Role.FACILITATOR)
    assert client.get("/review/").status_code == 302


def test_a_deactivated_reviewer_is_out_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.rival, backend=INVITATION_BACKEND)
    User.objects.filter(pk=cast.rival.pk).update(is_active=False)
    assert client.get("/review/").status_code == 302


def test_only_an_invited_person_passes_the_backend(cast: Cast) -> None:
    backend = InvitationBackend()
    assert backend.authenticate(None, invited=cast.reviewer) == cast.reviewer
    assert backend.authenticate(None, invited=cast.lead) is None
    assert backend.authenticate(None, email="reviewer@example.org", password=factories.PASSWORD) is None
    assert backend.get_user(0) is None


def test_every_page_of_signing_in_forbids_inline_script_and_keeping(client: Client) -> None:
    response = client.get(LOGIN)
    policy = response.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy
    assert "script-src 'self'" in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    text = response.content.decode()
    assert "<script>" not in text
    assert "style=" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_the_address_of_the_login_page_is_the_one_that_django_knows() -> None:
    assert reverse("account_login") == LOGIN
