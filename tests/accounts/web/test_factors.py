"""The office reaches nothing before a second factor is set up and proven in the session."""

import json
import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.second_factor import (
    factor_kinds,
    is_proven,
    may_remove_factor,
    remove_second_factors,
    requires_second_factor,
)
from accounts.domain.tokens import make_token
from accounts.models import ApiToken, AuditEntry, Session
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
ELSEWHERE = ["/profile/", "/people/", "/groups/", "/audit/", "/profile/sessions/", "/profile/tokens/", "/factors/codes/"]


def code_for(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_password(email: str) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": email, "password": factories.PASSWORD})
    return client


def secret_on(page: object) -> str:
    (found,) = re.findall(r'<bdi class="code" dir="ltr">([A-Z2-7]{32})</bdi>', page.content.decode())
    return found


def set_up(client: Client) -> str:
    secret = secret_on(client.get("/factors/app/"))
    response = client.post("/factors/app/", {"code": code_for(secret)})
    assert (response.status_code, response["Location"]) == (302, "/factors/codes/")
    return secret


@pytest.mark.parametrize("name", ["administrator", "lead"])
def test_without_a_factor_the_office_is_led_to_the_set_up(cast: Cast, name: str) -> None:
    client = with_password(f"{name}@example.org")
    for path in ["/", *ELSEWHERE]:
        response = client.get(path)
        assert (path, response.status_code, response["Location"]) == (path, 302, "/factors/")
    page = client.get("/factors/")
    assert "Your role signs in with two factors" in page.content.decode()
    assert client.post("/profile/sessions/end-others/").status_code == 302
    assert client.post("/language/", {"language": "ar", "next": "/factors/"})["Location"] == "/factors/"
    assert client.get("/healthz").status_code == 200
    assert client.post("/sign-out/").status_code == 302


def test_the_api_says_so_in_its_own_words(cast: Cast) -> None:
    response = with_password("lead@example.org").get("/api/v1/me/")
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert json.loads(response.content)["code"] == "second-factor-needed"


def test_setting_up_an_app_opens_everything_and_gives_codes_once(cast: Cast) -> None:
    client = with_password("lead@example.org")
    secret = set_up(client)
    assert factor_kinds(cast.lead) == {"totp"}
    first = client.get("/factors/codes/").content.decode()
    assert len(re.findall(r"<li><bdi class=\"code\"", first)) == 10
    second = client.get("/factors/codes/").content.decode()
    assert "Codes are shown only once" in second
    assert secret not in second
    assert client.get("/profile/").status_code == 200
    assert client.get("/factors/app/")["Location"] == "/factors/app/remove/"


def test_a_wrong_code_keeps_the_secret_on_the_page(cast: Cast) -> None:
    client = with_password("lead@example.org")
    secret = secret_on(client.get("/factors/app/"))
    response = client.post("/factors/app/", {"code": "000000"})
    assert (response.status_code, secret_on(response)) == (200, secret)
    assert "The code is not right" in response.content.decode()


def test_the_next_sign_in_asks_for_the_code(cast: Cast) -> None:
    secret = set_up(with_password("lead@example.org"))
    client = with_password("lead@example.org")
    assert client.get("/profile/")["Location"].startswith("/sign-in/")
    assert client.get("/sign-in/code/").status_code == 200
    assert client.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    assert client.post("/sign-in/code/", {"code": code_for(secret, 1)}).status_code == 302
    assert client.get("/profile/").status_code == 200
    assert Session.objects.filter(user=cast.lead, device="computer").count() == 2


def test_a_code_opens_once(cast: Cast) -> None:
    secret = set_up(with_password("lead@example.org"))
    code = {"code": code_for(secret, 1)}
    assert with_password("lead@example.org").post("/sign-in/code/", code).status_code == 302
    assert with_password("lead@example.org").post("/sign-in/code/", code).status_code == 200


def test_a_recovery_code_opens_once(cast: Cast) -> None:
    first = with_password("lead@example.org")
    set_up(first)
    code = re.findall(r'<li><bdi class="code" dir="ltr">(\d+)</bdi>', first.get("/factors/codes/").content.decode())[0]
    client = with_password("lead@example.org")
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    assert client.get("/profile/").status_code == 200
    again = with_password("lead@example.org")
    assert again.post("/sign-in/code/", {"code": code}).status_code == 200


def test_a_session_of_before_the_set_up_must_prove_the_factor(cast: Cast) -> None:
    """Somebody who stole the password and is signed in already gains nothing, and cannot remove the factor either."""
    thief = with_password("lead@example.org")
    secret = set_up(with_password("lead@example.org"))
    for path in [*ELSEWHERE, "/factors/", "/factors/app/remove/", "/factors/passkeys/add/", "/factors/codes/new/"]:
        response = thief.get(path)
        assert (path, response.status_code) == (path, 302)
        assert response["Location"].startswith("/sign-in/again/code/?next=")
    assert thief.post("/sign-in/again/", {"password": factories.PASSWORD})["Location"].startswith("/sign-in/again/code/")
    assert thief.get("/sign-in/again/code/").status_code == 200
    proof = {"code": code_for(secret, 1), "next": "/profile/"}
    assert thief.post("/sign-in/again/code/", proof)["Location"] == "/profile/"
    assert thief.get("/profile/").status_code == 200


def test_the_proof_is_this_persons_and_this_sessions(cast: Cast) -> None:
    client = factories.signed_in(cast.lead)
    assert client.get("/profile/").status_code == 200
    session = client.session
    session["second_factor"] = cast.administrator.pk
    session.save()
    assert client.get("/profile/")["Location"] == "/factors/"


def test_nothing_is_asked_of_the_database_once_proven(cast: Cast, django_assert_num_queries: object) -> None:
    client = factories.signed_in(cast.lead)
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/sign-in/")  # the session and the person
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/audit/")


@pytest.mark.parametrize("name", ["reviewer", "monitor"])
def test_reviewers_and_monitors_may_but_need_not(cast: Cast, name: str) -> None:
    client = with_password(f"{name}@example.org")
    assert client.get("/profile/").status_code == 200
    set_up(client)
    assert with_password(f"{name}@example.org").get("/profile/").status_code == 302


def test_the_last_factor_of_the_office_stays(cast: Cast) -> None:
    client = with_password("lead@example.org")
    set_up(client)
    page = client.post("/factors/app/remove/")
    assert (page.status_code, "Add another one before removing this" in page.content.decode()) == (200, True)
    assert factor_kinds(cast.lead) == {"totp"}


def test_a_reviewer_may_remove_the_app(cast: Cast) -> None:
    client = with_password("reviewer@example.org")
    set_up(client)
    assert client.post("/factors/app/remove/")["Location"] == "/factors/"
    assert not Authenticator.objects.exists()


def test_old_sign_ins_are_asked_for_the_password_before_factors_change(cast: Cast) -> None:
    client = with_password("reviewer@example.org")
    session = client.session
    for step in session["account_authentication_methods"]:
        step["at"] -= 3600
    session.save()
    for path in ["/factors/app/", "/factors/passkeys/add/", "/factors/codes/new/"]:
        assert client.get(path)["Location"].startswith("/sign-in/again/?next=")
    page = client.get("/sign-in/again/?next=/factors/app/")
    assert page.status_code == 200
    done = client.post("/sign-in/again/", {"password": factories.PASSWORD, "next": "/factors/app/"})
    assert done["Location"] == "/factors/app/"
    assert client.get("/factors/app/").status_code == 200


def test_new_recovery_codes_replace_the_old(cast: Cast) -> None:
    client = with_password("lead@example.org")
    set_up(client)
    client.get("/factors/codes/")
    assert client.get("/factors/codes/new/").status_code == 200
    assert client.post("/factors/codes/new/")["Location"] == "/factors/codes/"
    assert "shown this once" in client.get("/factors/codes/").content.decode()


# --- Passkeys -------------------------------------------------------------------------------------------------------
def passkey(person: object, name: str = "Laptop") -> Authenticator:
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": {}})


def test_the_page_for_a_passkey_brings_its_data_without_inline_script(cast: Cast) -> None:
    client = with_password("lead@example.org")
    page = client.get("/factors/passkeys/add/").content.decode()
    (data,) = re.findall(r'<script id="passkey-options" type="application/json">(.+?)</script>', page)
    options = json.loads(data)["creation_options"]["publicKey"]
    assert options["rp"] == {"id": "testserver", "name": "Desk"}
    assert re.findall(r"<script(?! (src=|id=\"passkey-options\" type=\"application/json\"))", page) == []


def test_a_broken_credential_is_refused_and_the_name_kept(cast: Cast) -> None:
    client = with_password("lead@example.org")
    client.get("/factors/passkeys/add/")
    page = client.post("/factors/passkeys/add/", {"name": "My key", "credential": "{}"})
    assert (page.status_code, 'value="My key"' in page.content.decode()) == (200, True)
    assert not Authenticator.objects.exists()


def test_a_passkey_is_renamed_and_the_last_one_of_the_office_stays(cast: Cast) -> None:
    client = factories.signed_in(cast.lead)
    login = with_password("lead@example.org")
    session = login.session
    session["second_factor"] = cast.lead.pk
    session.save()
    key = passkey(cast.lead)
    assert "Laptop" in login.get("/factors/").content.decode()
    assert login.get(reverse("mfa_edit_webauthn", args=[key.pk])).status_code == 200
    assert login.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Phone"})["Location"] == "/factors/"
    remove = reverse("mfa_remove_webauthn", args=[key.pk])
    assert login.get(remove).status_code == 200
    refused = login.post(remove)
    assert (refused.status_code, "Add another one" in refused.content.decode()) == (409, True)
    passkey(cast.lead, "Second")
    assert login.post(remove)["Location"] == "/factors/"
    assert [one.wrap().name for one in Authenticator.objects.all()] == ["Second"]
    assert client.get("/profile/").status_code == 200


def test_nobody_touches_the_passkey_of_another(cast: Cast) -> None:
    key = passkey(cast.rival)
    client = with_password("reviewer@example.org")
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404


def test_signing_in_with_a_passkey_starts_with_a_challenge_and_refuses_rubbish(client: Client) -> None:
    asked = client.get("/sign-in/passkey/", headers={"accept": "application/json"})
    assert len(asked.json()["request_options"]["publicKey"]["challenge"]) >= 43
    assert client.get("/sign-in/passkey/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/passkey/", {"credential": "{}"})["Location"] == "/sign-in/"


def test_an_old_session_with_a_passkey_is_led_to_prove_it(cast: Cast) -> None:
    client = with_password("lead@example.org")
    passkey(cast.lead)
    assert client.get("/profile/")["Location"].startswith("/sign-in/again/passkey/?next=")


# --- Rules ----------------------------------------------------------------------------------------------------------
def test_who_needs_a_second_factor(cast: Cast) -> None:
    needed = {name: requires_second_factor(getattr(cast, name)) for name in ("administrator", "lead", "monitor", "reviewer")}
    assert needed == {"administrator": True, "lead": True, "monitor": False, "reviewer": False}
    codes = Authenticator(user=cast.lead, type="recovery_codes", data={})
    assert may_remove_factor(cast.lead, codes)
    assert is_proven([{"method": "password"}, {"method": "mfa", "type": "totp"}])
    assert not is_proven([{"method": "password"}])


def test_lost_factors_are_removed_by_an_administrator_and_all_sessions_end(cast: Cast) -> None:
    passkey(cast.lead)
    factories.signed_in(cast.lead)
    remove_second_factors(person=cast.lead, actor=cast.administrator)
    assert factor_kinds(cast.lead) == set()
    assert not Session.objects.filter(user=cast.lead).exists()


def test_removing_the_factors_revokes_all_tokens(cast: Cast) -> None:
    passkey(cast.lead)
    for person in (cast.lead, cast.drafter):
        make_token(name="script", expires_at=timezone.now() + timedelta(days=1), actor=person)
    remove_second_factors(person=cast.lead, actor=cast.administrator)
    assert [token.user for token in ApiToken.objects.filter(revoked_at=None)] == [cast.drafter]


def test_the_trail_knows_who_set_up_and_removed_a_factor(cast: Cast) -> None:
    client = with_password("reviewer@example.org")
    set_up(client)
    client.post("/factors/app/remove/")
    entries = AuditEntry.objects.filter(table="mfa_authenticator").order_by("id")
    assert [(one.actor, one.verb, one.operation) for one in entries if one.operation != "UPDATE"] == [
        (str(cast.reviewer.pk), "set_up_second_factor", "INSERT"),
        (str(cast.reviewer.pk), "set_up_second_factor", "INSERT"),
        (str(cast.reviewer.pk), "remove_second_factor", "DELETE"),
        (str(cast.reviewer.pk), "remove_second_factor", "DELETE"),
    ]
