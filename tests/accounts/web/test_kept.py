"""Words that were posted after the session ended are shown, and can be sent again."""

import pytest
from django.test import Client

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


def test_without_words_one_is_sent_to_sign_in(client: Client) -> None:
    response = client.post("/profile/", {"password": "secret"})

    assert (response.status_code, response.url) == (302, "/sign-in/?next=/profile/")


@pytest.mark.parametrize(("site", "kept"), [("same-origin", True), ("cross-site", False)])
def test_a_stale_form_of_ours_is_kept_and_a_foreign_one_is_not(cast: Cast, site: str, kept: bool) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.drafter)

    response = client.post("/language/", WORDS, headers={"Sec-Fetch-Site": site, "Origin": "null"})

    assert (response.status_code, WORDS["statement"] in response.content.decode()) == (403, kept)
