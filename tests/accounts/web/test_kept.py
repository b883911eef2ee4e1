"""Words that were posted after the session ended are shown, and can be sent again."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.kept import SECRET
from accounts.web.forms import signin
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
FORM = {"display_name": "Office of the envoy", "password": "not to be shown", "empty": ""}
WORDS = {"statement": "عبرت الشاحنات صباحاً دون تفتيش", "state": "open"}


def test_words_are_kept_when_nobody_is_signed_in(client: Client) -> None:
    response = client.post("/profile/", {**FORM, **WORDS})

    page = response.content.decode()
    assert (response.status_code, WORDS["statement"] in page, "not to be shown" in page) == (401, True, False)
    assert page.count(WORDS["statement"]) == 2  # to be copied, and to be sent again
    assert '<input type="hidden" name="state" value="open">' in page
    assert 'href="/sign-in/"' in page


def test_files_are_named_and_have_to_be_chosen_again(client: Client) -> None:
    sent = [SimpleUploadedFile(name, b"%PDF-1.7") for name in ("lists.pdf", "<القوائم>.pdf")]

    page = client.post("/profile/", {**WORDS, "uploads": sent}).content.decode()

    assert [f"<bdi>{name}</bdi>" in page for name in ("lists.pdf", "&lt;القوائم&gt;.pdf")] == [True, True]


def test_without_words_one_is_sent_to_sign_in(client: Client) -> None:
    response = client.post("/profile/", {"password": "secret"})

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/profile/")


@pytest.mark.parametrize(("site", "kept"), [("same-origin", True), ("cross-site", False)])
def test_a_stale_form_of_ours_is_kept_and_a_foreign_one_is_not(cast: Cast, site: str, kept: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.drafter)

    response = client.post("/language/", WORDS, headers={"Sec-Fetch-Site": site, "Origin": "null"})

    assert (response.status_code, WORDS["statement"] in response.content.decode()) == (403, kept)


def test_only_what_proves_somebody_is_dropped(client: Client) -> None:
    sent = {"letter": "G", "postcode": "0963", "token_note": "kept", "code": "123456", "csrfmiddlewaretoken": "f" * 64}

    response = client.post("/profile/", sent | {"credential": "{}"})

    assert response.context["fields"] == [("letter", "G"), ("postcode", "0963"), ("token_note", "kept")]


def test_every_field_that_proves_somebody_is_dropped() -> None:
    mine = [form for form in vars(signin).values() if isinstance(form, type) and issubclass(form, forms.Form)]
    fields = {name: field for form in mine for name, field in form.base_fields.items()}
    proofs = {
        name
        for name, field in fields.items()
        if isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    }

    assert proofs | {"code", "credential"} <= SECRET
    assert set(fields) - SECRET == {"remember", "email", "name", "passwordless"}
