"""Whoever may be in danger can leave from every page, those that tell of an error included."""

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from roadmap.api.unmatched import bad_request, failed
from tests.conftest import Cast
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
LEAVE = re.compile(r'<form class="leave" action="/leave/" method="post" data-leave="([^"]+)">')
SCRIPT = re.compile(r'<script src="/static/dist/reviewer[^"]*\.js" defer>')
ASK_THE_OFFICE, ASK_THE_LEAD = "speak to the office that invited you", "speak to whoever leads the roadmap"


def ways_out(page: str) -> tuple[list[str], int]:
    """Where the forms lead by which one leaves, and how many scripts listen for the key."""
    return LEAVE.findall(page), len(SCRIPT.findall(page))


def test_a_reviewer_leaves_from_what_is_not_there_and_what_is_not_open(cast: Cast) -> None:
    reviewer = signed_in(cast.reviewer)
    for path, status in (("/nowhere/", 404), ("/people/", 403)):
        answer = reviewer.get(path)
        assert (answer.status_code, *ways_out(answer.content.decode())) == (status, [settings.QUICK_EXIT_URL], 1)


def test_where_only_forms_go_is_a_page_too(cast: Cast) -> None:
    reviewer = signed_in(cast.reviewer)
    answer = reviewer.get("/language/")
    page = answer.content.decode()

    assert (answer.status_code, answer["Allow"], *ways_out(page)) == (405, "POST", [settings.QUICK_EXIT_URL], 1)
    assert "<h1>There is nothing to see at this address</h1>" in page
    assert reviewer.delete("/language/").content == b""


def test_one_leaves_from_words_that_were_kept_and_is_known_no_more(client: Client) -> None:
    answer = client.post("/profile/", {"statement": "عبرت الشاحنات صباحاً"})

    assert (answer.status_code, *ways_out(answer.content.decode())) == (401, [settings.QUICK_EXIT_URL], 1)


def test_one_leaves_from_a_stale_form_without_a_token_and_is_signed_out(cast: Cast) -> None:
    reviewer = Client(enforce_csrf_checks=True)
    reviewer.force_login(cast.reviewer)
    answer = reviewer.post("/language/", {"language": "ar"}, headers={"Origin": "null"})
    assert (answer.status_code, *ways_out(answer.content.decode())) == (403, [settings.QUICK_EXIT_URL], 1)

    left = reviewer.post("/leave/", headers={"Origin": "null"})

    assert (left.status_code, left["Location"]) == (302, settings.QUICK_EXIT_URL)
    assert reviewer.get("/profile/").status_code == 302


def test_a_page_elsewhere_signs_nobody_out() -> None:
    """The way out asks for no token: what protects it is that the cookie stays at home."""
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_one_leaves_from_what_failed_without_the_database(django_assert_num_queries: object) -> None:
    request = RequestFactory().get("/x/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        pages = [bad_request(request, Exception()), failed(request)]

    assert [(page.status_code, *ways_out(page.content.decode())) for page in pages] == [
        (400, [settings.QUICK_EXIT_URL], 1),
        (500, [settings.QUICK_EXIT_URL], 1),
    ]


@pytest.mark.parametrize(("who", "asked"), [("drafter", ASK_THE_LEAD), ("reviewer", ASK_THE_OFFICE), ("monitor", ASK_THE_OFFICE)])
def test_who_may_not_is_told_whom_to_ask(cast: Cast, who: str, asked: str) -> None:
    answer = signed_in(getattr(cast, who)).get("/people/")

    page = answer.content.decode()
    assert (answer.status_code, [words for words in (ASK_THE_OFFICE, ASK_THE_LEAD) if words in page]) == (403, [asked])
    assert bool(ways_out(page)[0]) == (who != "drafter")
